"""What a value becomes on an English page: our words in English, what people wrote as they wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from webapp.language import shown
from webapp.language.catalogue import Catalogue
from workflows.drawing import Picture
from workflows.rules.errors import AlreadyDone
from workflows.rules.texts import Phrase, Written, phrase

ENTRIES = {
    "待办": "To do",
    "自查自验": "Self-check",
    "同意": "Agree",
    "还有 {days} 天": "{days:n} {days|day|days} left",
    "{month} 月 {day} 日前": "by {day:n} {month:month}",
    "{who}退回“{box}”：{reason}": "{who} returned “{box:w}”: {reason}",
    "{box_name}：{decision}": "{box_name:w}: {decision:w}",
    "这项任务已由 {who} 于 {at} 办理，您的提交没有保存。": "{who} did this task on {at}; your submission was not saved.",
}


@pytest.fixture(autouse=True)
def _these_entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    catalogue = Catalogue(ENTRIES)
    monkeypatch.setattr(shown, "english", lambda: catalogue)
    shown._looked_up.cache_clear()
    yield
    shown._looked_up.cache_clear()


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("待办", "To do"),
        ("还有 1 天", "1 day left"),
        ("还有 3 天", "3 days left"),
        ("12 月 31 日前", "by 31 December"),
        ("待办 · 还有 2 天", "To do · 2 days left"),
        ("待办，自查自验", "To do, Self-check"),
        ("PDF", "PDF"),
    ],
)
def test_a_label_or_a_sentence_of_ours_is_said_in_english(said: str, english: str) -> None:
    assert shown.in_plain_english(said) == english
    assert str(shown.in_english(said)) == english


def test_what_a_person_wrote_stays_even_where_it_reads_like_a_label() -> None:
    assert shown.in_english(Written("同意")) == '<span lang="zh">同意</span>'
    assert shown.in_plain_english(Written("同意")) == "同意"


def test_in_a_sentence_only_our_own_words_are_translated() -> None:
    said = "同意退回“自查自验”：同意"

    assert str(shown.in_english(said)) == (
        '<span lang="zh">同意</span> returned “Self-check”: <span lang="zh">同意</span>'
    )


def test_a_name_among_labels_leaves_the_whole_as_it_is() -> None:
    assert str(shown.in_english("待办，周敏")) == '<span lang="zh">待办，周敏</span>'


def test_a_number_stands_only_where_a_number_is_meant() -> None:
    assert str(shown.in_english("还有 好几 天")) == '<span lang="zh">还有 好几 天</span>'


def test_a_sentence_of_the_journal_is_known_by_its_template() -> None:
    said = phrase("{box_name}：{decision}", {"box_name": "自查自验", "decision": "同意"})

    assert said == "自查自验：同意"
    assert str(shown.in_english(said)) == "Self-check: Agree"


def test_a_refusal_is_whole_in_english_with_who_and_when() -> None:
    refusal = str(AlreadyDone(who="周敏", at="15:20"))

    assert isinstance(refusal, Phrase)
    assert shown.in_plain_english(refusal) == "周敏 did this task on 15:20; your submission was not saved."


def test_a_message_without_words_of_its_own_fits_no_sentence() -> None:
    catalogue = Catalogue({"{label}{said}": "{label:w} {said:w}", "{n} 天": "{n} days"}, apart=["{n} 天"])

    assert catalogue.sentence("周敏") is None
    assert catalogue.sentence("3 天") is None, "a message of a page is no sentence of the program"


def test_markup_in_what_somebody_wrote_is_text() -> None:
    assert shown.in_english(Written("<b>甲</b>")) == '<span lang="zh">&lt;b&gt;甲&lt;/b&gt;</span>'
    assert shown.in_english("甲退回“<i>”：乙") == (
        '<span lang="zh">甲</span> returned “&lt;i&gt;”: <span lang="zh">乙</span>'
    )


def test_days_and_sizes_are_written_as_english_does() -> None:
    assert shown.day(date(2026, 11, 25)) == "25 November 2026"
    assert (shown.size(1), shown.size(2048)) == ("1 byte", "2 KB")
    assert shown.join([Written("甲"), "待办"], ", ") == '<span lang="zh">甲</span>, To do'


def test_the_names_for_the_viewer_stay_json_though_they_end_like_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Catalogue(
        {
            "同意": "Agree",
            "审定销号": "Approve the closure",
            "{by}同意": "Agreed by {by}",
            "{a}审定销号{b}": "{a} approved {b}",
        }
    )
    monkeypatch.setattr(shown, "english", lambda: catalogue)
    source = (Path(__file__).parents[2] / "workflows" / "diagrams" / "rectification.bpmn").read_bytes()
    names = json.loads(shown.in_plain_english(shown.renamed(Picture(source=source))))
    assert (names["同意"], names["审定销号"]) == ("Agree", "Approve the closure")
