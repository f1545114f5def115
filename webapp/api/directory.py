"""Units, people and their seats, written by the administrators' programs: one registers, one lets in, as on their pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from webapp import database
from webapp.api.city import TAG, UnitLine
from webapp.api.models import Given, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.actions import directory as actions
from workflows.queries import directory
from workflows.queries.directory_values import PersonPage
from workflows.rules.errors import NotFound
from workflows.rules.roles import HELD

Line = Annotated[str, StringConstraints(max_length=200)]
Level = Literal["city", "county", "department", "office"]


class NewUnit(Given):
    """A unit; `code` is its 机关代字 for papers, empty for none."""

    name: Line
    short_name: Line = ""
    level: Level
    code: Line = ""


class UnitChange(Given):
    """What it is from now on; the full name stays, since signed papers carry it. An empty `code` leaves the one it has."""

    short_name: Line
    level: Level
    code: Line = ""


class Standing(Given):
    """Whether it is in use."""

    active: bool


class PersonSeat(Shown):
    """A role in a unit, running or ended."""

    id: UUID
    unit: str
    role: str
    since: datetime
    until: datetime | None


class Account(Shown):
    """An account with its seats, past and present."""

    id: UUID
    login: str
    name: str
    title: str
    active: bool
    created_at: datetime
    must_change: bool
    seats: tuple[PersonSeat, ...]


class NewAccount(Shown):
    """The account with the password to hand over. It is told this once and has to be changed at the first sign-in."""

    account: Account
    first_password: str


class NewPerson(Given):
    """Who gets an account, without any seat."""

    login: Line
    name: Line
    title: Line = ""


class PersonStanding(Given):
    """Whether the account is open. `put_back`: the tasks the person holds become everybody's again who may do them."""

    active: bool
    put_back: bool = False


class PersonChange(Given):
    """The post that stands beside their opinions from now on."""

    title: Line


class NewSeat(Given):
    """A role in a unit, from now on."""

    unit_id: UUID
    role: Annotated[str, Field(json_schema_extra={"enum": [role.key for role in HELD]}, max_length=64)]


@operation("POST", "/units", tag=TAG, scope="directory", gives=UnitLine, body=NewUnit, status=201)
def register_unit(*, body: NewUnit) -> object:
    """登记单位
    Register a unit.
    """
    made = actions.register_unit(database.session(), values=body.model_dump(), by=person_id(), at=database.now())
    return _unit(made.id)


@operation("POST", "/units/<uuid:unit_id>", tag=TAG, scope="directory", gives=UnitLine, body=UnitChange)
def change_unit(*, unit_id: UUID, body: UnitChange) -> object:
    """更改单位
    Change short name, level or code of a unit.
    """
    values = body.model_dump()
    actions.change_unit(database.session(), unit_id=unit_id, values=values, by=person_id(), at=database.now())
    return _unit(unit_id)


@operation("POST", "/units/<uuid:unit_id>/standing", tag=TAG, scope="directory", gives=UnitLine, body=Standing)
def close_unit(*, unit_id: UUID, body: Standing) -> object:
    """停用或启用单位
    Close a unit that was merged away, or open it again; nothing is deleted.
    """
    actions.close_unit(database.session(), unit_id=unit_id, active=body.active, by=person_id(), at=database.now())
    return _unit(unit_id)


@operation("GET", "/people/<uuid:other_id>", tag=TAG, scope="read", gives=Account)
def show_person(*, other_id: UUID) -> object:
    """查看一个账号和任职
    An account with its seats, for those who see the directory.
    """
    return _account(other_id)


@operation("POST", "/people", tag=TAG, scope="directory", gives=NewAccount, body=NewPerson, status=201)
def register_person(*, body: NewPerson) -> dict[str, object]:
    """登记人员
    Register an account; the password to hand over is told this once.
    """
    person, first = actions.register_person(
        database.session(), values=body.model_dump(), by=person_id(), at=database.now()
    )
    return {"account": _account(person.id), "first_password": first}


@operation("POST", "/people/<uuid:other_id>", tag=TAG, scope="directory", gives=Account, body=PersonChange)
def change_person(*, other_id: UUID, body: PersonChange) -> object:
    """更改职务
    Change the post of somebody.
    """
    actions.change_title(database.session(), person_id=other_id, title=body.title, by=person_id(), at=database.now())
    return _account(other_id)


@operation("POST", "/people/<uuid:other_id>/standing", tag=TAG, scope="directory", gives=Account, body=PersonStanding)
def close_person(*, other_id: UUID, body: PersonStanding) -> object:
    """停用或启用账号
    Close an account on every machine at once, or open it again. Refused while tasks hang on the person by name.
    """
    actions.close_person(
        database.session(),
        person_id=other_id,
        active=body.active,
        put_back=body.put_back,
        by=person_id(),
        at=database.now(),
    )
    return _account(other_id)


@operation("POST", "/people/<uuid:other_id>/seats", tag=TAG, scope="directory", gives=Account, body=NewSeat, status=201)
def seat_person(*, other_id: UUID, body: NewSeat) -> object:
    """任职
    Give somebody a role in a unit from now on.
    """
    actions.seat_person(
        database.session(),
        person_id=other_id,
        unit_id=str(body.unit_id),
        role=body.role,
        by=person_id(),
        at=database.now(),
    )
    return _account(other_id)


@operation("POST", "/people/<uuid:other_id>/seats/<uuid:seat_id>/end", tag=TAG, scope="directory", gives=Account)
def end_seat(*, other_id: UUID, seat_id: UUID) -> object:
    """结束任职
    End a role from now on; it stays to explain what was signed.
    """
    if seat_id not in {seat.id for seat in _account(other_id).seats}:
        raise NotFound(what="这项任职")
    actions.end_seat(database.session(), membership_id=seat_id, by=person_id(), at=database.now())
    return _account(other_id)


def _account(other_id: UUID) -> PersonPage:
    database.session().flush()
    return directory.account_of(database.session(), person_id=person_id(), other_id=other_id, at=database.now())


def _unit(unit_id: UUID) -> object:
    database.session().flush()
    return directory.unit(database.session(), person_id=person_id(), unit_id=unit_id, at=database.now())
