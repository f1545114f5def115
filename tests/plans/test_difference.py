"""A later version beside the accepted one: which problem is which, and what of it changed."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.plans import Deadline, MeasureReading, ProblemReading
from workflows.plans.comparing import Difference, difference, words_difference

DUE = Deadline(raw="2026年底前", date=date(2026, 12, 31))


def problem(number: str, text: str, *measures: str, **fields: Any) -> ProblemReading:
    listed = tuple(MeasureReading(text=each, line=0) for each in measures)
    return ProblemReading(
        number=number, number_raw=number, line=0, text=text, measures=listed, **{"deadline": DUE, **fields}
    )


OLD = [
    problem("1", "青禾河城区段河道淤积，水质不稳定。", "清淤2公里。", "建立管护机制。", responsible_units=("云溪县",)),
    problem("2", "建筑工地扬尘管控不到位，裸土未覆盖。", "全面排查。"),
    problem("3", "乡镇污水处理厂进水浓度低，运行不正常。", "改造管网。"),
]  # fmt: skip


def told(found: Difference) -> list[tuple[str, str, str]]:
    return [(row.kind, row.old.number if row.old else "", row.new.number if row.new else "") for row in found.rows]


def changes(old: ProblemReading, new: ProblemReading) -> list[tuple[str, str, str]]:
    return [(each.field, each.before, each.after) for row in difference([old], [new]).rows for each in row.changes]


def test_the_same_plan_again_has_no_difference() -> None:
    assert difference(OLD, OLD).empty
    assert told(difference(OLD, OLD)) == [("unchanged", "1", "1"), ("unchanged", "2", "2"), ("unchanged", "3", "3")]


def test_another_printing_of_the_same_words_is_no_difference() -> None:
    assert changes(problem("1", "河道 淤积。\n清淤"), problem("1", "河道淤积。清淤")) == []


def test_each_changed_field_is_named_with_both_wordings() -> None:
    new = problem(
        "1", "青禾河城区段河道严重淤积，水质不稳定。", "清淤3公里。", "安装在线监测。",
        responsible_units=("云溪县", "市水务局"), deadline=Deadline(raw="2027年6月底", date=date(2027, 6, 30)),
    )  # fmt: skip

    assert changes(OLD[0], new) == [
        ("text", "青禾河城区段河道淤积，水质不稳定。", "青禾河城区段河道严重淤积，水质不稳定。"),
        ("measures", "清淤2公里。", "清淤3公里。"),
        ("measures", "", "安装在线监测。"),
        ("measures", "建立管护机制。", ""),
        ("responsible_units", "云溪县", "云溪县\n市水务局"),
        ("deadline", "2026年底前（2026-12-31）", "2027年6月底（2027-06-30）"),
    ]


def test_units_in_another_order_are_the_same_units() -> None:
    one, other = (problem("1", "甲", responsible_units=units) for units in (("甲县", "乙县"), ("乙县", "甲县")))
    assert changes(one, other) == []


def test_a_problem_that_moved_to_another_number_is_known_by_its_words() -> None:
    new = [OLD[1], problem("2", OLD[0].text, "清淤2公里。", "建立管护机制。", responsible_units=("云溪县",)), OLD[2]]

    found = difference(OLD, new)

    assert told(found) == [("unchanged", "2", "2"), ("changed", "1", "2"), ("unchanged", "3", "3")]
    assert [(each.field, each.before, each.after) for each in found.rows[1].changes] == [("number", "1", "2")]


def test_what_is_new_was_added_and_what_is_missing_is_gone() -> None:
    new = [OLD[0], OLD[2], problem("4", "危险废物台账缺失，转移联单不规范。")]

    assert told(difference(OLD, new)) == [
        ("unchanged", "1", "1"),
        ("unchanged", "3", "3"),
        ("added", "", "4"),
        ("gone", "2", ""),
    ]


def test_what_is_only_somewhat_alike_is_for_a_person_to_decide() -> None:
    new = [problem("2", "建筑工地管理粗放，道路扬尘污染突出。")]

    found = difference(OLD[1:2], new)

    assert told(found) == [("doubtful", "2", "2")]
    assert 0.25 < found.rows[0].likeness < 0.5


def test_the_same_number_with_other_words_is_another_problem() -> None:
    assert told(difference(OLD[:1], [problem("1", "散煤复燃问题反弹。")])) == [("added", "", "1"), ("gone", "1", "")]


def test_of_two_problems_with_the_same_words_each_keeps_its_number() -> None:
    twins = [problem("1", "雨污混流。", area="甲县"), problem("2", "雨污混流。", area="乙县")]

    assert difference(twins, list(reversed(twins))).empty


def test_numbers_that_start_again_in_each_area_are_told_apart_by_it() -> None:
    old = [
        problem("1", "河道淤积严重，水面垃圾漂浮。", area="水"),
        problem("1", "工地扬尘严重，裸土未覆盖。", area="气"),
    ]
    new = [
        problem("1", "河道淤积严重，水面垃圾较多。", area="水"),
        problem("1", "工地扬尘突出，裸土未覆盖。", area="气"),
    ]

    assert [row.kind for row in difference(old, new).rows] == ["changed", "changed"]


def test_every_row_has_a_key_of_its_own() -> None:
    rows = difference(OLD, [OLD[2], problem("9", "危险废物台账缺失。")]).rows

    assert sorted(row.key for row in rows) == ["0-x", "1-x", "2-0", "x-1"]


PROBLEMS = st.lists(
    st.builds(problem, st.sampled_from("123"), st.text("河道淤积工地扬尘污水。", min_size=1, max_size=12)), max_size=6
)


@given(PROBLEMS, PROBLEMS)
def test_every_problem_of_both_versions_stands_in_one_row(old: list[ProblemReading], new: list[ProblemReading]) -> None:
    rows = difference(old, new).rows

    assert sorted(row.old_at for row in rows if row.old_at is not None) == list(range(len(old)))
    assert [row.new_at for row in rows if row.new_at is not None] == list(range(len(new)))
    assert all(row.changes for row in rows if row.kind == "changed")


def test_the_words_taken_out_and_put_in_are_marked() -> None:
    pieces = words_difference("2026年6月底前清淤2公里。", "2027年6月底前清淤2.5公里。")

    assert [(each.kind, each.text) for each in pieces] == [
        ("out", "2026"),
        ("in", "2027"),
        ("same", "年6月底前清淤"),
        ("out", "2"),
        ("in", "2.5"),
        ("same", "公里。"),
    ]


@given(st.text("甲乙丙。12 a\n", max_size=30), st.text("甲乙丙。12 a\n", max_size=30))
def test_both_wordings_can_be_put_together_again(before: str, after: str) -> None:
    pieces = words_difference(before, after)

    assert "".join(each.text for each in pieces if each.kind != "in") == before
    assert "".join(each.text for each in pieces if each.kind != "out") == after


@pytest.mark.parametrize("length", [20_000])
def test_two_long_texts_are_compared_in_bounded_time(length: int) -> None:
    started = time.process_time()
    before, after = "河道淤积，水质不达标。" * (length // 11), "工地扬尘，裸土未覆盖。" * (length // 11)

    assert words_difference(before, after)
    assert time.process_time() - started < 3


def test_two_registers_of_thousands_are_compared_in_time_that_grows_with_their_length() -> None:
    took = {}
    for count in (500, 2000):
        old = [problem(str(n), f"云溪县第{n}号排口雨污混流，污水直排入河，群众反映强烈。") for n in range(count)]
        new = [problem(str(n + 3), f"云溪县第{n}号排口雨污合流，污水直排河道，群众反映强烈。") for n in range(count)]
        started = time.process_time()
        assert len(difference(old, new).rows) >= count
        took[count] = time.process_time() - started
    assert took[2000] < 10 * max(took[500], 0.2)
