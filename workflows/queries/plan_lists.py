"""The lists that plans made, each with the versions it was accepted from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.queries import people
from workflows.records import Case, Person, PlanVersion, Problem, ProblemList
from workflows.rules import matters
from workflows.rules.errors import NotVisible
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen

MOST = 100
"""Lists on the page; a city has a few a year."""


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One accepted version."""

    number: int
    file_name: str
    digest: str
    accepted_at: datetime
    accepted_by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """A list, with how many problems stand on it, and its versions, newest first (none for one from before versions were kept)."""

    id: UUID
    name: str
    source_name: str
    created_at: datetime
    count: int
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, kw_only=True)
class ListsPage:
    """The lists, newest first. `more` are not shown; `may_upload`: whether this person registers plans."""

    lists: tuple[ListLine, ...]
    more: int
    may_upload: bool


def lists_page(session: Session, *, person_id: UUID, at: datetime) -> ListsPage:
    """Every list a plan made. Raises NotVisible for who may not take registers out."""
    actor = people.actor(session, person_id, at)
    if seat_for_action(actor, "export_register", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["export_register"]))
    own = ProblemList.process.not_in(matters.APART)
    found = session.scalars(
        select(ProblemList).where(own).order_by(ProblemList.created_at.desc(), ProblemList.id).limit(MOST)
    ).all()
    total = session.scalar(select(func.count()).select_from(ProblemList).where(own)) or 0
    ids = [each.id for each in found]
    counts, versions = _counts(session, ids), _versions(session, ids)
    return ListsPage(
        lists=tuple(
            ListLine(
                id=each.id,
                name=each.name,
                source_name=each.source_name,
                created_at=each.created_at,
                count=counts.get(each.id, 0),
                versions=tuple(versions[each.id]),
            )
            for each in found
        ),
        more=total - len(found),
        may_upload=seat_for_action(actor, "load_plan", {}) is not None,
    )


def _counts(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = session.execute(
        select(Problem.list_id, func.count())
        .join(Case, Case.problem_id == Problem.id)
        .where(Problem.list_id.in_(ids), Case.cancelled_at.is_(None))
        .group_by(Problem.list_id)
    )
    return {found[0]: found[1] for found in rows}


def _versions(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[VersionLine]]:
    rows = session.execute(
        select(PlanVersion, Person.name)
        .outerjoin(Person, Person.id == PlanVersion.accepted_by_id)
        .where(PlanVersion.list_id.in_(ids))
        .order_by(PlanVersion.number.desc())
    )
    found: dict[UUID, list[VersionLine]] = defaultdict(list)
    for version, name in rows:
        found[version.list_id].append(
            VersionLine(
                number=version.number,
                file_name=version.file_name,
                digest=version.file_digest,
                accepted_at=version.accepted_at,
                accepted_by=name or "系统管理员（命令行）",
                reason=version.reason or "",
            )
        )
    return found
