"""The pages about evidence bundles: those of a problem, and one with its progress and its digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import access, people
from workflows.queries.bundles import file_name
from workflows.records import Case, CaseBundle, Person, Problem
from workflows.rules.errors import NotFound, NotPermitted
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not
from workflows.rules.phrases import title_of


@dataclass(frozen=True, kw_only=True)
class BundleLine:
    """A bundle as its page shows it."""

    id: UUID
    problem_id: UUID
    problem_number: str
    title: str
    status: str
    error: str
    packed: int
    files: int | None
    journal_seq: int | None
    manifest_digest: str
    checker_digest: str
    file_digest: str
    size: int | None
    asked_by: str
    asked_at: datetime

    @property
    def file_name(self) -> str:
        """What the downloaded file is called."""
        return f"证据包 {file_name(self.problem_number or self.title)}（日志至第{self.journal_seq}条）.zip"


@dataclass(frozen=True, kw_only=True)
class BundlePage:
    """The bundles of a problem, newest first."""

    problem_id: UUID
    problem_number: str
    title: str
    bundles: tuple[BundleLine, ...]


def bundle_page(session: Session, *, person_id: UUID, problem_id: UUID, at: datetime, limit: int = 20) -> BundlePage:
    """The newest bundles. Raises NotFound for a problem that may not be seen, NotPermitted for who may take no bundle of it."""
    problem = _permitted(session, person_id, problem_id, at)
    rows = session.execute(
        select(CaseBundle, Person.name)
        .join(Person, Person.id == CaseBundle.asked_by_id)
        .where(CaseBundle.case_id == access.case_of(session, problem_id).id)
        .order_by(CaseBundle.asked_at.desc(), CaseBundle.id)
        .limit(limit)
    )
    return BundlePage(
        problem_id=problem.id,
        problem_number=problem.number or "",
        title=title_of(problem.text),
        bundles=tuple(_line(row, name, problem) for row, name in rows),
    )


def bundle(session: Session, *, person_id: UUID, bundle_id: UUID, at: datetime) -> BundleLine:
    """One bundle. Raises NotFound, NotPermitted."""
    row = session.get(CaseBundle, bundle_id)
    if row is None:
        raise NotFound(what="这个证据包")
    problem = _permitted(session, person_id, session.get_one(Case, row.case_id).problem_id, at)
    return _line(row, session.get_one(Person, row.asked_by_id).name, problem)


def _permitted(session: Session, person_id: UUID, problem_id: UUID, at: datetime) -> Problem:
    actor = people.actor(session, person_id, at)
    problem = access.problem(session, actor, problem_id)
    if seat_for_action(actor, "take_bundle", people.involvement(session, problem_id)) is None:
        raise NotPermitted(why=why_not(ACTIONS["take_bundle"]))
    return problem


def _line(row: CaseBundle, asked_by: str, problem: Problem) -> BundleLine:
    return BundleLine(
        id=row.id,
        problem_id=problem.id,
        problem_number=problem.number or "",
        title=title_of(problem.text),
        status=row.status,
        error=row.error or "",
        packed=row.packed,
        files=row.files,
        journal_seq=row.journal_seq,
        manifest_digest=row.manifest_digest or "",
        checker_digest=row.checker_digest or "",
        file_digest=row.file_digest or "",
        size=row.size,
        asked_by=asked_by,
        asked_at=row.asked_at,
    )
