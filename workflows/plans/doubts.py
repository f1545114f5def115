"""What a person must settle in one problem: empty labels, lists left open, deadlines without a day, dates that compete."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workflows.plans.dates import Found, Kind
from workflows.plans.deadlines import DeadlineFound, due_dates
from workflows.plans.labels import LABELS
from workflows.plans.reading import Deadline, ProblemReading, Warning
from workflows.plans.roles import Segment
from workflows.plans.seasons import Seasons
from workflows.plans.segments import Cut, joined
from workflows.plans.units import units_of
from workflows.plans.warnings import warn


def doubts_of(
    problem: ProblemReading, parts: Cut, deadline: DeadlineFound | None, seasons: Seasons
) -> Iterator[Warning]:
    """Every doubt of a problem with its line; holes in the running text are told apart from these, in `gaps`."""
    yield from _units(parts.segments)
    yield from _no_day(parts.segments, problem.deadline)
    yield from _several_dates(problem, deadline, seasons)
    yield from _seasons(problem, deadline)
    yield from (warn("unclosed-bracket", line, fragment) for line, fragment in parts.unclosed)


def _units(segments: tuple[Segment, ...]) -> Iterator[Warning]:
    for segment, following in zip(segments, [*segments[1:], None], strict=True):
        field = segment.field or ""
        if not field.endswith("_units"):
            continue
        goes_on = following is not None and (
            (following.field == field and not following.opens) or _heads(segment, following)
        )
        if not segment.text and segment.opens and not goes_on:
            yield warn("missing-unit", segment.line, LABELS[field][0], field=field)
        elif units_of(segment.text).open_ended:
            yield warn("open-ended-units", segment.line, segment.text, field=field)


def _heads(segment: Segment, following: Segment) -> bool:
    """二、牵头单位及责任单位 is a heading where the next line names the units with labels of its own."""
    return following.line != segment.line and (following.field or "").endswith("_units")


def _no_day(segments: tuple[Segment, ...], deadline: Deadline | None) -> Iterator[Warning]:
    """A label for the deadline that gives no day, and neither 长期坚持 nor 立行立改."""
    opened = [segment for segment in segments if segment.field == "deadline" and segment.opens]
    if opened and not (deadline and (deadline.date or deadline.long_term or deadline.immediate)):
        words = joined(segments, "deadline") or LABELS["deadline"][0]
        yield warn("missing-date", opened[0].line, words, field="deadline")


def _several_dates(problem: ProblemReading, found: DeadlineFound | None, seasons: Seasons) -> Iterator[Warning]:
    """A problem or measure that bears other dates than the one taken."""
    if found and (place := problem.found.get("deadline")):
        dates = [*found.dates, *due_dates(problem.text, seasons)]
        if any(other.day != found.deadline.date for other in dates):
            taken = found.deadline.raw
            yield warn("several-dates", place.line, _printed(dates), taken=taken, field="deadline")
    for measure in problem.measures:
        dates = due_dates(measure.text, seasons)
        if measure.deadline and any(other.day != measure.deadline.date for other in dates):
            yield warn("several-dates", measure.line, _printed(dates), taken=measure.deadline.raw, field="measures")


def _seasons(problem: ProblemReading, found: DeadlineFound | None) -> Iterator[Warning]:
    """A day that the city's calendar setting gave, not the plan."""
    place = problem.found.get("deadline")
    for date_ in found.dates if found and place else ():
        if date_.kind is Kind.SEASON and date_.day and place:
            yield warn("by-calendar", place.line, date_.raw, taken=date_.day.isoformat(), field="deadline")


def _printed(dates: list[Found]) -> str:
    """The dates as printed, each day once, in the order of the calendar."""
    by_day = {found.day or found.raw: found for found in reversed(dates)}
    ordered = sorted(by_day.values(), key=lambda found: found.day or date.max)
    return "、".join(found.raw for found in ordered)
