from __future__ import annotations

from datetime import date

import pytest

from workflows.plans.dates import dates_in
from workflows.plans.deadlines import in_text, labelled


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2023年9月30日前", date(2023, 9, 30)),
        ("2024年12月底", date(2024, 12, 31)),
        ("2024年2月底前", date(2024, 2, 29)),
        ("2023年底", date(2023, 12, 31)),
        ("2020年年底", date(2020, 12, 31)),
        ("二〇二四年六月底前", date(2024, 6, 30)),
        ("2024年十一月二十日前", date(2024, 11, 20)),
        ("2025年6月", date(2025, 6, 30)),
        ("2025年第三季度末", date(2025, 9, 30)),
        ("2025年上半年", date(2025, 6, 30)),
        ("2025年3月中旬", date(2025, 3, 20)),
        ("2024-06-30", date(2024, 6, 30)),
        ("2024.6.30前", date(2024, 6, 30)),
        ("2025年6月前", None),  # which day of June, or of May?
        ("2025年前", None),
        ("2024年2月30日前", None),
    ],
)
def test_a_labelled_deadline_is_read_to_the_day_or_not_at_all(printed: str, day: date | None) -> None:
    found = labelled(printed).deadline
    assert (found.raw, found.date) == (printed, day)


def test_a_label_keeps_its_words_and_says_long_term_and_at_once() -> None:
    found = labelled("2022年底前完成并长期坚持").deadline
    assert (found.raw, found.date, found.long_term, found.immediate) == (
        "2022年底前完成并长期坚持",
        date(2022, 12, 31),
        True,
        False,
    )
    found = labelled("立行立改,长期坚持").deadline
    assert (found.date, found.long_term, found.immediate) == (None, True, True)


def test_the_last_date_of_a_text_is_its_deadline() -> None:
    found = in_text("2023年6月底前制定方案；2023年底前完成治理验收。")
    assert found is not None
    assert found.deadline.raw == "2023年底前"
    assert len(found.dates) == 2


def test_a_month_behind_a_full_date_takes_its_year() -> None:
    found = in_text("2024年3月底前完成排查，11月底前完成整治。")
    assert found is not None
    assert (found.deadline.raw, found.deadline.date) == ("11月底前", date(2024, 11, 30))


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月5日，督察组发现渗滤液外溢。",
        "到2025年，优良天数比率达到80%。",
        "每年9月底前将方案报备。",
        "强化管理，持续推进。",
        "年底前完成。",
    ],
)
def test_what_happened_or_recurs_is_no_deadline(text: str) -> None:
    assert in_text(text) is None


def test_a_day_by_which_something_is_completed_is_a_deadline() -> None:
    found = in_text("确保于2024年6月30日完成验收。")
    assert found is not None
    assert found.deadline.date == date(2024, 6, 30)


def test_dates_stand_where_they_are_printed() -> None:
    text = "自2024年5月20日至2024年5月31日公示"
    assert [text[found.start : found.end] for found in dates_in(text)] == ["2024年5月20日", "2024年5月31日"]
