"""Who the owner of the token is here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g

from webapp import database
from webapp.api.caller import Caller
from webapp.api.models import Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.queries import people
from workflows.rules.roles import ROLES


class Seat(Shown):
    """A role in a unit."""

    unit_id: UUID
    unit: str
    role: str
    role_name: str


class Me(Shown):
    """The owner of the token, what it may be used for, and what time the city has."""

    id: UUID
    name: str
    seats: tuple[Seat, ...]
    token: str
    scopes: tuple[str, ...]
    now: datetime


@operation("GET", "/me", tag="me", scope="", gives=Me)
def show_me() -> dict[str, Any]:
    """查看令牌属于谁
    The owner of the token with their seats, and what the token may be used for. Any token will do.
    """
    caller: Caller = g.caller
    actor = people.actor(database.session(), person_id(), database.now())
    seats = [
        {"unit_id": seat.unit_id, "unit": seat.unit_name, "role": seat.role, "role_name": ROLES[seat.role].name}
        for seat in actor.seats
    ]
    return {
        "id": actor.person_id,
        "name": actor.name,
        "seats": seats,
        "token": caller.token,
        "scopes": caller.scopes,
        "now": database.now(),
    }
