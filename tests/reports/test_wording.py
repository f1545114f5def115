"""Dates, numbers, names and quotations as official papers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reports import wording
from reports.line_shapes import ems, shaped


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_headings_count_in_chinese(number: int, words: str) -> None:
    assert wording.chinese_number(number) == words


@pytest.mark.parametrize("number", [0, 100])
def test_no_heading_is_numbered_beyond_99(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        wording.chinese_number(number)


def test_dates_have_no_padding_and_instants_are_read_in_beijing() -> None:
    late = datetime(2026, 11, 30, 16, 5, tzinfo=UTC)

    assert wording.chinese_date(date(2026, 3, 1)) == "2026年3月1日"
    assert wording.chinese_date(late) == "2026年12月1日"
    assert wording.chinese_instant(late) == "2026年12月1日0时05分"


def test_a_period_says_the_year_once_where_it_can() -> None:
    assert wording.period(date(2026, 11, 6), date(2026, 11, 12)) == "2026年11月6日至11月12日"
    assert wording.period(date(2026, 12, 30), date(2027, 1, 5)) == "2026年12月30日至2027年1月5日"


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("12", "第12项问题"), ("1.", "第1项问题"), ("十二", "第十二项问题"), ("第二十七项", "第二十七项问题"), ("序号19", "所列“序号19”问题"),
        ("243号问题", "所列“243号问题”"), ("第四十七项问题五", "所列“第四十七项问题五”"), (None, "所列问题（原文未编号）"),
        ("  ", "所列问题（原文未编号）"),
    ],
)  # fmt: skip
def test_a_problem_is_named_as_its_list_prints_it(printed: str | None, words: str) -> None:
    assert wording.problem_name(printed) == words


def test_a_missing_deadline_is_said_to_be_missing() -> None:
    assert wording.deadline(None, None) == "原文未载明时限"
    assert wording.deadline("  ", None) == "原文未载明时限"
    assert wording.deadline("年底前。", None) == "年底前"
    assert wording.deadline(None, date(2026, 9, 30)) == "2026年9月30日"


def test_marks_inside_quotations_become_single() -> None:
    assert wording.quoted("落实“双人双锁”。") == "“落实‘双人双锁’”"
    assert wording.titled("关于《方案》的通知") == "《关于〈方案〉的通知》"


def test_sentences_end_once() -> None:
    assert wording.sentence("已完成。。") == "已完成。"
    assert wording.sentence("已\n完成；") == "已 完成。"
    assert wording.listed(()) == "未指定"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("某市整改工作领导小组办公室", "我办"),
        ("某市水利局", "我局"),
        ("某市发展和改革委员会", "我委"),
        ("某县人民政府", "我单位"),
    ],
)
def test_an_issuer_speaks_of_itself_modestly(name: str, word: str) -> None:
    assert wording.self_reference(name) == word


def test_a_title_breaks_between_words_and_the_longer_line_is_above() -> None:
    title = "关于省级环境保护督察“回头看”反馈第12项问题整改销号的验收报告"
    lines = shaped(title, width=19.5)

    assert lines == ["关于省级环境保护督察“回头看”反馈", "第12项问题整改销号的验收报告"]
    assert shaped("短标题", width=19.5) == ["短标题"]


@pytest.mark.parametrize(
    "text", ["问" * 120, "关于" + "abc123" * 30 + "的报告", "（" * 60, "，" * 60, "字" * 70 + "x" * 60]
)
def test_shaping_never_loses_text(text: str) -> None:
    lines = shaped(text, width=19.5)

    assert "".join(lines) == text
    assert len(lines) == 1 or all(ems(line) <= 19.5 for line in lines)
