"""佐证材料目录: every file of the case, its photographs printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from reports.dossiers import Pair, Picture
from workflows.queries import evidence_lines
from workflows.queries.dossiers import case_parts
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.records import Evidence
from workflows.rules.matters import ORDER, PETITION, PROBLEM
from workflows.rules.photographs import paired, side_of

MOST_PRINTED = 60
"""Photographs on paper; the catalogue names the others too."""


def _catalogue(occasion: Occasion) -> dict[str, Any]:
    listed = case_parts.evidence_of(occasion.session, occasion.of_case.id)
    pictures = [each for each in listed if each.media_type.startswith("image/")]
    shown = pictures[:MOST_PRINTED]
    notes, sides = _notes(occasion), evidence_lines.sides_of(occasion.session, occasion.of_case.id)
    ids = case_parts.evidence_ids(occasion.session, occasion.of_case.id)
    return {
        "title": f"“{occasion.short_title()}”问题佐证材料目录",
        "addressee": "",
        "photographs": tuple(
            Picture(
                no=each.no,
                caption=notes.get(each.sha256) or each.name.rpartition(".")[0] or each.name,
                sha256=each.sha256,
                side=sides.get(ids[each.no - 1]) or side_of(each.name),
                taken_on=each.taken_on,
            )
            for each in shown
        ),
        "pairs": tuple(
            Pair(first=shown[first].no, after=shown[after].no if after is not None else None)
            for first, after in _paired(occasion, [ids[each.no - 1] for each in shown], [each.name for each in shown])
        ),
        "left_out": len(pictures) - len(shown),
    }


def _paired(occasion: Occasion, ids: Sequence[UUID], names: Sequence[str]) -> list[tuple[int, int | None]]:
    """Indexes of pictures to print together: the pairs people set, and of the rest those whose names belong together."""
    places = {each: index for index, each in enumerate(ids)}
    pairs = evidence_lines.standing_pairs(occasion.session, occasion.of_case.id)
    chosen = [(places[p.before_id], places[p.after_id]) for p in pairs if {p.before_id, p.after_id} <= places.keys()]
    taken = {index for pair in chosen for index in pair}
    rest = [index for index in range(len(names)) if index not in taken]
    named = paired([names[index] for index in rest])
    return sorted([*chosen, *((rest[first], rest[after] if after is not None else None) for first, after in named)])


def _notes(occasion: Occasion) -> dict[str, str]:
    """What people wrote beside their photographs, by digest."""
    query = select(Evidence.digest, Evidence.note).where(Evidence.case_id == occasion.of_case.id)
    return {digest: note for digest, note in occasion.session.execute(query) if note}


def _none(occasion: Occasion) -> str:
    query = select(func.count()).select_from(Evidence).where(Evidence.case_id == occasion.of_case.id)
    return "" if occasion.session.scalar(query) else "案卷中还没有佐证材料"


EVIDENCE_CATALOGUE = Maker(fill=_catalogue, missing=_none, of=frozenset({PROBLEM.key, PETITION.key, ORDER.key}))
