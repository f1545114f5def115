"""Who may do what: a table, asked by pages and actions alike, answered with the reason.

A seat is a role held in a unit. A role that is relative to a problem (a lane called `lead_unit`) is held by every handler of a unit
that takes that part in the problem (an inspector of the same bureau does not speak for it), a post (`party_secretary`) by whoever has it in
such a unit; absolute roles (`office`) are held wherever the seat is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from workflows.rules.roles import ROLES

#: part of a problem (responsible, lead, participating, supervising) → the units that take it
Involvement = Mapping[str, frozenset[UUID]]

#: what can be done outside the boxes of a diagram → the roles that may do it. `hand_over` is here for those
#: who hand over what is not theirs: whoever may do a task may always hand it on
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "add_evidence": ("responsible_unit", "lead_unit", "municipal_inspector", "office"),
    "ask_extension": ("responsible_unit",),
    "decide_extension": ("office", "office_leader"),
    "register_objection": ("office",),
    "publish": ("office_leader",),
    "withhold": ("office", "office_leader"),
    "record_notice": ("responsible_unit", "lead_unit", "office"),
    "reopen": ("office", "office_leader"),
    "draw_audit": ("office",),
    "withdraw_draw": ("office", "office_leader"),
    "withdraw_draw_late": ("office_leader",),
    "replace_auditor": ("office", "office_leader"),
    "share_filter": ("office", "office_leader"),
    "load_plan": ("office",),
    "update_plan": ("office",),
    "export_register": ("office", "office_leader"),
    "remake_document": ("office", "office_leader"),
    "take_bundle": ("office", "office_leader", "responsible_unit", "lead_unit"),
    "issue_document": ("office", "office_leader"),
    "void_document": ("office_leader",),
    "see_numbers": ("office", "office_leader"),
    "see_keys": ("office", "office_leader"),
    "revoke_key": ("office", "office_leader"),
    "register_petition": ("office",),
    "set_calendar": ("office",),
    "set_deadline_rules": ("office",),
    "declare_hopeless": ("responsible_unit", "lead_unit", "office"),
    "decide_escalation": ("office", "office_leader"),
    "start_order": ("office",),
    "start_check": ("office",),
    "decide_finding": ("office",),
    "open_round": ("office",),
    "end_collecting": ("office",),
    "set_rounds": ("office",),
    "report_serious": ("responsible_unit", "lead_unit"),
    "note_serious": ("office", "office_leader"),
    "chase": ("office", "office_leader", "lead_unit", "supervising_unit"),
    "suspend": ("office", "office_leader"),
    "cancel": ("office_leader",),
    "merge": ("office", "office_leader"),
    "correct": ("office",),
    "reassign": ("office",),
    "set_unit_deadline": ("office",),
    "hand_over": ("office", "office_leader"),
    "see_diagrams": ("office", "office_leader"),
    "deploy_diagram": ("office_leader",),
    "retire_diagram": ("office_leader",),
    "move_cases": ("office_leader",),
    "move_tasks": ("system_admin", "office", "office_leader"),
    "manage_units": ("system_admin",),
    "manage_people": ("system_admin",),
    "manage_seats": ("security_admin",),
    "manage_sign_in": ("security_admin",),
    "see_directory": ("system_admin", "security_admin", "journal_admin", "office", "office_leader"),
    "see_settings": ("system_admin", "security_admin", "office", "office_leader"),
    "set_papers": ("system_admin", "office_leader"),
    "set_templates": ("system_admin", "office_leader"),
    "set_retention": ("system_admin",),
    "manage_jobs": ("system_admin",),
    "see_operations": ("system_admin",),
    "manage_delivery": ("system_admin",),
    "read_system_journal": ("journal_admin",),
}

#: roles that see every problem of the city; all others see those their unit takes part in
SEES_ALL = frozenset({"office", "office_leader", "municipal_inspector"})


#: what a task cannot be done without, and so whoever stands in for somebody may do it too
WITH_A_TASK = frozenset({"add_evidence"})


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A role a person holds in a unit today."""

    role: str
    unit_id: UUID
    unit_name: str
    for_id: UUID | None = None
    """Whose seat it is, where the actor only stands in for somebody who is away."""
    for_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person with the seats they hold at this moment."""

    person_id: UUID
    name: str
    seats: tuple[Seat, ...]
    lent: tuple[Seat, ...] = ()
    """Seats of absent people for whom the actor stands in now. They open tasks and what a task needs, and nothing else."""

    @property
    def units(self) -> frozenset[UUID]:
        """Every unit the person sits in."""
        return frozenset(seat.unit_id for seat in self.seats)

    @property
    def units_seen(self) -> frozenset[UUID]:
        """The units whose problems the person may see: their own, and those of the people they stand in for."""
        return self.units | {seat.unit_id for seat in self.lent}

    @property
    def stands_in_for(self) -> frozenset[UUID]:
        """The people who are away and whose tasks the actor does."""
        return frozenset(seat.for_id for seat in self.lent if seat.for_id is not None)

    @property
    def sees_all(self) -> bool:
        """Whether any seat sees every problem of the city."""
        return any(seat.role in SEES_ALL for seat in (*self.seats, *self.lent))


def seat_for(actor: Actor, role: str, involvement: Involvement) -> Seat | None:
    """The seat in which the actor would act as `role` on a problem, their own before one that is lent; None when they hold none."""
    return _fitting(actor.seats, role, involvement) or _fitting(actor.lent, role, involvement)


def _fitting(seats: tuple[Seat, ...], role: str, involvement: Involvement) -> Seat | None:
    known = ROLES[role]
    held = (seat for seat in seats if seat.role == known.seat)
    if known.part is None:
        return next(held, None)
    units = involvement.get(known.part, frozenset())
    return next((seat for seat in held if seat.unit_id in units), None)


def seat_for_action(actor: Actor, action: str, involvement: Involvement) -> Seat | None:
    """The seat in which the actor may do `action`; None when the table does not permit it."""
    held = (*actor.seats, *actor.lent) if action in WITH_A_TASK else actor.seats
    seats = (_fitting(held, role, involvement) for role in ACTIONS[action])
    return next((seat for seat in seats if seat is not None), None)


def why_not(role_keys: tuple[str, ...]) -> str:
    """The sentence for a person without a fitting seat."""
    names = "、".join(ROLES[key].name for key in role_keys)
    return f"此事由{names}办理，您不在其中"


def why_not_seen(role_keys: tuple[str, ...]) -> str:
    """The sentence for a person who may not even look."""
    names = "、".join(ROLES[key].name for key in role_keys)
    return f"这一页供{names}查看，您不在其中"


def may_see(actor: Actor, involvement: Involvement) -> bool:
    """Whether the actor may know of the problem at all. Queries say the same in SQL."""
    return actor.sees_all or any(actor.units_seen & units for units in involvement.values())
