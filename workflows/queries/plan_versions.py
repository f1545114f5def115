"""The versions of a list's plan: what the one in force said, and how a later one differs from it."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from workflows.plans import PlanReading, ProblemReading
from workflows.plans.comparing import Difference, difference
from workflows.plans.exchange.as_json import problems_of
from workflows.queries import registers
from workflows.records import PlanVersion, ProblemList
from workflows.rules.canonical import digest_of
from workflows.rules.errors import Refusal


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
class Standing:
    """What a list was accepted from, and what it is compared with."""

    problem_list: ProblemList
    number: int
    kept: tuple[Kept, ...]

    def compared(self, reading: PlanReading) -> Difference:
        """The difference to a later version; what an earlier version had dropped is not missed again."""
        found = difference([each.reading for each in self.kept], reading.problems)
        missed = (row for row in found.rows if row.kind != "gone" or not self.kept[row.old_at or 0].gone)
        return Difference(tuple(missed))


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


def standing(session: Session, list_id: UUID) -> Standing:
    """What a list stands on: its newest version, or, for one registered before versions were kept, the list as it is now."""
    problem_list = registers.plan_list(session, list_id)
    version = newest(session, list_id)
    if version is not None:
        kept = register_of(session, version)
        return Standing(problem_list=problem_list, number=version.number, kept=kept)
    rows = registers.problems_of(session, list_id, also_cancelled=True)
    readings = registers.register_of(rows)
    kept = tuple(Kept(problem_id=row.id, reading=each) for row, each in zip(rows, readings, strict=True))
    return Standing(problem_list=problem_list, number=0, kept=kept)
