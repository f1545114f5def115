"""The photographs of a case: the pairs people set, and those still on their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.queries import access, cases, evidence_lines, matters, people
from workflows.queries.evidence_lines import EvidenceLine
from workflows.records import Person
from workflows.rules.matters import Kind
from workflows.rules.permissions import seat_for_action
from workflows.rules.photographs import AFTER, BEFORE, paired


@dataclass(frozen=True, kw_only=True)
class PairLine:
    """Two photographs of one place, and who put them side by side."""

    id: UUID
    before: EvidenceLine
    after: EvidenceLine
    set_by: str
    set_at: datetime


@dataclass(frozen=True, kw_only=True)
class PhotoPage:
    """`suggested`: the two single photographs whose names say that they belong together; both None where none do."""

    problem_id: UUID
    number: str
    title: str
    kind: Kind
    pairs: tuple[PairLine, ...]
    single: tuple[EvidenceLine, ...]
    suggested: tuple[UUID | None, UUID | None]
    may_pair: bool


def photo_page(session: Session, *, person_id: UUID, problem_id: UUID, at: datetime) -> PhotoPage:
    """Raises NotFound for a problem the person may not see."""
    actor = people.actor(session, person_id, at)
    problem = access.problem(session, actor, problem_id)
    case = access.case_of(session, problem.id)
    photos = {each.id: each for each in reversed(evidence_lines.evidence(session, case.id)) if each.is_photo}
    pairs = tuple(
        PairLine(
            id=pair.id,
            before=photos[pair.before_id],
            after=photos[pair.after_id],
            set_by=session.get_one(Person, pair.set_by_id).name,
            set_at=pair.set_at,
        )
        for pair in evidence_lines.standing_pairs(session, case.id)
    )
    single = tuple(each for each in photos.values() if not each.paired)
    seat = seat_for_action(actor, "add_evidence", people.involvement(session, problem.id))
    return PhotoPage(
        problem_id=problem.id,
        number=problem.number or "",
        title=problem.title,
        kind=matters.kind(session, problem),
        pairs=pairs,
        single=single,
        suggested=_suggested(single),
        may_pair=seat is not None and cases.rested(case) is None,
    )


def _suggested(single: tuple[EvidenceLine, ...]) -> tuple[UUID | None, UUID | None]:
    found = next(((a, b) for a, b in paired([each.name for each in single]) if b is not None), None)
    if found is not None and found[1] is not None:
        return single[found[0]].id, single[found[1]].id
    first = {side: next((each.id for each in single if each.side == side), None) for side in (BEFORE, AFTER)}
    return first[BEFORE], first[AFTER]
