"""What a mail says: text and simple HTML, in the language its person chose, with the same Message-ID however often it is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import FileSystemLoader, select_autoescape

from webapp.language.catalogue import english
from webapp.language.choosing import CHINESE, ENGLISH, LANGUAGES
from webapp.language.shown import filters, in_plain_english
from webapp.language.templates import Translating
from webapp.message_links import CHOICES, path
from webapp.words import moment
from workflows.actions.mails import Letter
from workflows.rules.texts import Written, phrase

TEMPLATES = Path(__file__).parent / "templates" / "mail"
SHOWN = 100
"""Messages in one mail; more are on the page."""
LONGEST_SUBJECT = 120
NAMES = {CHINESE: "销号", ENGLISH: "Xiaohao"}
"""Who writes, as an inbox lists it."""


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
    language = letter.language if letter.language in LANGUAGES else CHINESE
    subject = _subject(letter, language)
    filled = {
        "letter": letter,
        "intro": _intro(len(letter.rows)),
        "subject": Written(subject),
        "base": sender.base,
        "choices": CHOICES,
        "office": Written(sender.office),
        "path": path,
        "shown": SHOWN,
        "tag": LANGUAGES[language].tag,
    }
    message = _addressed(sender, letter.address, subject, language)
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.mail_id}@{sender.host}>"
    message["List-Unsubscribe"] = f"<{sender.base}{CHOICES}>"
    drawn = _environment(language)
    message.set_content(drawn.get_template("letter.txt").render(filled))
    message.add_alternative(drawn.get_template("letter.html").render(filled), subtype="html")
    return message


def trial_letter(sender: Sender, address: str, language: str = CHINESE) -> EmailMessage:
    """The mail by which the administrator tries the server."""
    said = _said_in(language)
    message = _addressed(sender, address, said("销号：测试邮件"), language)
    works = said("这是一封测试邮件。收到它，说明发信设置正确。")
    message.set_content(f"{works}\n\n{sender.office}\n{sender.base}\n")
    return message


def one_line(text: str) -> str:
    """Without what could begin another header, or hide something: line breaks and control characters become spaces."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def indented(said: str) -> str:
    """The lines after the first under the first; what somebody wrote stays theirs."""
    lines = said.replace("\n", "\n   ")
    return Written(lines) if isinstance(said, Written) else lines


def _intro(count: int) -> str:
    if count > SHOWN:
        return phrase("您有 {count} 条消息还没有看，这里是最早的 {shown} 条：", {"count": count, "shown": SHOWN})
    return phrase("您有 {count} 条消息还没有看：", {"count": count})


def _subject(letter: Letter, language: str) -> str:
    """Of one message its sentence; of many how many, and the most urgent kind."""
    said = phrase("销号：{said}", {"said": letter.rows[0].said})
    if len(letter.rows) > 1:
        kinds = "、".join(dict.fromkeys(row.kind_name for row in letter.rows))
        said = phrase("销号：{count} 条消息（{kinds}）", {"count": len(letter.rows), "kinds": kinds})
    return one_line(_said_in(language)(said))[:LONGEST_SUBJECT]


def _said_in(language: str) -> Callable[[str], str]:
    return in_plain_english if language == ENGLISH else str


def _addressed(sender: Sender, address: str, subject: str, language: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=NAMES[language], addr_spec=sender.address)
    message["To"] = Address(addr_spec=address)
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    return message


@cache
def _environment(language: str) -> Translating:
    found = Translating(
        loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    found.filters |= {"moment": moment, "indented": indented}
    if language == ENGLISH:
        found.filters |= filters()
        found.look_up = english().text
    return found
