"""What a progress round asks of whom, and what was reported before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from workflows.queries import matters, settings
from workflows.queries.problem_filters import in_state
from workflows.queries.values import Choice
from workflows.records import Case, Matter, Problem, ProblemList, ProblemUnit, ProgressReport, Unit
from workflows.rules.deadlines import city_day
from workflows.rules.matters import PROBLEM, ROUND
from workflows.rules.progress import PACES, Weekly, opens_today, week_of, weekly_from

WEEKDAY, DUE_WEEKDAY = "rounds.weekday", "rounds.due_weekday"
MOST = 200
"""Problems one unit reports on in one round: as many rows as a form may have."""


def weekly(session: Session) -> Weekly:
    """On which days rounds are opened and due here."""
    kept = settings.read_all(session, (WEEKDAY, DUE_WEEKDAY))
    return weekly_from(kept[WEEKDAY], kept[DUE_WEEKDAY])


def of_week(session: Session, monday: date) -> Matter | None:
    """The round of a week."""
    return session.scalar(select(Matter).where(Matter.kind == ROUND.key, Matter.week == monday))


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether the clock should open a round now: its day has come, this week has none, and somebody is to be asked."""
    today = city_day(at)
    if not opens_today(weekly(session), today) or of_week(session, week_of(today)) is not None:
        return False
    return bool(units_to_ask(session))


def units_to_ask(session: Session) -> list[UUID]:
    """The active units that are responsible for a problem that is not rectified yet."""
    query = (
        select(Unit.id)
        .join(ProblemUnit, ProblemUnit.unit_id == Unit.id)
        .join(Problem, Problem.id == ProblemUnit.problem_id)
        .join(Case, Case.problem_id == Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(Unit.active, ProblemUnit.part == "responsible", _unrectified())
    )
    return list(session.scalars(query.distinct().order_by(Unit.id)))


def asked_of(session: Session, unit_id: UUID) -> Sequence[Problem]:
    """The problems a unit reports on, in the order of the lists."""
    mine = select(ProblemUnit.problem_id).where(ProblemUnit.unit_id == unit_id, ProblemUnit.part == "responsible")
    query = (
        select(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(Problem.id.in_(mine), _unrectified())
    )
    return session.scalars(query.order_by(ProblemList.created_at, Problem.position, Problem.id).limit(MOST)).all()


def choices(session: Session, unit_id: UUID) -> tuple[Choice, ...]:
    """The problems a unit reports on, as rows of its form, each with what it reported the last time."""
    problems = asked_of(session, unit_id)
    before = last_reports(session, unit_id, [each.id for each in problems])
    return tuple(Choice(value=str(each.id), label=_label(each), note=_before(before.get(each.id))) for each in problems)


def last_reports(session: Session, unit_id: UUID, problem_ids: Sequence[UUID]) -> dict[UUID, ProgressReport]:
    """The newest report of a unit on each of some problems."""
    newest = (
        select(ProgressReport.problem_id, func.max(ProgressReport.at).label("at"))
        .where(ProgressReport.unit_id == unit_id, ProgressReport.problem_id.in_(problem_ids))
        .group_by(ProgressReport.problem_id)
        .subquery()
    )
    rows = session.scalars(
        select(ProgressReport)
        .join(newest, (newest.c.problem_id == ProgressReport.problem_id) & (newest.c.at == ProgressReport.at))
        .where(ProgressReport.unit_id == unit_id)
    )
    return {row.problem_id: row for row in rows}


def _unrectified() -> ColumnElement[bool]:
    return matters.of_kind(PROBLEM) & or_(in_state("open"), in_state("reopened"))


def _label(problem: Problem) -> str:
    due = problem.due_on
    day = f"（{due.year} 年 {due.month} 月 {due.day} 日前）" if due else ""
    return f"{problem.number or ''}　{problem.title}{day}".strip()


def _before(report: ProgressReport | None) -> str:
    if report is None:
        return "上次：还没有填报过"
    day = city_day(report.at)
    rest = f"\n困难：{report.difficulty}" if report.difficulty else ""
    return f"上次（{day.month} 月 {day.day} 日，{PACES.get(report.pace, report.pace)}）：{report.text}{rest}"
