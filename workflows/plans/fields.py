"""From the segments of one problem to its values and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.plans.deadlines import DeadlineFound, in_text, labelled
from workflows.plans.doubts import doubts_of
from workflows.plans.enumerations import entries_of
from workflows.plans.labels import LABELS
from workflows.plans.reading import Deadline, MeasureReading, Place, ProblemReading, Warning
from workflows.plans.segments import Segment, cut, joined, parts_of
from workflows.plans.shapes.item import Item
from workflows.plans.units import UnitList, units_of

_ENDS = " \t　。；;，,、"


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """A problem without its number's final form, its doubts, and the segments no field took."""

    problem: ProblemReading
    warnings: tuple[Warning, ...]
    left: tuple[Segment, ...]


def assemble(item: Item, *, number: str) -> Assembled:
    """Read one problem. Nothing is invented: a field the item does not print stays None or empty."""
    parts = cut(item.head, item.line, item.blocks)
    segments = parts.segments
    measures = tuple(_measures(segments))
    found = _deadline(segments)
    deadline = found.deadline if found else None
    problem = ProblemReading(
        number=number,
        number_raw=item.number_raw,
        numbers=item.numbers,
        line=item.line,
        area=item.area,
        text=_text(segments),
        target=joined(segments, "target") or None,
        measures=measures,
        responsible_units=_units(segments, "responsible_units").names,
        lead_units=_units(segments, "lead_units").names,
        participating_units=_units(segments, "participating_units").names,
        supervising_units=_units(segments, "supervising_units").names,
        responsible_persons=_persons(segments),
        deadline=deadline,
        progress=joined(segments, "progress") or None,
        found=_found(segments, deadline),
    )
    warnings = tuple(doubts_of(problem, parts, found))
    return Assembled(problem=problem, warnings=warnings, left=tuple(s for s in segments if s.field is None))


def _text(segments: tuple[Segment, ...]) -> str:
    """The labelled text where there is one (整改任务：…), else what stands behind the number."""
    own = [segment for segment in parts_of(segments, "text") if segment.opens]
    if not own:
        return joined(segments, "text")
    first = segments.index(own[0])
    return "\n".join(segment.text for segment in parts_of(segments[first:], "text"))


def _units(segments: tuple[Segment, ...], field: str) -> UnitList:
    return units_of(joined(segments, field))


def _persons(segments: tuple[Segment, ...]) -> str | None:
    """责任人, else 牵头领导 (reading rules of the samples), as printed."""
    printed = joined(segments, "responsible_persons") or joined(segments, "lead_persons")
    return printed.strip(_ENDS) or None


def _measures(segments: tuple[Segment, ...]) -> Iterator[MeasureReading]:
    printed = tuple((segment.line, segment.text) for segment in parts_of(segments, "measures"))
    for entry in entries_of(printed):
        found = in_text(entry.text)
        yield MeasureReading(text=entry.text, line=entry.line, deadline=found.deadline if found else None)


def _deadline(segments: tuple[Segment, ...]) -> DeadlineFound | None:
    """The labelled deadline, else the last date of the text."""
    printed = joined(segments, "deadline")
    return labelled(printed) if printed else in_text(_text(segments))


def _found(segments: tuple[Segment, ...], deadline: Deadline | None) -> dict[str, Place]:
    """For every field what was printed and where; a deadline taken from the text points into it."""
    places = {
        field: Place(raw=joined(segments, field), line=parts[0].line)
        for field in LABELS
        if (parts := parts_of(segments, field))
    }
    if deadline and "deadline" not in places:
        line = next((segment.line for segment in segments if deadline.raw in segment.text), segments[0].line)
        places["deadline"] = Place(raw=deadline.raw, line=line)
    return places
