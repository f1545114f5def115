"""A case opened with hundreds of others begins exactly as one opened by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.city import City, reading
from workflows import actions
from workflows.actions.opening import BATCH, open_case
from workflows.plans import Deadline, MeasureReading
from workflows.records import (
    Case,
    Diagram,
    JournalEntry,
    Measure,
    Problem,
    ProblemDeadline,
    ProblemUnit,
    Task,
    journal,
)

PLANS: dict[str, dict[str, Any]] = {
    "可以整改": {},
    "单位不明": {"responsible": ("云溪县", "市湿地公园管理中心")},
    "没有措施": {"measures": ()},
    "市级问题": {"responsible": ("云溪县",), "lead": ("市水务局",)},
    "已经逾期": {"due_on": date(2020, 1, 1)},
}


def begun(session: Session, problem_id: UUID) -> dict[str, object]:
    """Everything a new case is made of, but for identities."""
    case = session.scalars(select(Case).where(Case.problem_id == problem_id)).one()
    tasks = session.scalars(select(Task).where(Task.case_id == case.id).order_by(Task.box))
    days = session.scalars(select(ProblemDeadline).where(ProblemDeadline.case_id == case.id))
    entries = session.scalars(select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.seq))
    return {
        "case": (case.stage, case.due_at, case.opened_at, case.closed_at, case.diagram_id),
        "tasks": [(each.box, each.name, each.role, each.due_on, each.opened_at, each.returned) for each in tasks],
        "deadlines": [(each.due_on, each.since, each.returned) for each in days],
        "journal": [
            (each.seq, each.what, each.text, each.actor_name, each.prev[: 64 if each.seq == 1 else 0], each.at)
            for each in entries
        ],
    }


def again(session: Session, problem: Problem) -> UUID:
    """The same problem a second time on its list, its case opened by itself."""
    copy = _copied(problem, id=uuid4(), position=problem.position + 1000)
    session.add(copy)
    session.flush()
    for kind in (ProblemUnit, Measure):
        for row in session.scalars(select(kind).where(kind.problem_id == problem.id)).all():
            session.add(_copied(row, id=uuid4(), problem_id=copy.id))
    session.flush()
    case = session.scalars(select(Case).where(Case.problem_id == problem.id)).one()
    diagram = session.get_one(Diagram, case.diagram_id)
    open_case(session, copy, diagram, "清单", by=None, at=case.opened_at)
    return copy.id


def _copied(row: Any, **changed: object) -> Any:
    values = {column.key: getattr(row, column.key) for column in type(row).__table__.columns}
    return type(row)(**{**values, **changed})


@pytest.mark.parametrize("name", PLANS)
def test_a_case_opened_with_others_begins_as_one_opened_by_itself(city: City, name: str) -> None:
    with city.transaction() as session:
        plan = reading(**PLANS[name])
        source = actions.Source(list_name="清单", file_name="plan.xlsx", digest="0" * 64)
        actions.load_plan(session, plan, source, by=None, at=city.now)
        problem = session.scalars(select(Problem).order_by(Problem.position)).first()
        assert problem is not None
        alone = again(session, problem)

        assert begun(session, problem.id) == begun(session, alone)


def test_a_measure_with_an_earlier_day_wakes_the_clock_first(city: City) -> None:
    plan = reading()
    [problem] = plan.problems
    early = MeasureReading(text="排查。", line=1, deadline=Deadline(raw="2026年", date=date(2027, 3, 1)))
    plan = replace(plan, problems=(replace(problem, measures=(early,)),))
    with city.transaction() as session:
        source = actions.Source(list_name="清单", file_name="plan.xlsx", digest="0" * 64)
        actions.load_plan(session, plan, source, by=None, at=city.now)
        one = session.scalars(select(Problem)).one()

        assert begun(session, one.id) == begun(session, again(session, one))


def test_a_list_of_more_than_one_batch_is_registered_whole_and_its_chains_hold(city: City) -> None:
    cases = city.loads(reading(problems=BATCH + 3))

    assert len(cases) == BATCH + 3
    assert [case.waits_for() for case in (cases[0], cases[-1])] == ["rectify"] * 2
    with city.transaction() as session:
        assert list(journal.verify(session)) == []
