"""The original of a plan beside the problem in hand: its fields, its doubts, its units, and the way to the next doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.plans.review import FIELDS, LABEL_OF, Decision, Doubt, Entry, Review, undoable
from workflows.plans.review.mending import plain
from workflows.plans.review.refusals import NothingToUndo
from workflows.plans.review.values import OPEN, UNIT_FIELDS
from workflows.queries import people, plan_reviews
from workflows.queries.plan_original import original_of
from workflows.queries.plan_pages import held_by, plan_line
from workflows.queries.plan_values import FieldShown, HeldShown, ReviewPage, UnitShown
from workflows.queries.plan_words import step_words, words_of
from workflows.queries.values import Choice
from workflows.records import Unit
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.unit_names import is_collective, match_unit, unit_candidates

NEAR = 10
"""Problems before and behind one that it can be merged with."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a person wants to see: a problem, or a doubt (and then its problem); a field whose source is lit; lines of the original."""

    problem: str = ""
    doubt: str = ""
    field: str = ""
    around: int = 0


def review_page(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, asked: Asked, at: datetime
) -> ReviewPage:
    """The problem that was asked for, else the one with the first open doubt. Raises NotFound, NotYet."""
    found = plan_reviews.row(session, people.actor(session, person_id, at), review_id)
    steps = plan_reviews.decisions(session, review_id)
    stands = plan_reviews.review(session, store, found, steps)
    entry, doubt = _in_hand(stands, asked)
    position = stands.entries.index(entry) if entry else 0
    doubts = _doubts_of(stands, entry, doubt)
    names = people.unit_names(session)
    held = held_by(session, review_id, person_id, at)
    lit = _lit(entry, doubt, asked.field)
    return ReviewPage(
        plan=plan_line(session, person_id=person_id, review_id=review_id, at=at),
        review=stands,
        entry=entry,
        position=position + 1,
        fields=fields_of(entry, doubts, steps) if entry else (),
        units=_units(entry, stands, names, session) if entry else {},
        city=_city(session),
        doubts=doubts,
        original=original_of(stands, entry, lit=lit, around=asked.around or (doubt.line if doubt else 0)),
        neighbours=_neighbours(stands, position) if entry else (),
        before=stands.entries[position - 1].key if position else "",
        behind=stands.entries[position + 1].key if position + 1 < len(stands.entries) else "",
        doubt_before=_neighbour(stands, entry, doubt, -1),
        doubt_behind=_neighbour(stands, entry, doubt, 1),
        held=held.get(entry.key) if entry else None,
        others=_others(stands, held),
        settled=len(stands.doubts) - len(stands.open_doubts),
        can_undo=_can_undo(steps, person_id),
    )


def _others(stands: Review, held: Mapping[str, HeldShown]) -> tuple[tuple[str, HeldShown], ...]:
    """Problems other people work on: number and who."""
    return tuple(
        (stands.by_key[key].problem.number, each)
        for key, each in held.items()
        if not each.mine and key in stands.by_key
    )


def _in_hand(stands: Review, asked: Asked) -> tuple[Entry | None, Doubt | None]:
    doubt = next((each for each in stands.doubts if each.id == asked.doubt), None)
    wanted = asked.problem or (doubt.problem if doubt else None) or ""
    if wanted in stands.by_key:
        return stands.by_key[wanted], doubt
    first = next((each for each in stands.open_doubts if each.problem in stands.by_key), None)
    if first is not None and not asked.problem and doubt is None:
        return stands.by_key[str(first.problem)], first
    return (stands.entries[0] if stands.entries else None), doubt


def _doubts_of(stands: Review, entry: Entry | None, asked: Doubt | None) -> tuple[Doubt, ...]:
    """Of the problem, and of the units it names although the doubt stands at the first problem that names them; and the one asked for."""
    if entry is None:
        return (asked,) if asked else ()
    named = {f"u:{raw}" for name in UNIT_FIELDS for raw in getattr(entry.problem, name)}
    own = [each for each in stands.doubts if each.problem == entry.key or each.id in named or each is asked]
    return tuple(sorted(own, key=lambda each: each.state != OPEN))


def _neighbour(stands: Review, entry: Entry | None, doubt: Doubt | None, step: int) -> Doubt | None:
    """The open doubt before or behind the one in hand, else behind the problem in hand."""
    ids = [each.id for each in stands.doubts]
    if doubt is not None and doubt.id in ids:
        place = ids.index(doubt.id)
    else:
        own = [ids.index(each.id) for each in stands.doubts if entry is not None and each.problem == entry.key]
        place = (min(own) - 1 if step > 0 else min(own)) if own else -1
    rest = stands.doubts[place + 1 :] if step > 0 else tuple(reversed(stands.doubts[: max(place, 0)]))
    return next((each for each in rest if each.state == OPEN), None)


def _neighbours(stands: Review, position: int) -> tuple[Choice, ...]:
    """The problems around one, with which it could be merged."""
    around = [*stands.entries[max(0, position - NEAR) : position], *stands.entries[position + 1 : position + 1 + NEAR]]
    return tuple(
        Choice(value=each.key, label=f"{each.problem.number} {each.problem.text[:30]}".replace("\n", " "))
        for each in around
    )


def _lit(entry: Entry | None, doubt: Doubt | None, field: str) -> tuple[int, ...]:
    if doubt is not None:
        return (doubt.line,)
    place = entry.problem.found.get(field) if entry else None
    return (place.lines or (place.line,)) if place else ()


def fields_of(entry: Entry, doubts: Sequence[Doubt], steps: Sequence[Decision]) -> tuple[FieldShown, ...]:
    """What was read of a problem, field by field, with what is doubted about it and who mended it."""
    by_seq = {each.seq: each for each in steps}
    return tuple(_field(entry, name, doubts, by_seq.get(entry.decided.get(name, 0))) for name in FIELDS)


def _field(entry: Entry, name: str, doubts: Sequence[Doubt], decided: Decision | None) -> FieldShown:
    place = entry.problem.found.get(name)
    return FieldShown(
        name=name,
        label=LABEL_OF[name],
        value=plain(entry.problem, name),
        words=words_of(entry.problem, name),
        certainty=place.certainty if place and not decided else "",
        place=place.place if place else "",
        lines=(place.lines or (place.line,)) if place else (),
        doubts=tuple(each for each in doubts if each.field == name and each.state == OPEN),
        decided_by=decided.by if decided else "",
        decided_at=decided.at if decided else None,
    )


def _units(
    entry: Entry, stands: Review, names: Mapping[str, UUID], session: Session
) -> dict[str, tuple[UnitShown, ...]]:
    full = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name))}
    doubts = {each.fragment: each for each in stands.doubts if each.id.startswith("u:")}
    return {
        name: tuple(_unit(raw, stands, names, full, doubts) for raw in getattr(entry.problem, name))
        for name in UNIT_FIELDS
    }


def _unit(
    raw: str, stands: Review, names: Mapping[str, UUID], full: Mapping[UUID, str], doubts: Mapping[str, Doubt]
) -> UnitShown:
    unit_id = stands.matches[raw] if raw in stands.matches else match_unit(raw, names)
    return UnitShown(
        raw=raw,
        name=full.get(unit_id, "") if unit_id else "",
        matched=raw in stands.matches,
        collective=is_collective(raw),
        candidates=()
        if unit_id
        else tuple(Choice(value=str(names[each]), label=each) for each in unit_candidates(raw, names)),
        doubt=doubts.get(raw),
    )


def _city(session: Session) -> tuple[Choice, ...]:
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.active).order_by(Unit.level, Unit.name))
    return tuple(Choice(value=str(unit_id), label=name) for unit_id, name in rows)


def _can_undo(steps: Sequence[Decision], person_id: UUID) -> str:
    try:
        return step_words(undoable(steps, person_id))
    except NothingToUndo:
        return ""
