"""The problem list as rows of a file: what the page shows, and what a table has room for besides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import access, calendars, cases, deadlines, people
from workflows.queries.list_values import Filters
from workflows.queries.problem_facts import lamp_of, state_of
from workflows.queries.problem_filters import conditions
from workflows.queries.problem_list import kind_asked, units_as
from workflows.records import Case, Problem
from workflows.records import ProblemList as ListRecord
from workflows.rules.deadlines import city_day

MOST = 20_000
"""Lines of one file: far more than a city has problems."""

HEAD = (
    "编号", "问题", "领域", "清单", "责任单位", "牵头单位", "整改目标", "整改时限", "时限原文",
    "环节", "状态", "时限情况", "完成整改日期", "销号日期", "原文",
)  # fmt: skip
WIDTHS = (10, 36, 18, 24, 24, 20, 36, 12, 20, 16, 12, 18, 12, 12, 60)
Row = tuple[str | date | None, ...]


def exported_rows(session: Session, *, person_id: UUID, filters: Filters, at: datetime) -> list[Row]:
    """Everything that matches and this person may see, in the order of the list; at most twenty thousand lines."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    kind = kind_asked(session, filters)
    found = session.execute(
        select(Problem, Case, ListRecord.name)
        .join(Case, Case.problem_id == Problem.id)
        .join(ListRecord, ListRecord.id == Problem.list_id)
        .where(access.visible(actor), *conditions(filters, kind, today))
        .order_by(ListRecord.created_at.desc(), Problem.list_id, Problem.position, Problem.id)
        .limit(MOST)
    ).all()
    ids, counting = [problem.id for problem, _, _ in found], calendars.counting(session)
    responsible, lead = units_as(session, ids, "responsible"), units_as(session, ids, "lead")
    hopeless = deadlines.hopeless(session, [case.id for _, case, _ in found])

    def row(problem: Problem, case: Case, list_name: str) -> Row:
        lamp = lamp_of(problem, case, today, counting, hopeless=case.id in hopeless, kind=kind)
        return (
            problem.number or "",
            problem.title,
            problem.area or "",
            list_name,
            responsible.get(problem.id, ""),
            lead.get(problem.id, ""),
            problem.target or "",
            problem.due_on,
            problem.deadline_raw or "",
            cases.stage_name(session, case),
            kind.state_words(state_of(problem, case)),
            lamp.words,
            _day(case.rectified_at),
            _day(case.closed_at),
            problem.text,
        )

    return [row(*each) for each in found]


def _day(at: Any) -> date | None:
    return city_day(at) if at is not None else None
