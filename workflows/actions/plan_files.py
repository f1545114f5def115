"""Taking a list out as a register that can be read back, and the empty form; both for the office, the first put on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.plans.exchange import write_register, write_template
from workflows.plans.exchange.layout import ENDINGS
from workflows.queries import registers
from workflows.rules.errors import NotFound, NotYet


@dataclass(frozen=True)
class RegisterFile:
    """The register of a list as a file."""

    list_name: str
    count: int
    data: bytes


def export_register(session: Session, *, list_id: UUID, ending: str, by: UUID | None, at: datetime) -> RegisterFile:
    """The problems of a list as they stand now, without those taken off it. `by` is None for the command line.

    Raises NotPermitted, NotFound for another kind of list or file, Unwritable for what the format cannot hold, NotYet for an empty list.
    """
    actor = who.actor(session, by, at) if by else None
    if actor is not None:
        who.require(session, actor, "export_register")
    if ending not in ENDINGS:
        raise NotFound(what="这种格式")
    found = registers.plan_list(session, list_id)
    problems = registers.register_of(registers.problems_of(session, list_id))
    if not problems:
        raise NotYet(why=f"清单“{found.name}”里没有在册的问题，没有可以导出的")
    data = write_register(ending, found.name, problems)
    facts = {"list": found.name, "count": len(problems), "ending": ending}
    who.note(session, "register:exported", case=None, by=actor, at=at, **facts)
    return RegisterFile(list_name=found.name, count=len(problems), data=data)


def empty_form(session: Session, *, by: UUID | None, at: datetime) -> bytes:
    """The template with the city's units. Raises NotPermitted for whoever registers no plans."""
    if by is not None:
        who.require(session, who.actor(session, by, at), "load_plan")
    return write_template(registers.city_units(session))
