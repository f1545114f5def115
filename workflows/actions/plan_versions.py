"""Keeping what a plan said when it was accepted, version after version, each chained to the one before."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from workflows.plans import ProblemReading
from workflows.plans.exchange.as_json import plain_of, problems_of
from workflows.records import PlanVersion, Problem
from workflows.rules.canonical import canonical, digest_of
from workflows.rules.errors import Refusal

BEGINNING = "0" * 64
"""What stands before the first version of every list."""


class VersionTampered(Refusal):
    """清单第 {number} 版的登记内容与保存时的摘要不符，可能被改动过，没有继续。请联系系统管理员核对备份。
    What is kept of version {number} does not match its digest; nothing was changed.
    """

    code = "version-tampered"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A problem as a version said it, and the line of the list it is. `gone`: this version has it no more, and it stayed on the list."""

    problem_id: UUID
    reading: ProblemReading
    gone: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """The file a version came from, by its digest."""

    name: str
    digest: str


def keep(
    session: Session,
    *,
    list_id: UUID,
    problems: Sequence[Kept],
    file: PlanFile,
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
) -> PlanVersion:
    """Write the next version of a list's plan, behind the newest one."""
    before = newest(session, list_id)
    text = canonical([{**plain_of(each.reading), "id": each.problem_id, "gone": each.gone} for each in problems])
    digest = digest_of(text)
    version = PlanVersion(
        list_id=list_id,
        number=before.number + 1 if before else 1,
        file_name=file.name,
        file_digest=file.digest,
        register=zlib.compress(text.encode(), 6),
        register_digest=digest,
        chain=chained(before.chain if before else BEGINNING, file.digest, digest),
        reason=reason,
        accepted_at=at,
        accepted_by_id=by,
    )
    session.add(version)
    session.flush()
    return version


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
    kept = [Kept(problem_id=found, reading=each) for found, each in zip(ids, readings, strict=True)]
    return keep(session, list_id=list_id, problems=kept, file=file, by=by, at=at)


def chained(before: str, file_digest: str, register_digest: str) -> str:
    """The digest that ties a version to all before it."""
    return digest_of(f"{before}{file_digest}{register_digest}")


def newest(session: Session, list_id: UUID) -> PlanVersion | None:
    """The version in force; None for a list registered before versions were kept."""
    found = select(PlanVersion).where(PlanVersion.list_id == list_id).order_by(PlanVersion.number.desc())
    return session.scalar(found.limit(1))


def register_of(session: Session, version: PlanVersion) -> tuple[Kept, ...]:
    """What the version said, in its order. Raises VersionTampered when it is not what was kept."""
    packed = session.scalars(
        select(PlanVersion).where(PlanVersion.id == version.id).options(undefer(PlanVersion.register))
    ).one()
    try:
        text = zlib.decompress(packed.register).decode()
    except (zlib.error, UnicodeDecodeError) as broken:
        raise VersionTampered(number=version.number) from broken
    if digest_of(text) != version.register_digest:
        raise VersionTampered(number=version.number)
    plain = json.loads(text)
    return tuple(
        Kept(problem_id=UUID(each["id"]), reading=reading, gone=each["gone"])
        for each, reading in zip(plain, problems_of(plain), strict=True)
    )
