"""Units and people from a spreadsheet: what each row would do, and doing all of it or nothing.

One file, two administrators: the system administrator's upload registers units and accounts, the security administrator's upload of the
same file gives the seats it names. What is shown is worked out again when it is accepted; where anything changed meanwhile, it is shown again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import directory, who
from workflows.actions.import_lines import Line, known_now, later, may, person_line, seat_line, unit_line
from workflows.plans.sheets import SheetRow
from workflows.records import Person, Unit
from workflows.rules.canonical import canonical
from workflows.rules.errors import NotPermitted, NotYet
from workflows.rules.permissions import ACTIONS, why_not

MOST_ROWS = 2000
MOST_NEW = 500
"""Accounts made at once: their passwords are handed out on paper, one by one."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a file would do for this administrator."""

    lines: tuple[Line, ...]

    def count(self, state: str) -> int:
        """Rows in a state."""
        return sum(each.state == state for each in self.lines)

    @property
    def digest(self) -> str:
        """Changes when anything that would be done changes."""
        parts = [[each.kind, each.place, each.about, each.state, each.words] for each in self.lines]
        return hashlib.sha256(canonical(parts).encode()).hexdigest()

    @property
    def can_be_accepted(self) -> bool:
        """Whether there is something to do and nothing in the way."""
        return not self.count("refused") and bool(self.count("new") + self.count("changed"))


@dataclass(frozen=True, kw_only=True)
class FirstPassword:
    """One account that was made, with the password to hand over, shown this once."""

    login: str
    name: str
    unit: str
    first: str


def plan_import(session: Session, rows: Sequence[SheetRow], *, by: UUID, at: datetime) -> Plan:
    """What each row would do. Writes nothing. Raises NotPermitted for who may neither register nor seat."""
    known = known_now(session, who.actor(session, by, at))
    registers = may(known.actor, "manage_people")
    if not registers and not may(known.actor, "manage_seats"):
        raise NotPermitted(why=why_not((*ACTIONS["manage_people"], *ACTIONS["manage_seats"])))
    lines = []
    for row in sorted(rows, key=lambda each: each.kind != "unit"):  # units first: people name them
        if row.kind == "unit":
            lines.append(
                unit_line(session, row, known) if registers else later(row, "单位全称", "单位由系统管理员导入")
            )
        elif registers:
            lines.append(person_line(session, row, known))
        else:
            lines.append(seat_line(row, known))
    return Plan(lines=tuple(lines))


def accept_import(
    session: Session, rows: Sequence[SheetRow], *, digest: str, by: UUID, at: datetime
) -> tuple[Plan, tuple[FirstPassword, ...]]:
    """Do all of it. Raises NotPermitted, NotYet where the plan is not that of `digest` any more, or cannot be accepted."""
    plan = plan_import(session, rows, by=by, at=at)
    if plan.digest != digest or not plan.can_be_accepted:
        raise NotYet(why="预览之后情况有变化，请核对下面重新得出的结果")
    if sum(each.kind == "person" and each.state == "new" for each in plan.lines) > MOST_NEW:
        raise NotYet(why=f"一次最多登记 {MOST_NEW} 个新账号，请分几次导入")
    made = [_carry_out(session, line, by, at) for line in plan.lines if line.state in ("new", "changed")]
    facts = {"count": len(made), "new": plan.count("new"), "changed": plan.count("changed")}
    who.note(session, "directory:imported", case=None, by=who.actor(session, by, at), at=at, **facts)
    return plan, tuple(each for each in made if each is not None)


def _carry_out(session: Session, line: Line, by: UUID, at: datetime) -> FirstPassword | None:
    values = line.values
    if line.kind == "unit":
        if line.key is None:
            directory.register_unit(session, values=values, by=by, at=at)
        else:
            directory.change_unit(session, unit_id=line.key, values=values, by=by, at=at)
    elif line.kind == "seat":
        person = session.scalars(select(Person).where(Person.login == values["login"])).one()
        unit = session.scalars(select(Unit).where(Unit.name == values["unit"])).one()
        directory.seat_person(session, person_id=person.id, unit_id=str(unit.id), role=values["role"], by=by, at=at)
    elif line.key is None:
        person, first = directory.register_person(session, values=values, by=by, at=at, many=True)
        return FirstPassword(login=person.login, name=person.name, unit=values.get("unit", ""), first=first)
    else:
        directory.change_title(session, person_id=line.key, title=values["title"], by=by, at=at)
    return None
