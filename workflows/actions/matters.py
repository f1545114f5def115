"""Putting something on a list of its own and starting its process: a petition, an order, a check, a round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.actions.opening import open_case
from workflows.queries import diagrams
from workflows.records import Case, Matter, Problem, ProblemList, ProblemUnit
from workflows.rules import matters
from workflows.rules.canonical import canonical, digest_of
from workflows.rules.deadlines import city_day
from workflows.rules.matters import Kind
from workflows.rules.permissions import Actor

LISTS = {
    "petition": "督察组交办信访件清单",
    "order": "挂牌督办清单",
    "check": "举一反三排查清单",
    "round": "每周调度清单",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line to be: its words, its day, and the units that take part, by part. `number` None: the next of its kind and year."""

    kind: Kind
    title: str
    text: str
    due_on: date
    units: tuple[tuple[str, UUID], ...]
    number: str | None = None
    area: str | None = None
    target: str | None = None
    deadline_raw: str | None = None


def start(
    session: Session, line: Line, *, by: Actor | None, at: datetime, matter: Matter | None = None
) -> tuple[Problem, Case]:
    """Put the line on its list and open its case; `matter` is kept with it. Raises NotFound while its process is not deployed."""
    diagram, listed = diagrams.newest(session, matters.process_of(line.kind)), _list(session, line.kind, by, at)
    last = session.scalar(select(func.max(Problem.position)).where(Problem.list_id == listed.id)) or 0
    problem = Problem(
        list_id=listed.id,
        position=last + 1,
        number=line.number or next_number(session, listed, at),
        area=line.area,
        title=line.title,
        text=line.text,
        target=line.target,
        due_on=line.due_on,
        long_term=False,
        immediate=False,
        deadline_raw=line.deadline_raw,
        found=canonical({}),
        state="open",
        created_at=at,
    )
    session.add(problem)
    session.flush()
    session.add_all(_parts(problem, line.units))
    if matter is not None:
        matter.problem_id, matter.kind = problem.id, line.kind.key
        session.add(matter)
    session.flush()
    return problem, open_case(session, problem, diagram, listed.name, by=by, at=at)


def _parts(problem: Problem, units: Iterable[tuple[str, UUID]]) -> list[ProblemUnit]:
    return [
        ProblemUnit(problem_id=problem.id, unit_id=unit_id, part=part, raw=None, position=position)
        for position, (part, unit_id) in enumerate(units, 1)
    ]


def next_number(session: Session, listed: ProblemList, at: datetime) -> str:
    """2026-3: the third of its kind in that year."""
    year = f"{city_day(at).year}-"
    rows = session.scalars(
        select(Problem.number).where(Problem.list_id == listed.id, Problem.number.startswith(year, autoescape=True))
    )
    serials = [int(number.removeprefix(year)) for number in rows if number and number.removeprefix(year).isdecimal()]
    return f"{year}{max(serials, default=0) + 1}"


def _list(session: Session, kind: Kind, by: Actor | None, at: datetime) -> ProblemList:
    """The one list of its kind; made with the first line."""
    process, name = matters.process_of(kind), LISTS[kind.key]
    found = session.scalar(select(ProblemList).where(ProblemList.process == process).limit(1).with_for_update())
    if found is not None:
        return found
    listed = ProblemList(
        name=name,
        process=process,
        source_name="办公室登记",
        source_digest=digest_of(name),
        created_at=at,
        created_by_id=by.person_id if by else None,
    )
    session.add(listed)
    session.flush()
    return listed
