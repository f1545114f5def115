"""Decisions applied to a reading: nothing is lost, every step can be taken back, and who decided what stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.plans import PlanReading, read_file, read_plan
from workflows.plans.keeping import from_bytes, to_bytes
from workflows.plans.review import (
    FIELDS,
    TAKES_LINES,
    Decision,
    NoSuchDoubt,
    NoSuchProblem,
    NotALineToAdd,
    NotALineToSplitAt,
    NothingToUndo,
    Review,
    register_of,
    review_of,
    undoable,
)
from workflows.plans.review.mending import plain
from workflows.rules.errors import Refusal

DEMO = Path(__file__).parents[2] / "workflows" / "plans" / "samples" / "demo-city.txt"
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SUN, QIAN = UUID(int=1), UUID(int=2)
NAMES = {"云溪县": UUID(int=10), "市水利局": UUID(int=11)}
PLAN = """整改方案
问题编号1：白浪河溢流
责任单位：云溪县、市水利和渔业局
整改时限：2026年12月底前
整改目标：晴天无溢流
整改措施：
1.完成截污改造。
2.安装在线监测。
问题编号2：东山采石场生态修复滞后
责任单位：云溪县等
整改时限：尽快
整改措施：
1.完成边坡修复。
问题编号3：畜禽粪污
责任单位：各县区
整改时限：2025年6月底前
联系电话：12345
"""
ROWS = (
    ("序号", "问题", "责任单位", "整改时限"),
    ("1", "河道有垃圾<br>岸坡裸露", "云溪县", "2026年底前"),
    ("2", "矿山未复绿", "市林业局", "长期坚持"),
)
TABLE = (
    "<html><body><table>"
    + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in ROWS)
    + "</table></body></html>"
)


@pytest.fixture(scope="module")
def plan() -> PlanReading:
    return read_plan(PLAN, name="方案.txt")


def step(number: int, kind: str, /, by: UUID = SUN, **body: Any) -> Decision:
    return Decision(seq=number, kind=kind, body=body, by_id=by, by="孙悦" if by == SUN else "钱伟", at=AT)


def lines(review: Review) -> list[int]:
    """Every line of the source, where it is accounted for."""
    own = {line for entry in review.entries for line in entry.lines}
    numbers = [line.number for line in review.reading.source]
    outside = [n for run in review.outside for n in numbers if run.first <= n <= run.last]
    return sorted([*own, *outside])


def all_lines(reading: PlanReading) -> list[int]:
    return [line.number for line in reading.source]


def test_what_was_read_is_kept_and_comes_back_unchanged() -> None:
    for reading in (
        read_plan(PLAN, name="x"),
        read_file(TABLE.encode(), name="x"),
        read_file(DEMO.read_bytes(), name="x"),
    ):
        assert from_bytes(to_bytes(reading)) == reading
        assert to_bytes(reading) == to_bytes(from_bytes(to_bytes(reading)))


def test_a_table_is_kept_as_a_table() -> None:
    [table] = read_file(TABLE.encode(), name="x").tables
    assert [len(row) for row in table.rows] == [4, 4, 4]


def test_every_line_is_in_a_problem_or_listed_outside_of_them(plan: PlanReading) -> None:
    review = review_of(plan, (), NAMES)
    assert lines(review) == all_lines(plan)
    assert [entry.key for entry in review.entries] == ["p1", "p2", "p3"]


def test_the_severe_doubts_are_asked_first(plan: PlanReading) -> None:
    codes = [each.code for each in review_of(plan, (), NAMES).open_doubts]
    assert codes[0] == "missing-date"
    assert "unmatched-unit" in codes
    assert "open-ended-units" in codes


def test_a_collective_is_no_unit_to_be_matched(plan: PlanReading) -> None:
    fragments = [each.fragment for each in review_of(plan, (), NAMES).doubts if each.code == "unmatched-unit"]
    assert fragments == ["市水利和渔业局"]


def test_mending_a_field_settles_the_doubts_about_it_and_no_others(plan: PlanReading) -> None:
    due: dict[str, Any] = {"raw": "尽快", "date": "2026-06-30", "long_term": False, "immediate": False}
    review = review_of(plan, [step(1, "set", problem="p2", field="deadline", value=due)], NAMES)
    problem = review.by_key["p2"].problem
    assert problem.deadline
    assert (problem.deadline.date, problem.deadline.raw) == (date(2026, 6, 30), "尽快")
    assert "missing-date" not in [each.code for each in review.open_doubts]
    assert "open-ended-units" in [each.code for each in review.open_doubts]
    assert review.by_key["p2"].decided == {"deadline": 1}


def test_a_match_holds_for_the_same_words_everywhere_and_creates_no_unit(plan: PlanReading) -> None:
    match = step(1, "match", raw="市水利和渔业局", unit=str(NAMES["市水利局"]))
    review = review_of(plan, [match], NAMES)
    assert "unmatched-unit" not in [each.code for each in review.open_doubts]
    assert register_of(review, [match]).matches == {"市水利和渔业局": NAMES["市水利局"]}
    assert review.by_key["p1"].problem.responsible_units == ("云溪县", "市水利和渔业局")


def test_a_doubt_left_on_purpose_stays_flagged_in_the_register(plan: PlanReading) -> None:
    doubts = review_of(plan, (), NAMES).open_doubts
    steps = [step(1, "settle", doubts=[each.id for each in doubts], how="left")]
    review = review_of(plan, steps, NAMES)
    assert review.open_doubts == ()
    register = register_of(review, steps)
    assert {each.code for one in register.flagged for each in one} == {each.code for each in doubts if each.problem}
    right = [step(1, "settle", doubts=[each.id for each in doubts], how="right")]
    assert not any(register_of(review_of(plan, right, NAMES), right).flagged)


def test_a_problem_is_split_at_a_line_and_what_both_share_is_doubted(plan: PlanReading) -> None:
    source = {line.text: line.number for line in plan.source}
    at = source["2.安装在线监测。"]
    review = review_of(plan, [step(1, "split", problem="p1", line=at)], NAMES)
    upper, lower = review.entries[:2]
    assert [entry.key for entry in review.entries] == ["p1", "s1", "p2", "p3"]
    assert "安装在线监测" in lower.problem.text
    assert [each.text for each in upper.problem.measures] == ["完成截污改造。"]
    assert lower.problem.responsible_units == upper.problem.responsible_units
    assert {each.code for each in review.open_doubts if each.problem == "s1"} >= {"taken-over"}
    assert lines(review) == all_lines(plan)


def test_a_row_of_a_table_is_split_without_losing_a_line() -> None:
    reading = read_file(TABLE.encode(), name="x")
    second = next(line.number for line in reading.source if line.text == "岸坡裸露")
    review = review_of(reading, [step(1, "split", problem="p1", line=second)], NAMES)
    assert lines(review) == all_lines(reading)
    upper, lower = review.entries[:2]
    assert (upper.problem.text, lower.problem.text) == ("河道有垃圾", "岸坡裸露")
    assert upper.problem.responsible_units == lower.problem.responsible_units == ("云溪县",)


def test_two_problems_become_one_with_everything_of_both(plan: PlanReading) -> None:
    review = review_of(plan, [step(1, "merge", problem="p1", other="p2")], NAMES)
    whole = review.by_key["p1"]
    assert [each.text for each in whole.problem.measures] == ["完成截污改造。", "安装在线监测。", "完成边坡修复。"]
    assert "东山采石场" in whole.problem.text
    assert whole.problem.number == "1"
    assert "two-days" in [each.code for each in review.open_doubts]
    assert {each.problem for each in review.open_doubts if each.code == "open-ended-units"} == {"p1"}
    assert lines(review) == all_lines(plan)


def test_a_dropped_problem_is_listed_outside_with_its_reason(plan: PlanReading) -> None:
    review = review_of(plan, [step(1, "drop", problem="p2", reason="不属于本市")], NAMES)
    assert [entry.key for entry in review.entries] == ["p1", "p3"]
    assert any("不属于本市" in run.why for run in review.outside)
    assert lines(review) == all_lines(plan)


def test_a_problem_is_made_of_lines_nobody_took(plan: PlanReading) -> None:
    dropped = step(1, "drop", problem="p2", reason="先删")
    entry = review_of(plan, (), NAMES).by_key["p2"]
    made = step(2, "add", first=entry.lines[0], last=entry.lines[-1])
    review = review_of(plan, [dropped, made], NAMES)
    assert [each.key for each in review.entries] == ["p1", "s2", "p3"]
    assert "东山采石场" in review.by_key["s2"].problem.text
    assert lines(review) == all_lines(plan)


def test_a_problem_made_or_split_by_hand_is_read_with_the_seasons_the_city_had_then() -> None:
    text = "整改方案\n问题编号1：河道溢流\n整改时限：2026年底前\n锅炉改造滞后\n整改时限：2026年供暖季前\n"
    reading, seasons = read_plan(text, name="方案.txt"), {"供暖季": "10-20"}
    entry = review_of(reading, (), NAMES).by_key["p1"]
    assert 5 in entry.lines
    upper_north = step(1, "split", problem="p1", line=5, seasons=seasons)
    usual = step(1, "split", problem="p1", line=5)
    days = [review_of(reading, [each], NAMES).by_key["s1"].problem.deadline for each in (upper_north, usual)]
    assert [each.date for each in days if each] == [date(2026, 10, 19), date(2026, 11, 14)]
    gone = step(1, "drop", problem="p1", reason="重读")
    again = review_of(reading, [gone, step(2, "add", first=4, last=5, seasons=seasons)], NAMES).by_key["s2"]
    assert again.problem.deadline
    assert again.problem.deadline.date == date(2026, 10, 19)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("text", "白浪河溢流\n联系电话：12345"),
        ("measures", "联系电话：12345"),
        ("responsible_units", "联系电话：12345"),
    ],
)
def test_lines_nobody_took_go_to_a_field_of_a_problem(plan: PlanReading, field: str, words: str) -> None:
    [line] = [each.number for each in plan.source if "联系电话" in each.text]
    taken = [step(1, "take", problem="p1", field=field, first=line, last=line)]
    before, review = review_of(plan, (), NAMES), review_of(plan, taken, NAMES)
    entry = review.by_key["p1"]
    assert words in str(plain(entry.problem, field)).replace("\\n", "\n")
    assert line in entry.lines
    assert line in entry.problem.found[field].lines
    assert (entry.rev, entry.decided) == (1, {field: 1})
    assert lines(review) == lines(before) == all_lines(plan)
    undone = [*taken, step(2, "undo", seq=1)]
    assert review_of(plan, undone, NAMES).entries == before.entries


@pytest.mark.parametrize(
    ("kind", "body", "refusal"),
    [
        ("set", {"problem": "p9", "field": "target", "value": "x"}, NoSuchProblem),
        ("drop", {"problem": "p9", "reason": "x"}, NoSuchProblem),
        ("merge", {"problem": "p1", "other": "p1"}, NoSuchProblem),
        ("split", {"problem": "p1", "line": 1}, NotALineToSplitAt),
        ("split", {"problem": "p1", "line": 2}, NotALineToSplitAt),
        ("settle", {"doubts": ["w99"], "how": "right"}, NoSuchDoubt),
        ("add", {"first": 2, "last": 3}, NotALineToAdd),
        ("add", {"first": 900, "last": 901}, NotALineToAdd),
        ("take", {"problem": "p2", "field": "text", "first": 2, "last": 3}, NotALineToAdd),
        ("take", {"problem": "p9", "field": "text", "first": 17, "last": 17}, NoSuchProblem),
    ],
)
def test_a_step_that_cannot_be_applied_is_refused(
    plan: PlanReading, kind: str, body: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        review_of(plan, [step(1, kind, **body)], NAMES)


def test_undone_steps_leave_no_trace_but_stay_written(plan: PlanReading) -> None:
    steps = [step(1, "set", problem="p1", field="target", value="别的"), step(2, "undo", seq=1)]
    assert review_of(plan, steps, NAMES).entries == review_of(plan, (), NAMES).entries
    with pytest.raises(NothingToUndo):
        undoable(steps, SUN)


def test_nobody_takes_back_what_another_went_on_with() -> None:
    mine = step(1, "set", problem="p1", field="target", value="我改的")
    elsewhere = step(2, "set", by=QIAN, problem="p2", field="target", value="别处")
    assert undoable([mine, elsewhere], SUN) is mine
    on_top = step(3, "drop", by=QIAN, problem="p1", reason="x")
    with pytest.raises(NothingToUndo, match="钱伟"):
        undoable([mine, elsewhere, on_top], SUN)


def test_who_mended_what_stands_in_the_register(plan: PlanReading) -> None:
    steps = [step(1, "set", by=QIAN, problem="p1", field="target", value="新的目标")]
    register = register_of(review_of(plan, steps, NAMES), steps)
    [decided] = register.decided[0]
    assert (decided.field, decided.by, decided.at) == ("target", "钱伟", AT)
    assert register.reading.problems[0].target == "新的目标"


@st.composite
def decisions(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Steps a clerk could ask for; many of them make no sense, which is what refusals are for."""
    key = st.sampled_from(["p1", "p2", "p3", "s1", "s2", "s3"])
    number = st.integers(1, 20)
    kinds = st.one_of(
        st.tuples(st.just("set"), st.fixed_dictionaries({"problem": key, "field": st.just("target"), "value": st.text(max_size=9)})),
        st.tuples(st.just("set"), st.fixed_dictionaries({"problem": key, "field": st.just("responsible_units"), "value": st.just(["某局"])})),
        st.tuples(st.just("split"), st.fixed_dictionaries({"problem": key, "line": number})),
        st.tuples(st.just("merge"), st.fixed_dictionaries({"problem": key, "other": key})),
        st.tuples(st.just("add"), st.fixed_dictionaries({"first": number, "last": number})),
        st.tuples(st.just("take"), st.fixed_dictionaries({"problem": key, "field": st.sampled_from(TAKES_LINES), "first": number, "last": number})),
        st.tuples(st.just("drop"), st.fixed_dictionaries({"problem": key, "reason": st.just("重复")})),
        st.tuples(st.just("settle"), st.fixed_dictionaries({"doubts": st.just(["w1"]), "how": st.sampled_from(["right", "left"])})),
        st.tuples(st.just("undo"), st.fixed_dictionaries({"seq": st.integers(1, 6)})),
    )  # fmt: skip
    return draw(st.lists(kinds, max_size=8))


def taken(reading: PlanReading, wanted: Sequence[tuple[str, dict[str, Any]]]) -> list[Decision]:
    """Those of the wanted steps that are not refused, as the action takes them."""
    steps: list[Decision] = []
    for kind, body in wanted:
        one = step(len(steps) + 1, kind, **body)
        if kind == "undo":
            try:
                one = step(len(steps) + 1, "undo", seq=undoable(steps, SUN).seq)
            except NothingToUndo:
                continue
        try:
            review_of(reading, [*steps, one], NAMES)
        except Refusal:
            continue
        steps.append(one)
    return steps


@settings(max_examples=120, deadline=None)
@given(decisions())
def test_whatever_is_decided_no_line_is_lost_and_everything_can_be_taken_back(
    wanted: list[tuple[str, dict[str, Any]]],
) -> None:
    plan = read_plan(PLAN, name="x")
    steps = taken(plan, wanted)
    review = review_of(plan, steps, NAMES)
    assert lines(review) == all_lines(plan)
    assert review_of(plan, steps, NAMES) == review
    assert len(register_of(review, steps).flagged) == len(review.entries)
    while True:
        try:
            last = undoable(steps, SUN)
        except NothingToUndo:
            break
        steps.append(step(len(steps) + 1, "undo", seq=last.seq))
        assert lines(review_of(plan, steps, NAMES)) == all_lines(plan)
    back = review_of(plan, steps, NAMES)
    assert (back.entries, back.doubts) == (review_of(plan, (), NAMES).entries, review_of(plan, (), NAMES).doubts)


@given(st.sampled_from(["p1", "p2", "p3"]))
def test_a_field_written_back_as_it_was_changes_nothing(key: str) -> None:
    plan = read_plan(PLAN, name="x")
    entry = review_of(plan, (), NAMES).by_key[key]
    steps = [
        step(seq, "set", problem=key, field=name, value=plain(entry.problem, name))
        for seq, name in enumerate(FIELDS, 1)
    ]
    assert review_of(plan, steps, NAMES).by_key[key].problem == entry.problem
