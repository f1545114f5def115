"""Who stands in for whom while somebody is away."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from webapp import database
from webapp.api import common
from webapp.api.models import Given, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.actions import substituting as actions
from workflows.queries.substitutions import SubstitutionPage, substitution_page

TAG = "directory"


class Substitution(Shown):
    """An arrangement between two days, both included; `state` running, coming or over."""

    id: UUID
    absent: str
    substitute: str
    first: date
    last: date
    reason: str
    made_by: str
    state: str
    may_end: bool


class Substitutions(Shown):
    """`mine`: where the caller is away or stands in; `others`: those they arrange besides; and from whom may be chosen."""

    mine: tuple[Substitution, ...]
    others: tuple[Substitution, ...]
    absent: tuple[common.Choice, ...]
    substitutes: tuple[common.Choice, ...]


class NewSubstitution(Given):
    """Who is away (the caller, when nobody is named), who stands in, from when until when, and why."""

    absent: UUID | None = None
    substitute: UUID
    first: date
    last: date
    reason: Annotated[str, StringConstraints(max_length=actions.LONGEST_REASON)] = Field(
        description="原因，至少 2 字 · the reason, two characters at least"
    )


@operation("GET", "/substitutes", tag=TAG, scope="read", gives=Substitutions)
def list_substitutes() -> object:
    """列出代办安排
    Who stands in for whom, as far as it is the caller's business.
    """
    return _page()


@operation("POST", "/substitutes", tag=TAG, scope="directory", gives=Substitutions, body=NewSubstitution, status=201)
def set_substitute(*, body: NewSubstitution) -> object:
    """安排代办
    Let somebody do the tasks of who is away. It ends by itself.
    """
    values = {
        "absent": str(body.absent or person_id()),
        "substitute": str(body.substitute),
        "first": body.first.isoformat(),
        "last": body.last.isoformat(),
        "reason": body.reason,
    }
    actions.set_substitute(database.session(), values=values, by=person_id(), at=database.now())
    return _page()


@operation("POST", "/substitutes/<uuid:substitution_id>/end", tag=TAG, scope="directory", gives=Substitutions)
def end_substitute(*, substitution_id: UUID) -> object:
    """提前结束代办
    End an arrangement now, or call it off before it begins.
    """
    actions.end_substitution(database.session(), substitution_id=substitution_id, by=person_id(), at=database.now())
    return _page()


def _page() -> SubstitutionPage:
    database.session().flush()
    return substitution_page(database.session(), person_id=person_id(), at=database.now())
