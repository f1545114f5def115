"""A register of our own back to problems, word for word: a unit per line, a day where a day stands, nothing inferred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from workflows.plans.blocks import block_of
from workflows.plans.deadlines import labelled
from workflows.plans.exchange.layout import IMMEDIATE, LONG_TERM, OF_MEASURE
from workflows.plans.exchange.records import Fields, Record, register_in
from workflows.plans.fields import Assembled, Understood
from workflows.plans.indicators import indicators_in
from workflows.plans.lines import Line
from workflows.plans.reading import Deadline, MeasureReading, Number, Place, ProblemReading, Warning
from workflows.plans.seasons import Seasons
from workflows.plans.shapes.item import Item
from workflows.plans.sources import Source
from workflows.plans.warnings import warn

SHAPE = "系统导出的清单"


def read_back(source: Source, seasons: Seasons) -> Understood | None:
    """The problems of a register of our own; None for any other file."""
    register = register_in(source)
    if register is None:
        return None
    return Understood(
        shape=SHAPE,
        title=register.title,
        items=tuple(_item(record) for record in register.records),
        assembled=tuple(_assembled(record, seasons) for record in register.records),
        used=frozenset(register.used),
        settled=frozenset(number for record in register.records for number in _settled(record)),
    )


def _settled(record: Record) -> Iterator[int]:
    """The words of deadlines whose day has a column of its own: 6月底前 needs no year there."""
    for fields, prefix in ((record.whole, ""), *((each, OF_MEASURE) for each in record.measures)):
        if fields.get(f"{prefix}date"):
            yield from (line.number for line in fields.get(f"{prefix}deadline", ()))


def _item(record: Record) -> Item:
    """What the lists of doubts and of lines left out go by."""
    number = record.whole["number"]
    return Item(
        line=_first(record),
        head="",
        blocks=tuple(block_of(line) for line in record.lines()),
        number=_words(number),
        number_raw=_words(record.whole.get("number_raw", ())) or None,
        number_line=number[0].number,
        area=_optional(record.whole, "area"),
    )


def _first(record: Record) -> int:
    return (record.whole.get("text") or record.whole["number"])[0].number


def _assembled(record: Record, seasons: Seasons) -> Assembled:
    whole = record.whole
    text = whole.get("text", ())
    problem = ProblemReading(
        number=_words(whole["number"]),
        number_raw=_optional(whole, "number_raw"),
        numbers=tuple(_number(line.text) for line in whole.get("numbers", ())),
        line=_first(record),
        area=_optional(whole, "area"),
        text=_words(text),
        target=_optional(whole, "target"),
        measures=tuple(_measure(fields) for fields in record.measures),
        responsible_persons=_optional(whole, "responsible_persons"),
        deadline=_deadline(whole, ""),
        progress=_optional(whole, "progress"),
        indicators=tuple(
            each for line in (*text, *whole.get("target", ())) for each in indicators_in(line.text, line.number)
        ),
        found=_found(record),
        responsible_units=_each(whole, "responsible_units"),
        lead_units=_each(whole, "lead_units"),
        participating_units=_each(whole, "participating_units"),
        supervising_units=_each(whole, "supervising_units"),
    )
    return Assembled(problem=problem, warnings=tuple(_doubts(record, seasons)), left=())


def _number(printed: str) -> Number:
    level, colon, value = printed.partition("：")
    return Number(level=level, value=value) if colon else Number(level="", value=printed)


def _measure(fields: Fields) -> MeasureReading:
    lines = fields.get(f"{OF_MEASURE}text") or next(iter(fields.values()))
    text = _words(fields.get(f"{OF_MEASURE}text", ()))
    return MeasureReading(
        text=text,
        line=lines[0].number,
        deadline=_deadline(fields, OF_MEASURE),
        units=_each(fields, f"{OF_MEASURE}units"),
        indicators=indicators_in(text, lines[0].number),
    )


def _deadline(fields: Fields, prefix: str) -> Deadline | None:
    """The words, the day and the nature as they stand in their columns; what only a day or a nature says has those for its words."""
    raw, day, nature = (_words(fields.get(f"{prefix}{key}", ())) for key in ("deadline", "date", "nature"))
    if not (raw or day or nature):
        return None
    return Deadline(
        raw=raw or day or nature, date=_day(day), long_term=LONG_TERM in nature, immediate=IMMEDIATE in nature
    )


def _day(printed: str) -> date | None:
    try:
        return date.fromisoformat(printed)
    except ValueError:
        return labelled(printed).deadline.date if printed else None


def _doubts(record: Record, seasons: Seasons) -> Iterator[Warning]:
    """A deadline without a day, and one whose words say another day than its column: somebody changed one and not the other."""
    for fields, prefix, name in (
        (record.whole, "", "deadline"),
        *((each, OF_MEASURE, "measures") for each in record.measures),
    ):
        deadline = _deadline(fields, prefix)
        if deadline is None:
            continue
        place = next(lines[0] for key in ("deadline", "date", "nature") if (lines := fields.get(f"{prefix}{key}")))
        said = labelled(deadline.raw, seasons).deadline.date
        if said and deadline.date and said != deadline.date:
            yield warn("several-dates", place.number, deadline.raw, taken=deadline.date.isoformat(), field=name)
        if not (deadline.date or deadline.long_term or deadline.immediate) and name == "deadline":
            yield warn("missing-date", place.number, deadline.raw, field=name)


def _found(record: Record) -> dict[str, Place]:
    places = {
        name: _place(lines)
        for name, lines in record.whole.items()
        if lines and name not in ("number_raw", "date", "nature")
    }
    if "deadline" not in places and (lines := record.whole.get("date") or record.whole.get("nature")):
        places["deadline"] = _place(lines)
    if measures := [line for fields in record.measures for line in fields.get(f"{OF_MEASURE}text", ())]:
        places["measures"] = _place(measures)
    return places


def _place(lines: Sequence[Line]) -> Place:
    return Place(raw=_words(lines), line=lines[0].number, lines=tuple(line.number for line in lines))


def _each(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(line.text for line in fields.get(key, ()))


def _optional(fields: Fields, key: str) -> str | None:
    return _words(fields.get(key, ())) or None


def _words(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)
