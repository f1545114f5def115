"""What the office's pages share: who may look, which list they are about, and which problems count."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, select
from sqlalchemy.orm import Session

from workflows.queries import matters, people
from workflows.queries.standing_values import Lists
from workflows.queries.values import Choice
from workflows.records import Case, Problem, ProblemList, ProblemUnit
from workflows.rules.errors import NotVisible
from workflows.rules.matters import PROBLEM
from workflows.rules.permissions import Actor


def looking(session: Session, person_id: UUID, at: datetime) -> Actor:
    """The person. Raises NotVisible for who does not see the whole city."""
    actor = people.actor(session, person_id, at)
    if not actor.sees_all:
        raise NotVisible(why="这一页供领导小组办公室和市级复核人员查看；本单位的情况请看“我的任务”和“问题清单”")
    return actor


def lists(session: Session, list_id: str) -> Lists:
    """The lists of problems, newest first, and the chosen one; an unknown one counts as all."""
    query = select(ProblemList.id, ProblemList.name).where(matters.of_kind(PROBLEM))
    rows = session.execute(query.order_by(ProblemList.created_at.desc(), ProblemList.id))
    choices = tuple(Choice(value=str(key), label=name) for key, name in rows)
    chosen = next((each for each in choices if each.value == list_id), None)
    return Lists(
        list_id=chosen.value if chosen else "", name=chosen.label if chosen else "全部问题清单", choices=choices
    )


def of_list(chosen: Lists) -> ColumnElement[bool]:
    """The condition on `ProblemList`."""
    return ProblemList.id == UUID(chosen.list_id) if chosen.list_id else matters.of_kind(PROBLEM)


def counted(chosen: Lists, *columns: Any) -> Select[Any]:
    """From the problems that count: whatever was taken off the list does not."""
    return (
        select(*columns)
        .select_from(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(of_list(chosen), Case.cancelled_at.is_(None))
    )


def responsible() -> Subquery:
    """Who is responsible for what; a unit that is printed twice on a problem counts once."""
    return (
        select(ProblemUnit.unit_id, ProblemUnit.problem_id)
        .where(ProblemUnit.part == "responsible", ProblemUnit.unit_id.is_not(None))
        .distinct()
        .subquery()
    )
