"""What a mail says: text and simple HTML, in Chinese, with the same Message-ID however often it is tried."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, select_autoescape

from webapp.message_links import CHOICES, path
from webapp.words import moment
from workflows.actions.mails import Letter

TEMPLATES = Path(__file__).parent / "templates" / "mail"
SHOWN = 100
"""Messages in one mail; more are on the page."""
LONGEST_SUBJECT = 120


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who writes: the plain address, the office's name, and where the site is reached."""

    address: str
    office: str
    base: str

    @property
    def host(self) -> str:
        """What Message-IDs end with."""
        return urlsplit(self.base).hostname or "localhost"


def written(letter: Letter, sender: Sender) -> EmailMessage:
    """The mail. Raises ValueError for an address that cannot be one."""
    subject = _subject(letter)
    intro = f"您有 {len(letter.rows)} 条消息还没有看："
    if len(letter.rows) > SHOWN:
        intro = f"您有 {len(letter.rows)} 条消息还没有看，这里是最早的 {SHOWN} 条："
    filled = {
        "letter": letter,
        "intro": intro,
        "subject": subject,
        "base": sender.base,
        "choices": CHOICES,
        "office": sender.office,
        "path": path,
        "shown": SHOWN,
    }
    message = _addressed(sender, letter.address, subject)
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.mail_id}@{sender.host}>"
    message["List-Unsubscribe"] = f"<{sender.base}{CHOICES}>"
    message.set_content(_environment().get_template("letter.txt").render(filled))
    message.add_alternative(_environment().get_template("letter.html").render(filled), subtype="html")
    return message


def trial_letter(sender: Sender, address: str) -> EmailMessage:
    """The mail by which the administrator tries the server."""
    message = _addressed(sender, address, "销号：测试邮件")
    message.set_content(f"这是一封测试邮件。收到它，说明发信设置正确。\n\n{sender.office}\n{sender.base}\n")
    return message


def one_line(text: str) -> str:
    """Without what could begin another header, or hide something: line breaks and control characters become spaces."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _subject(letter: Letter) -> str:
    """Of one message its sentence; of many how many, and the most urgent kind."""
    first = letter.rows[0]
    if len(letter.rows) == 1:
        return one_line(f"销号：{first.said}")[:LONGEST_SUBJECT]
    kinds = "、".join(dict.fromkeys(row.kind_name for row in letter.rows))
    return one_line(f"销号：{len(letter.rows)} 条消息（{kinds}）")[:LONGEST_SUBJECT]


def _addressed(sender: Sender, address: str, subject: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name="销号", addr_spec=sender.address)
    message["To"] = Address(addr_spec=address)
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    return message


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    found.filters["moment"] = moment
    return found
