"""What the pages of units, people and one's own account are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.queries.values import Choice


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit with how many people sit in it now."""

    id: UUID
    name: str
    short_name: str
    level: str
    level_words: str
    code: str
    active: bool
    people: int


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """A role in a unit, running or ended."""

    id: UUID
    unit: str
    role: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """An account with its running seats."""

    id: UUID
    login: str
    name: str
    title: str
    active: bool
    seats: tuple[SeatRow, ...]


@dataclass(frozen=True, kw_only=True)
class Directory:
    """The list of units or people, with what this administrator may do."""

    units: tuple[UnitRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    total: int = 0
    manages_units: bool = False
    manages_people: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """One account: its seats, past and present, and what this administrator may do with it."""

    id: UUID
    login: str
    name: str
    title: str
    active: bool
    created_at: datetime
    password_set_at: datetime | None
    must_change: bool
    sessions: int
    seats: tuple[SeatRow, ...]
    units: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    manages_people: bool
    manages_seats: bool
    manages_sign_in: bool
    own: bool


@dataclass(frozen=True, kw_only=True)
class OwnSession:
    """One of one's own sessions; `here` for the one that asks."""

    key: str
    created_at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True, kw_only=True)
class Account:
    """One's own account."""

    login: str
    name: str
    title: str
    seats: tuple[SeatRow, ...]
    password_set_at: datetime | None
    must_change: bool
    sessions: tuple[OwnSession, ...]
