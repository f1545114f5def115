"""The photographs of a case side by side, before and after: who may bring evidence pairs them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from webapp import database
from webapp.api.models import Done, Given, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.actions import photo_pairs
from workflows.queries import photo_pages

TAG = "evidence"


class Photograph(Shown):
    """A photograph of the case: what it says of itself, and what to look at twice."""

    id: UUID
    name: str
    digest: str
    uploaded_by: str
    uploaded_at: datetime
    taken_at: datetime | None
    place: str
    width: int
    height: int
    side: str = Field(description="before 整改前，after 整改后，空的是没有说明 · which side it shows")
    doubts: tuple[str, ...]


class PhotoPair(Shown):
    """Two photographs of one place, and who put them side by side."""

    id: UUID
    before: Photograph
    after: Photograph
    set_by: str
    set_at: datetime


class Photographs(Shown):
    """Pairs, and what is single still. `suggested`: two whose names say that they belong together; null where none do."""

    pairs: tuple[PhotoPair, ...]
    single: tuple[Photograph, ...]
    suggested: tuple[UUID | None, UUID | None]
    may_pair: bool


class NewPair(Given):
    """The two, by their ids as evidence."""

    before: UUID
    after: UUID


@operation("GET", "/problems/<uuid:problem_id>/photographs", tag=TAG, scope="read", gives=Photographs)
def list_photographs(*, problem_id: UUID) -> object:
    """列出一个问题的照片和前后对比
    The photographs of a case: pairs to compare, and single ones.
    """
    return photo_pages.photo_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())


@operation(
    "POST", "/problems/<uuid:problem_id>/photographs", tag=TAG, scope="evidence", gives=Done, body=NewPair, once=True
)
def pair_photographs(*, problem_id: UUID, body: NewPair, request_id: UUID) -> object:
    """把两张照片配成整改前后一对
    Put two photographs side by side.
    """
    return photo_pairs.set_pair(
        database.session(),
        problem_id=problem_id,
        before_id=body.before,
        after_id=body.after,
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


@operation(
    "POST", "/problems/<uuid:problem_id>/photographs/<uuid:pair_id>/dissolve",
    tag=TAG, scope="evidence", gives=Done, once=True,
)  # fmt: skip
def dissolve_pair(*, problem_id: UUID, pair_id: UUID, request_id: UUID) -> object:
    """把一对照片拆开
    Take a pair apart; both photographs stay.
    """
    return photo_pairs.dissolve_pair(
        database.session(),
        problem_id=problem_id,
        pair_id=pair_id,
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )
