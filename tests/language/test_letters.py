"""Mails in the language of their person: a Chinese one word for word, an English one without Chinese but what people wrote."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest

from webapp.language.texts import CHINESE
from webapp.letters import Sender, trial_letter, written
from workflows.actions.mails import Letter
from workflows.queries.messages import MessageRow
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.message_kinds import KINDS
from workflows.rules.texts import Written

GOLDEN = Path(__file__).parent / "golden"
"""A Chinese mail as it was agreed."""
SENDER = Sender(address="xiaohao@example.cn", office="青禾市整改办", base="https://x.cn")
AT = datetime(2026, 11, 1, 10, 0, tzinfo=CITY_ZONE)
WRITTEN = ("同意", "须 <补齐> & “好”。", "孙悦", "周敏", "青禾市整改办", "白浪河水质不达标", "青督改办〔2026〕1号")
FACTS = {
    "box": "落实整改措施",
    "name": "问题整改",
    "due_on": "2026 年 11 月 30 日",
    "days": 7,
    "by": "孙悦",
    "reason": "同意\n须 <补齐> & “好”。",
    "text": "同意",
    "title": "每周调度表",
    "number": "青督改办〔2026〕1号",
    "what": "您的密码已更改；如果不是您本人改的，请立即联系安全管理员",
}
OURS = FACTS | {"reason": "对方答复不再接收（410）"}
"""Of kinds whose detail is a sentence of the program."""


def row(kind: str, count: int = 1) -> MessageRow:
    of = KINDS[kind]
    facts = OURS if of.detail_is_ours else FACTS
    return MessageRow(
        id=UUID(int=1),
        kind=kind,
        kind_name=of.name,
        at=AT,
        unread=True,
        count=count,
        said=of.said(facts, count),
        below=of.below(facts, count),
        about={"problem": UUID(int=2)},
        problem=Written("1 白浪河水质不达标"),
    )


def mail(*rows: MessageRow, language: str = "") -> EmailMessage:
    letter = Letter(
        mail_id=UUID(int=3),
        name=Written("周敏"),
        address="zhoumin@example.cn",
        language=language,
        digest=False,
        rows=rows,
        at=AT,
    )
    return written(letter, SENDER)


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_chinese_mail_says_word_for_word_what_it_always_said() -> None:
    message = mail(row("task_returned"), row("overdue"))
    assert message["Subject"] == "销号：2 条消息（任务被退回、已经超期）"
    assert text_of(message) == (GOLDEN / "letter.txt").read_text(encoding="utf-8")
    assert text_of(message, "html") == (GOLDEN / "letter.html").read_text(encoding="utf-8")


def test_who_has_not_chosen_a_language_gets_chinese() -> None:
    said = [text_of(mail(row("overdue"), language=each)) for each in ("", "zh", "fr")]
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize("count", [1, 9])
def test_an_english_mail_holds_no_chinese_but_what_people_wrote(count: int) -> None:
    message = mail(*(row(kind, count) for kind in KINDS), language="en")
    page = text_of(message, "html")
    assert '<html lang="en">' in page
    outside = re.sub(r'<span lang="zh">.*?</span>', "", page, flags=re.S)
    assert CHINESE.findall(outside) == []
    for said in (message["Subject"], str(message["From"]), text_of(message), unescape(page)):
        for each in WRITTEN:
            said = said.replace(each, "")
        assert CHINESE.findall(said) == []


def test_what_somebody_wrote_stays_theirs_even_where_it_reads_like_a_label_of_ours() -> None:
    message = mail(row("task_returned"), row("mentioned"), language="en")
    assert "   同意\n   须 <补齐> & “好”。\n" in text_of(message)
    assert "Agree" not in text_of(message)
    assert '<span lang="zh">同意</span>' in text_of(message, "html")
    assert "须 &lt;补齐&gt; &amp;" in text_of(message, "html")


def test_more_than_a_mail_holds_are_counted_in_english_too() -> None:
    text = text_of(mail(*[row("overdue")] * 120, language="en"))
    assert "You have 120 unread messages; these are the oldest 100:" in text
    assert text.count("\n100. [Overdue] Overdue since 30 November 2026: ") == 1
    assert "\n101. " not in text


def test_the_trial_mail_is_in_the_language_of_the_page_it_was_sent_from() -> None:
    english, chinese = trial_letter(SENDER, "a@example.cn", "en"), trial_letter(SENDER, "a@example.cn")
    assert english["Subject"] == "Xiaohao: test mail"
    assert CHINESE.findall(english.get_content().replace(SENDER.office, "")) == []
    assert chinese["Subject"] == "销号：测试邮件"
    assert chinese.get_content() == ("这是一封测试邮件。收到它，说明发信设置正确。\n\n青禾市整改办\nhttps://x.cn\n")
