"""Keeping what a plan said when it was accepted, version after version, each chained to the one before."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.plans import ProblemReading
from workflows.plans.exchange.as_json import plain_of
from workflows.queries.plan_versions import Kept, newest
from workflows.records import PlanVersion, Problem
from workflows.rules.canonical import canonical, digest_of

BEGINNING = "0" * 64
"""What stands before the first version of every list."""


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """The file a version came from, by its digest."""

    name: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A register as a version keeps it: canonical JSON, compressed, and the digest of that JSON."""

    data: bytes
    digest: str


def keep(
    session: Session,
    *,
    list_id: UUID,
    problems: Iterable[Kept],
    file: PlanFile,
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
) -> PlanVersion:
    """Write the next version of a list's plan, behind the newest one."""
    return keep_packed(session, list_id=list_id, register=packed(problems), file=file, by=by, at=at, reason=reason)


def keep_packed(
    session: Session,
    *,
    list_id: UUID,
    register: Packed,
    file: PlanFile,
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
) -> PlanVersion:
    """The same with a register that was packed before: packing thousands takes seconds, and holds nobody up outside the transaction."""
    before = newest(session, list_id)
    version = PlanVersion(
        list_id=list_id,
        number=before.number + 1 if before else 1,
        file_name=file.name,
        file_digest=file.digest,
        register=register.data,
        register_digest=register.digest,
        chain=chained(before.chain if before else BEGINNING, file.digest, register.digest),
        reason=reason,
        accepted_at=at,
        accepted_by_id=by,
    )
    session.add(version)
    session.flush()
    return version


def packed(problems: Iterable[Kept]) -> Packed:
    """A register packed problem by problem, for as one text it is tens of megabytes."""
    packer, digest, parts = zlib.compressobj(6), hashlib.sha256(), []
    for place, each in enumerate(problems):
        plain = canonical({**plain_of(each.reading), "id": each.problem_id, "gone": each.gone})
        written = f"{',' if place else '['}{plain}".encode()
        digest.update(written)
        parts.append(packer.compress(written))
    end = b"]" if parts else b"[]"
    digest.update(end)
    return Packed(data=b"".join([*parts, packer.compress(end), packer.flush()]), digest=digest.hexdigest())


def keep_first(
    session: Session,
    *,
    list_id: UUID,
    readings: Sequence[ProblemReading],
    file: PlanFile,
    by: UUID | None,
    at: datetime,
) -> PlanVersion:
    """The version a list was registered from; its problems stand in the order of the readings."""
    ids = session.scalars(select(Problem.id).where(Problem.list_id == list_id).order_by(Problem.position, Problem.id))
    kept = (Kept(problem_id=found, reading=each) for found, each in zip(ids, readings, strict=True))
    return keep(session, list_id=list_id, problems=kept, file=file, by=by, at=at)


def chained(before: str, file_digest: str, register_digest: str) -> str:
    """The digest that ties a version to all before it."""
    return digest_of(f"{before}{file_digest}{register_digest}")
