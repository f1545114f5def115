"""Progress rounds (每周调度): opened by the office or by the clock, ended by the office, one per week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import advance, case_facts, matters, once, side_by_side, who
from workflows.actions.once import Done
from workflows.actions.press import begin, require_running
from workflows.queries import access, cases, rounds, settings
from workflows.records import Case, Matter, Submission
from workflows.rules import progress
from workflows.rules.deadlines import city_day
from workflows.rules.errors import FieldProblem, InvalidInput, NotYet
from workflows.rules.matters import ROUND
from workflows.rules.permissions import Actor
from workflows.rules.progress import WEEKDAYS

TEXT = "请各有关单位逐个问题填报本周整改进展、存在的困难和需要协调的事项。"
SHORTEST, LONGEST = 4, 1000
FURTHEST = 31
"""Days: a weekly round that is due later is a slip of the pen."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A round that asks its units, and what the person who opened it is told."""

    problem_id: UUID
    sentence: str


def open_round(session: Session, *, values: Mapping[str, str], request_id: UUID, by: UUID, at: datetime) -> Opened:
    """Open this week's round. `values`: `due_on`, `text`.

    Raises NotPermitted, InvalidInput, NotYet when this week has one already or no unit has an open problem.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "open_round")
    before = session.get(Submission, request_id)
    if before is not None and before.person_id == by:
        return Opened(problem_id=session.get_one(Case, before.case_id).problem_id, sentence=before.outcome)
    text = values.get("text", "").strip()
    due_on = _checked(values.get("due_on", ""), text, at)
    if not _free(session, progress.week_of(city_day(at))):
        raise NotYet(why="本周的调度已经开始，一周只调度一次；要重新开始的，请先撤销本周的调度")
    case = _open(session, due_on, text, by=actor, at=at)
    if case is None:
        raise NotYet(why="现在没有哪个单位有未完成整改的问题，不需要调度")
    asked = len(rounds.units_to_ask(session))
    sentence = f"已开始本周调度，请 {asked} 家单位在 {due_on.isoformat()} 前填报。"
    once.remember(session, request_id, case, by=by, at=at, sentence=sentence)
    return Opened(problem_id=case.problem_id, sentence=sentence)


def open_weekly(session: Session, *, at: datetime) -> bool:
    """Open this week's round where the settings say that the clock does and its day has come; whether it was opened now.

    Asked again and again: a week that has a round, even one the office called off, gets no second one from the clock.
    """
    if not rounds.is_due(session, at=at):
        return False
    due_on = progress.due_on(rounds.weekly(session), city_day(at))
    return _open(session, due_on, TEXT, by=None, at=at) is not None


def end_collecting(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Wait no longer for the units that have not reported; the round goes on to its summary. Raises NotYet when nobody is waited for."""
    press = begin(session, "end_collecting", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    press.valid("end_collecting", values)
    run = advance.load(session, press.case)
    box = next((each for each in run.open_boxes() if side_by_side.part_of(each)), None)
    if box is None:
        raise NotYet(why="各单位都已填报，或者已经截止，不需要再截止")
    missing = side_by_side.open_rows(session, press.case, box.token)
    for task in missing:
        task.closed_at = at
    session.flush()
    run.complete(box.token, case_facts.standing_facts(session, press.problem), at=at)
    advance.settle(session, press.case, run, at=at)
    press.note("round:ended", count=len(missing), reason=values["reason"])
    return press.done(f"已截止填报，{len(missing)} 家单位没有填报。{cases.where_now(session, press.case)}")


def set_weekly(session: Session, *, opens: str, due: str, by: UUID, at: datetime) -> None:
    """Set on which weekday the clock opens the round (empty: never) and on which it is due. Raises NotPermitted, InvalidInput."""
    actor = who.actor(session, by, at)
    who.require(session, actor, "set_rounds")
    days = tuple(str(number) for number in range(1, 8))
    found = []
    if opens and opens not in days:
        found.append(FieldProblem(field="opens", label="每周哪天开始", message="请选择星期几，或者选择不自动开始。"))
    if due not in days:
        found.append(FieldProblem(field="due", label="填报时限", message="请选择星期几。"))
    if found:
        raise InvalidInput(found)
    settings.write(session, rounds.WEEKDAY, opens)
    settings.write(session, rounds.DUE_WEEKDAY, due)
    words = f"每星期{WEEKDAYS[int(opens) - 1]}自动开始" if opens else "不自动开始"
    who.note(session, "rounds:set", case=None, by=actor, at=at, words=words, due=f"星期{WEEKDAYS[int(due) - 1]}")


def _checked(due: str, text: str, at: datetime) -> date:
    found, day = [], None
    try:
        day = date.fromisoformat(due)
    except ValueError:
        found.append(FieldProblem(field="due_on", label="填报时限", message="请选择填报时限。"))
    if day is not None and not 0 <= (day - city_day(at)).days <= FURTHEST:
        message = f"“填报时限”应在今天到 {FURTHEST} 天以内。"
        found.append(FieldProblem(field="due_on", label="填报时限", message=message))
    if not SHORTEST <= len(text) <= LONGEST:
        message = f"“调度说明”写 {SHORTEST} 到 {LONGEST} 个字；现在是 {len(text)} 个字。"
        found.append(FieldProblem(field="text", label="调度说明", message=message))
    if found or day is None:
        raise InvalidInput(found)
    return day


def _free(session: Session, monday: date) -> bool:
    """Whether a week may have a round: it has none, or one that was called off, which gives its place up."""
    before = rounds.of_week(session, monday)
    if before is None:
        return True
    if access.case_of(session, before.problem_id).cancelled_at is None:
        return False
    before.week = None
    session.flush()
    return True


def _open(session: Session, due_on: date, text: str, *, by: Actor | None, at: datetime) -> Case | None:
    """The case of a new round of this week; None when no unit has an open problem."""
    monday, asked = progress.week_of(city_day(at)), rounds.units_to_ask(session)
    if not asked:
        return None
    line = matters.Line(
        kind=ROUND,
        number=progress.week_number(monday),
        title=f"每周调度（{progress.span_words(monday)}）",
        text=text,
        due_on=due_on,
        units=tuple(("responsible", unit_id) for unit_id in asked),
    )
    _, case = matters.start(session, line, by=by, at=at, matter=Matter(in_force_at=at, week=monday))
    who.note(session, "round:opened", case=case, by=by, at=at, count=len(asked), due_on=due_on)
    session.flush()
    return case
