"""One problem made of two, two of one, one of lines nobody took. No line is lost, and what a step cannot know becomes a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from workflows.plans.blocks import block_of
from workflows.plans.fields import assemble
from workflows.plans.lines import Line
from workflows.plans.reading import LIKELY, Place, ProblemReading, SourceLine
from workflows.plans.review.values import LABEL_OF, UNIT_FIELDS, Doubt, Entry
from workflows.plans.seasons import Seasons
from workflows.plans.shapes.item import item_of

_SHARED = (*UNIT_FIELDS, "deadline", "responsible_persons")
"""What stands once below several problems and is meant for each of them."""
_WORDS = ("text", "target", "progress", "responsible_persons")


def divided(
    entry: Entry, line: int, key: str, source: Mapping[int, SourceLine], seasons: Seasons
) -> tuple[Entry, Entry, tuple[Doubt, ...]]:
    """The problem up to before a line, and from it. What only one half prints is taken over by the other, and doubted."""
    in_cells = any(place.spot.get("cell") or place.spot.get("table") for place in entry.problem.found.values())
    part = _cells_of if in_cells or entry.decided else partial(_read_again, seasons=seasons)
    upper_lines = tuple(each for each in entry.lines if each < line)
    lower_lines = tuple(each for each in entry.lines if each >= line)
    upper, upper_from = _sharing(part(entry, upper_lines, source, upper=True), entry.problem)
    lower, lower_from = _sharing(part(entry, lower_lines, source, upper=False), entry.problem)
    doubts = [
        *_taken_over(upper_from, entry.key, key, upper_lines[0], source),
        *_taken_over(lower_from, key, key, line, source),
    ]
    return (
        replace(entry, problem=upper, lines=upper_lines),
        Entry(key=key, problem=lower, lines=lower_lines),
        tuple(doubts),
    )


def united(kept: Entry, other: Entry, seq: int) -> tuple[Entry, tuple[Doubt, ...]]:
    """Two problems as one: words one below the other, units of both, the later day where they differ (doubted)."""
    one, two = kept.problem, other.problem
    joined: dict[str, Any] = {name: _lines_once(getattr(one, name), getattr(two, name)) for name in _WORDS[1:]}
    units: dict[str, Any] = {
        name: tuple(dict.fromkeys((*getattr(one, name), *getattr(two, name)))) for name in UNIT_FIELDS
    }
    days = [each for each in (one.deadline, two.deadline) if each]
    latest = max(days, key=lambda each: each.date or date.min) if days else None
    problem = replace(
        one,
        **joined,
        **units,
        text=f"{one.text}\n{two.text}" if two.text else one.text,
        deadline=latest,
        measures=(*one.measures, *two.measures),
        indicators=(*one.indicators, *two.indicators),
        found=_places(one, two),
    )
    lines = tuple(sorted({*kept.lines, *other.lines}))
    doubts = _two_days(kept, other, seq) if len({each.date for each in days}) > 1 else ()
    return replace(kept, problem=problem, lines=lines, decided={**other.decided, **kept.decided}), doubts


def added(key: str, lines: Sequence[int], source: Mapping[int, SourceLine], *, number: str, seasons: Seasons) -> Entry:
    """A problem read from lines nobody took."""
    problem = _of_lines(lines, source, number=number, area=None, seasons=seasons)
    return Entry(key=key, problem=problem, lines=tuple(lines))


def _of_lines(
    lines: Sequence[int], source: Mapping[int, SourceLine], *, number: str, area: str | None, seasons: Seasons
) -> ProblemReading:
    blocks = [block_of(Line(each, source[each].text)) for each in lines]
    item = item_of(blocks[0], blocks[1:], area=area)
    problem = assemble(item, number=item.number or number, seasons=seasons).problem
    found = {
        name: replace(place, place=source[place.line].place, certainty=LIKELY) for name, place in problem.found.items()
    }
    measures = tuple(replace(each, place=source[each.line].place) for each in problem.measures)
    return replace(problem, found=found, measures=measures, place=source[lines[0]].place)


def _read_again(
    entry: Entry, lines: Sequence[int], source: Mapping[int, SourceLine], *, upper: bool, seasons: Seasons
) -> ProblemReading:
    whole = entry.problem
    read = _of_lines(lines, source, number=f"{whole.number}-2", area=whole.area, seasons=seasons)
    heading = {name: place for name, place in whole.found.items() if name == "area"}
    read = replace(read, found={**heading, **read.found})
    return replace(read, number=whole.number, number_raw=whole.number_raw, numbers=whole.numbers) if upper else read


def _cells_of(entry: Entry, lines: Sequence[int], source: Mapping[int, SourceLine], *, upper: bool) -> ProblemReading:
    """What stands in these lines of a row: a cell's words by its lines, its measures by theirs. What was mended stays whole, above."""
    whole, own = entry.problem, set(lines)
    words: dict[str, Any] = {name: _words_in(entry, name, lines, source, upper=upper) for name in _WORDS}
    rest: dict[str, Any] = {
        name: getattr(whole, name) for name in (*UNIT_FIELDS, "deadline") if _begins_in(whole, name, own, upper=upper)
    }

    def here(line: int) -> bool:
        return line in own or (upper and line not in entry.lines)  # a person's own rows stand nowhere

    named: dict[str, Any] = (
        {"number_raw": whole.number_raw, "numbers": whole.numbers} if upper else {"number_raw": None}
    )
    return ProblemReading(
        number=whole.number if upper else f"{whole.number}-2",
        line=lines[0],
        area=whole.area,
        **named,
        **{**words, "text": words["text"] or source[lines[0]].text},
        **rest,
        measures=tuple(each for each in whole.measures if here(each.line)),
        indicators=tuple(each for each in whole.indicators if here(each.line)),
        place=source[lines[0]].place,
        found={
            name: _within(place, own)
            for name, place in whole.found.items()
            if name == "area" or own & {*place.lines, place.line}
        },
    )


def _words_in(
    entry: Entry, name: str, own: Sequence[int], source: Mapping[int, SourceLine], *, upper: bool
) -> str | None:
    value, place = getattr(entry.problem, name), entry.problem.found.get(name)
    if not value or place is None or name in entry.decided:
        return value if value and upper else None
    lines = place.lines or (place.line,)
    if set(own).issuperset(lines):
        return str(value)
    return "\n".join(source[each].text for each in lines if each in own) or None


def _begins_in(whole: ProblemReading, name: str, own: set[int], *, upper: bool) -> bool:
    place = whole.found.get(name)
    return place.line in own if place else upper


def _within(place: Place, own: set[int]) -> Place:
    lines = tuple(each for each in place.lines if each in own) or (place.line,)
    return replace(place, line=lines[0], lines=lines)


def _sharing(half: ProblemReading, whole: ProblemReading) -> tuple[ProblemReading, tuple[str, ...]]:
    """A half with what only the other one prints, and the names of those fields."""
    taken = tuple(name for name in _SHARED if not getattr(half, name) and getattr(whole, name))
    places = {name: whole.found[name] for name in taken if name in whole.found}
    return replace(half, **{name: getattr(whole, name) for name in taken}, found={**half.found, **places}), taken


def _taken_over(
    fields: Iterable[str], problem: str, key: str, line: int, source: Mapping[int, SourceLine]
) -> Iterable[Doubt]:
    for name in fields:
        yield Doubt(
            id=f"{key}.{problem}.{name}",
            code="taken-over",
            message=f"拆分时“{LABEL_OF[name]}”沿用了原来的内容，请核对是否也适用于这个问题。",
            line=line,
            place=source[line].place,
            problem=problem,
            field=name,
        )


def _two_days(kept: Entry, other: Entry, seq: int) -> tuple[Doubt, ...]:
    days = "、".join(each.problem.deadline.raw for each in (kept, other) if each.problem.deadline)
    message = f"合并的两个问题时限不同（{days}），暂取较晚的一个，请核对。"
    one = Doubt(
        id=f"m{seq}", code="two-days", message=message, line=kept.lines[0], place=kept.problem.place,
        problem=kept.key, field="deadline",
    )  # fmt: skip
    return (one,)


def _lines_once(one: str | None, two: str | None) -> str | None:
    return "\n".join(dict.fromkeys(each for each in (one, two) if each)) or None


def _places(one: ProblemReading, two: ProblemReading) -> dict[str, Place]:
    """Where each field stands, in both."""
    places = dict(two.found)
    for name, place in one.found.items():
        below = two.found.get(name)
        places[name] = (
            place
            if below is None or name == "area"
            else replace(
                place,
                raw=f"{place.raw}\n{below.raw}",
                lines=tuple(dict.fromkeys((*(place.lines or (place.line,)), *(below.lines or (below.line,))))),
            )
        )
    return places
