"""From the segments of one problem to its values and doubts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.plans.deadlines import DeadlineFound, in_text, labelled
from workflows.plans.doubts import doubts_of
from workflows.plans.enumerations import Passage, entries_of
from workflows.plans.indicators import indicators_in
from workflows.plans.labels import LABELS
from workflows.plans.reading import Deadline, Indicator, MeasureReading, Place, ProblemReading, Warning
from workflows.plans.roles import Segment
from workflows.plans.seasons import Seasons
from workflows.plans.segments import cut, joined, parts_of
from workflows.plans.shapes.item import Item
from workflows.plans.units import UnitList, units_of

_ENDS = " \t　。；;，,、"
_BETWEEN = " \t　；;，,、"
_UNITS = ("responsible_units", "lead_units", "participating_units", "supervising_units")


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """A problem without its number's final form, its doubts, and the segments no field took."""

    problem: ProblemReading
    warnings: tuple[Warning, ...]
    left: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True)
class Understood:
    """A whole plan: which lines make which problem, and what each says; `used` are lines of headings."""

    shape: str
    title: str | None
    items: tuple[Item, ...]
    assembled: tuple[Assembled, ...]
    used: frozenset[int]
    settled: frozenset[int] = frozenset()  # lines whose holes another column fills


def assemble(item: Item, *, number: str, seasons: Seasons) -> Assembled:
    """Read one problem. Nothing is invented: a field the item does not print stays None or empty."""
    parts = cut(item)
    segments = parts.segments
    found = _deadline(segments, seasons)
    deadline = found.deadline if found else None
    text = _text(segments)
    problem = ProblemReading(
        number=number,
        number_raw=item.number_raw,
        numbers=item.numbers,
        line=item.line,
        area=item.area,
        text=text,
        target=joined(segments, "target") or None,
        measures=tuple(_measures(segments, seasons)),
        responsible_units=_units(segments, "responsible_units").names,
        lead_units=_units(segments, "lead_units").names,
        participating_units=_units(segments, "participating_units").names,
        supervising_units=_units(segments, "supervising_units").names,
        responsible_persons=_persons(segments),
        deadline=deadline,
        progress=joined(segments, "progress") or None,
        indicators=tuple(_indicators(segments)),
        found=_found(item, segments, deadline),
    )
    warnings = tuple(doubts_of(problem, parts, found, seasons))
    return Assembled(problem=problem, warnings=warnings, left=tuple(s for s in segments if s.field is None))


def _text_segments(segments: tuple[Segment, ...]) -> list[Segment]:
    """What stands behind the number, and the labelled text (问题描述：…) where there is one: a title and what it is about."""
    return parts_of(segments, "text")


def _text(segments: tuple[Segment, ...]) -> str:
    return "\n".join(segment.text for segment in _text_segments(segments))


def _units(segments: tuple[Segment, ...], field: str) -> UnitList:
    return units_of(joined(segments, field))


def _persons(segments: tuple[Segment, ...]) -> str | None:
    """责任人, else 牵头领导 (reading rules of the samples), as printed; the same name in several rows once."""
    for field in ("responsible_persons", "lead_persons"):
        if lines := dict.fromkeys(segment.text for segment in parts_of(segments, field)):
            rows = len({segment.group for segment in parts_of(segments, field)}) > 1
            return ("、" if rows else "\n").join(lines).strip(_ENDS) or None
    return None


def _measures(segments: tuple[Segment, ...], seasons: Seasons) -> Iterator[MeasureReading]:
    """Each with what is its own: a day and units in its row or its bracket, else the last date of its text."""
    printed = tuple(Passage(each.line, each.text, each.group) for each in parts_of(segments, "measures"))
    for entry in entries_of(printed):
        own = [segment for segment in segments if segment.group and segment.group in entry.groups]
        day = next((segment.text for segment in own if segment.field == "deadline" and segment.text), None)
        found = labelled(day, seasons) if day else in_text(entry.text, seasons)
        units = "，".join(segment.text for segment in own if segment.field in _UNITS)
        yield MeasureReading(
            text=entry.text,
            line=entry.line,
            deadline=found.deadline if found else None,
            units=units_of(units).names,
            indicators=indicators_in(entry.text, entry.line),
        )


def _deadline(segments: tuple[Segment, ...], seasons: Seasons) -> DeadlineFound | None:
    """The labelled deadline, of several measures' own ones the latest; else the last date of the text."""
    printed = parts_of(segments, "deadline")
    whole = [segment for segment in printed if not segment.group]
    if whole:
        return labelled("\n".join(segment.text for segment in whole).strip(_BETWEEN), seasons)
    if printed:
        return _latest([labelled(segment.text.strip(_BETWEEN), seasons) for segment in printed])
    return _promised(segments, seasons) or in_text(_text(segments), seasons)


def _promised(segments: tuple[Segment, ...], seasons: Seasons) -> DeadlineFound | None:
    """The latest day of the measures where their label promises days: 整改措施及时限."""
    dated = [segment for segment in parts_of(segments, "measures") if segment.also == "deadline"]
    found = [day for segment in dated if (day := in_text(segment.text, seasons))]
    return _latest(found) if found else None


def _latest(found: Sequence[DeadlineFound]) -> DeadlineFound:
    """A problem is done when its last measure is."""
    last = max(found, key=lambda each: each.deadline.date or date.min)
    return DeadlineFound(deadline=last.deadline, dates=tuple(day for each in found for day in each.dates))


def _indicators(segments: tuple[Segment, ...]) -> Iterator[Indicator]:
    for segment in [*_text_segments(segments), *parts_of(segments, "target")]:
        yield from indicators_in(segment.text, segment.line)


def _found(item: Item, segments: tuple[Segment, ...], deadline: Deadline | None) -> dict[str, Place]:
    """For every field what was printed and where; a deadline taken from the text points into it."""
    places: dict[str, Place] = {}
    if item.number_raw:
        places["number"] = _place(
            [Segment(field="number", line=item.number_line or item.line, text=item.number_raw, opens=True)]
        )
    if item.area and item.area_line:
        places["area"] = Place(raw=item.area, line=item.area_line, lines=(item.area_line,))
    for field in LABELS:
        parts = _text_segments(segments) if field == "text" else parts_of(segments, field)
        if parts:
            places[field] = _place(parts)
    if deadline and "deadline" not in places:
        line = next((segment.line for segment in segments if deadline.raw in segment.text), segments[0].line)
        places["deadline"] = Place(raw=deadline.raw, line=line, lines=(line,), labelled=False)
    if "lead_persons" in places and "responsible_persons" not in places:
        places["responsible_persons"] = places["lead_persons"]
    return places


def _place(parts: Sequence[Segment]) -> Place:
    """The words of a problem behind its number are as certain as those behind a label."""
    return Place(
        raw="\n".join(segment.text for segment in parts),
        line=parts[0].line,
        lines=tuple(dict.fromkeys(segment.line for segment in parts)),
        labelled=parts[0].opens or parts[0].field == "text",
    )
