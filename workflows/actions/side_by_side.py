"""A box that several units do at the same time: who is asked, who has answered, and what their answers say together.

The engine stands at such a box once, with one token. A task per unit hangs on that token; the box is completed with the last of them. Who
has answered is read from the sign-offs that stand, so that an answer taken back is no answer, and one given in an earlier round still
counts for a unit that was not asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from workflows.engine import Node, OpenBox
from workflows.forms import Form
from workflows.queries import opinions, people
from workflows.records import Case, Problem, SignOff, Task, Withdrawal
from workflows.rules.permissions import Involvement

MAY_BE_NOBODY = frozenset({"participating", "supervising"})
"""Parts a problem need not have: a box for each of nobody is passed, as the standard says. The others must be named first."""


def part_of(box: OpenBox | Node) -> str:
    """The part of the problem whose units each do the box; empty for a box that is done once."""
    return box.properties.get("each", "")


def units_asked(session: Session, problem: Problem, box: OpenBox, again: Collection[UUID] = ()) -> list[UUID | None]:
    """Who gets a task when a case comes to the box: every unit of its part, or of these only those who must do it `again`.

    A box that is done once, or whose units nobody has named yet, has one task for whoever the role says.
    """
    return each_of(box, people.involvement(session, problem.id), again) if part_of(box) else [None]


def each_of(box: OpenBox, involved: Involvement, again: Collection[UUID] = ()) -> list[UUID | None]:
    """The same where it is known who takes part."""
    units = involved.get(part_of(box), frozenset())
    return sorted(units & frozenset(again) or units, key=str) or [None]


def needs_nobody(box: OpenBox, involved: Involvement) -> bool:
    """Whether a box is for a part that no unit takes, and is passed."""
    return part_of(box) in MAY_BE_NOBODY and not involved.get(part_of(box))


def with_nobody(session: Session, problem: Problem, boxes: Iterable[OpenBox], passed: Collection[str]) -> list[OpenBox]:
    """The open boxes for a part that no unit takes. A box that was `passed` a moment ago is not passed again: its case would go round for ever."""
    found = [box for box in boxes if part_of(box) in MAY_BE_NOBODY and box.box not in passed]
    involved = people.involvement(session, problem.id) if found else {}
    return [box for box in found if not involved.get(part_of(box))]


def others_open(session: Session, task: Task) -> bool:
    """Whether another unit still has to do the same visit of the box."""
    query = select(Task.id).where(Task.case_id == task.case_id, Task.token == task.token, Task.id != task.id)
    return session.scalar(query.where(Task.closed_at.is_(None)).limit(1)) is not None


def open_rows(session: Session, case: Case, token: str) -> list[Task]:
    """The open tasks of one visit of a box."""
    query = select(Task).where(Task.case_id == case.id, Task.token == token, Task.closed_at.is_(None))
    return list(session.scalars(query))


def answered(session: Session, case: Case, token: str) -> frozenset[UUID]:
    """The units whose answer to this visit of a box stands."""
    query = select(SignOff.unit_id).join(Task, Task.id == SignOff.task_id)
    rows = session.scalars(
        query.where(Task.case_id == case.id, Task.token == token, SignOff.unit_id.is_not(None), _stands())
    )
    return frozenset(unit for unit in rows if unit is not None)


def joined(session: Session, case: Case, problem: Problem, node: Node, form: Form) -> Mapping[str, bool]:
    """What the last answers of all units say together: each fact is true for `all` or for `any` of those who gave it."""
    if not form.decided:
        return {}
    units = people.involvement(session, problem.id).get(part_of(node), frozenset())
    last: dict[UUID | None, Mapping[str, object]] = {}
    query = select(SignOff).where(SignOff.case_id == case.id, SignOff.box == node.id, _stands())
    for row in session.scalars(query.order_by(SignOff.at, SignOff.id)):
        if row.unit_id in units:
            last[row.unit_id] = form.facts_of(opinions.values_of(row))
    return together(form.decided, last.values(), node.properties.get("join", "all"))


def together(names: Iterable[str], answers: Collection[Mapping[str, object]], join: str) -> dict[str, bool]:
    """The facts of several answers as one. Of nobody, `all` is true and `any` is not."""
    combine = any if join == "any" else all
    return {name: combine(bool(each[name]) for each in answers if name in each) for name in sorted(names)}


def misshapen(box: OpenBox, rows: Iterable[Task]) -> bool:
    """Whether open tasks of a box were made for a version, or a time, in which it was done by another number of units."""
    return any((task.unit_id is None) == bool(part_of(box)) for task in rows)


def reshaped(session: Session, problem: Problem, box: OpenBox, rows: list[Task], at: datetime) -> Iterator[UUID]:
    """Make open tasks fit a box that has come to be done by several units, or no longer is; yields the units still to be asked.

    A task that can stay keeps its identity: what somebody drafted hangs on it. Whether the case may be moved so was asked before.
    """
    asked = units_asked(session, problem, box)
    for task, unit in zip(rows, asked, strict=False):
        task.unit_id = unit
    for task in rows[len(asked) :]:
        task.closed_at = at
    yield from (unit for unit in asked[len(rows) :] if unit is not None)


def again(task: Task, *, at: datetime) -> Task:
    """The same task once more, for the unit whose answer no longer stands."""
    kept = (
        "case_id",
        "token",
        "box",
        "name",
        "role",
        "unit_id",
        "due_on",
        "returned",
        "returned_by_id",
        "return_reason",
    )
    return Task(**{name: getattr(task, name) for name in kept}, opened_at=at)


def _stands() -> ColumnElement[bool]:
    return ~exists().where(Withdrawal.sign_off_id == SignOff.id)
