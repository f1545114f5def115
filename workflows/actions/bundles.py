"""Evidence bundles: who asks for one, and what the job records while it packs.

Taking everything of a case out of the house is written into its journal; the bundle holds that entry too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reports.bundles.packing import Packed
from workflows import jobs
from workflows.actions import who
from workflows.queries import access
from workflows.records import Case, CaseBundle, journal
from workflows.records.evidence_store import Stored
from workflows.rules.errors import NotFound

JOB = "pack_bundle"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A bundle to be packed."""

    bundle_id: UUID
    case_id: UUID


def ask_for_bundle(session: Session, *, problem_id: UUID, by: UUID, at: datetime) -> UUID:
    """Queue a bundle of the problem's case; one that is being packed already is answered with its id.

    Raises NotFound, NotPermitted.
    """
    actor = who.actor(session, by, at)
    problem = access.problem(session, actor, problem_id)
    who.require(session, actor, "take_bundle", problem)
    case = access.case_of(session, problem_id, for_update=True)
    under_way = select(CaseBundle.id).where(
        CaseBundle.case_id == case.id, CaseBundle.status.in_(("waiting", "packing"))
    )
    if (running := session.scalar(under_way.limit(1))) is not None:
        return running
    seq, _ = journal.head(session, case.id)
    who.note(session, "bundle:asked", case=case, by=actor, at=at, seq=seq + 1)
    row = CaseBundle(case_id=case.id, asked_by_id=by, asked_at=at, status="waiting", packed=0)
    session.add(row)
    session.flush()
    jobs.enqueue(session, JOB, {"bundle_id": str(row.id)}, key=str(row.id))
    return row.id


def note_bundle(session: Session, *, case_id: UUID, at: datetime) -> None:
    """Write into the journal that somebody at the machine itself takes a bundle. Raises NotFound."""
    case = session.get(Case, case_id)
    if case is None:
        raise NotFound(what="这个案件")
    seq, _ = journal.head(session, case_id)
    who.note(session, "bundle:asked", case=case, by=None, at=at, seq=seq + 1)


def to_pack(session: Session, *, bundle_id: UUID) -> Wanted | None:
    """What to pack; None when it is packed already. Raises NotFound."""
    row = _row(session, bundle_id)
    return None if row.status == "ready" else Wanted(bundle_id=row.id, case_id=row.case_id)


def record_packing(session: Session, *, bundle_id: UUID, packed: int, files: int) -> None:
    """So many of so many files are in; a bundle that is ready stays so."""
    where = (CaseBundle.id == bundle_id, CaseBundle.status != "ready")
    session.execute(update(CaseBundle).where(*where).values(status="packing", error=None, packed=packed, files=files))


def record_packed(
    session: Session, *, bundle_id: UUID, packed: Packed, stored: Stored, journal_seq: int, at: datetime
) -> None:
    """The bundle lies in the store; does nothing when another run of the job was faster."""
    row = _row(session, bundle_id)
    if row.status == "ready":
        return
    row.status, row.error, row.ready_at = "ready", None, at
    row.packed = row.files = packed.files
    row.manifest_digest, row.checker_digest = packed.manifest_digest, packed.checker_digest
    row.file_digest, row.size, row.journal_seq = stored.digest, stored.size, journal_seq
    session.flush()


def record_failed_bundle(session: Session, *, bundle_id: UUID, why: str) -> None:
    """Keep the sentence where the person who waits reads it."""
    where = (CaseBundle.id == bundle_id, CaseBundle.status != "ready")
    session.execute(update(CaseBundle).where(*where).values(status="failed", error=why))


def _row(session: Session, bundle_id: UUID) -> CaseBundle:
    query = select(CaseBundle).where(CaseBundle.id == bundle_id).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound(what="这个证据包")
    return row
