"""From the segments of one problem to its values and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.plans.deadlines import in_text, labelled
from workflows.plans.enumerations import entries_of
from workflows.plans.labels import LABELS
from workflows.plans.reading import Deadline, MeasureReading, Place, ProblemReading, Warning
from workflows.plans.segments import Cut, Segment, cut
from workflows.plans.shapes.item import Item
from workflows.plans.units import UnitList, units_of
from workflows.plans.warnings import warn

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
    deadline, days = _deadline(segments)
    problem = ProblemReading(
        number=number,
        number_raw=item.number_raw,
        numbers=item.numbers,
        line=item.line,
        area=item.area,
        text=_text(segments),
        target=_joined(segments, "target") or None,
        measures=measures,
        responsible_units=_units(segments, "responsible_units").names,
        lead_units=_units(segments, "lead_units").names,
        participating_units=_units(segments, "participating_units").names,
        supervising_units=_units(segments, "supervising_units").names,
        responsible_persons=_persons(segments),
        deadline=deadline,
        progress=_joined(segments, "progress") or None,
        found=_found(segments, deadline),
    )
    warnings = (*_doubts(segments), *_date_doubts(problem, segments, days), *_unclosed(parts))
    return Assembled(problem=problem, warnings=warnings, left=tuple(s for s in segments if s.field is None))


def _of(segments: tuple[Segment, ...], field: str) -> list[Segment]:
    return [segment for segment in segments if segment.field == field and segment.text]


def _joined(segments: tuple[Segment, ...], field: str) -> str:
    return "\n".join(segment.text for segment in _of(segments, field))


def _text(segments: tuple[Segment, ...]) -> str:
    """The labelled text where there is one (整改任务：…), else what stands behind the number."""
    own = [segment for segment in _of(segments, "text") if segment.opens]
    if not own:
        return _joined(segments, "text")
    first = segments.index(own[0])
    return "\n".join(segment.text for segment in _of(segments[first:], "text"))


def _units(segments: tuple[Segment, ...], field: str) -> UnitList:
    return units_of(_joined(segments, field))


def _persons(segments: tuple[Segment, ...]) -> str | None:
    """责任人, else 牵头领导 (reading rules of the samples), as printed."""
    printed = _joined(segments, "responsible_persons") or _joined(segments, "lead_persons")
    return printed.strip(_ENDS) or None


def _measures(segments: tuple[Segment, ...]) -> Iterator[MeasureReading]:
    printed = tuple((segment.line, segment.text) for segment in _of(segments, "measures"))
    for entry in entries_of(printed):
        found = in_text(entry.text)
        yield MeasureReading(text=entry.text, line=entry.line, deadline=found.deadline if found else None)


def _deadline(segments: tuple[Segment, ...]) -> tuple[Deadline | None, int]:
    """The labelled deadline, else the last date of the text, with the number of different dates it was taken from."""
    printed = _joined(segments, "deadline")
    found = labelled(printed) if printed else in_text(_text(segments))
    return (found.deadline, found.days) if found else (None, 0)


def _found(segments: tuple[Segment, ...], deadline: Deadline | None) -> dict[str, Place]:
    """For every field what was printed and where; a deadline taken from the text points into it."""
    places = {
        field: Place(raw=_joined(segments, field), line=parts[0].line)
        for field in LABELS
        if (parts := _of(segments, field))
    }
    if deadline and "deadline" not in places:
        line = next((segment.line for segment in segments if deadline.raw in segment.text), segments[0].line)
        places["deadline"] = Place(raw=deadline.raw, line=line)
    return places


def _doubts(segments: tuple[Segment, ...]) -> Iterator[Warning]:
    for segment, following in zip(segments, [*segments[1:], None], strict=True):
        field = segment.field or ""
        if not field.endswith("_units") or not segment.opens:
            continue
        if not segment.text and not (following and following.field == field and not following.opens):
            yield warn("missing-unit", segment.line, LABELS[field][0])
        elif units_of(segment.text).open_ended:
            yield warn("open-ended-units", segment.line, segment.text)


def _date_doubts(problem: ProblemReading, segments: tuple[Segment, ...], days: int) -> Iterator[Warning]:
    yield from _labelled_doubts(problem, segments)
    place = problem.found.get("deadline")
    in_own_text = in_text(problem.text)
    if problem.deadline and place:
        differs = in_own_text is not None and in_own_text.deadline.date not in (None, problem.deadline.date)
        if days > 1 or differs or (in_own_text is not None and in_own_text.days > 1):
            yield warn("several-dates", place.line, _dates_shown(problem), taken=problem.deadline.raw)
    for measure in problem.measures:
        found = in_text(measure.text)
        if found and found.days > 1:
            yield warn("several-dates", measure.line, measure.text, taken=found.deadline.raw)


def _dates_shown(problem: ProblemReading) -> str:
    return problem.text if in_text(problem.text) else problem.found["deadline"].raw


def _labelled_doubts(problem: ProblemReading, segments: tuple[Segment, ...]) -> Iterator[Warning]:
    """A label for the deadline that gives no day, and neither 长期坚持 nor 立行立改."""
    opened = [segment for segment in segments if segment.field == "deadline" and segment.opens]
    deadline = problem.deadline
    if opened and not (deadline and (deadline.date or deadline.long_term or deadline.immediate)):
        yield warn("missing-date", opened[0].line, _joined(segments, "deadline") or LABELS["deadline"][0])


def _unclosed(parts: Cut) -> Iterator[Warning]:
    for line, fragment in parts.unclosed:
        yield warn("unclosed-bracket", line, fragment)
