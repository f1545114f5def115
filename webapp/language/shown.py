"""What a value becomes when an English page shows it: our own words are looked up, what people wrote stays and is marked as Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from markupsafe import Markup, escape

from webapp.language.catalogue import Found, english
from webapp.language.texts import CHINESE, HAN, MARKS, MONTHS, PLACEHOLDER
from workflows.drawing import Picture
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.texts import Phrase, Written

LOCALE = "en_GB"
BETWEEN = " · "
CHINESE_SPAN = Markup('<span lang="zh">{}</span>')
_MARK = re.compile(r"”或“|或|[，。；：、（）]+")
"""What labels are strung together by."""


def filters() -> dict[str, Callable[..., Any]]:
    """The filters of English templates; those of the same name in Chinese give way to them."""
    return {
        "in_english": in_english,
        "in_plain_english": in_plain_english,
        "one_language": one_language,
        "numbered": numbered,
        "month_name": month_name,
        "day": day,
        "short_day": short_day,
        "weekday": weekday,
        "moment": moment,
        "size": size,
        "join": join,
        "drawn": drawn,
        "renamed": renamed,
    }


def in_english(value: Any) -> Any:
    """A value in the text of a page: `<span lang="zh">` around what stays Chinese, so that it is read aloud as Chinese."""
    if type(value) is Markup or not isinstance(value, str) or not CHINESE.search(value):
        return value
    return Markup("").join(_marked(piece) for piece in pieces_of(value))


def in_plain_english(value: Any) -> Any:
    """A value where no element can stand: in an attribute, an option, a title."""
    if type(value) is Markup or not isinstance(value, str) or isinstance(value, Written) or not CHINESE.search(value):
        return value
    return "".join(pieces_of(value))


def one_language(value: str) -> str:
    """The English half of what is said in both: `读不懂请求 · the request cannot be read`."""
    return halves(value)[1] or value


def halves(value: str) -> tuple[str, str]:
    """Chinese and English of what is said in both; the second is empty where there is but one."""
    chinese, _, said = value.partition(BETWEEN)
    return (chinese, said) if said and not HAN.search(said) and HAN.search(chinese) else (value, "")


def numbered(value: Any, one: str, many: str) -> str:
    """The word after a number."""
    return one if str(value) == "1" else many


def month_name(value: Any, kind: str = "month") -> str:
    """March, for 3; Mar as `mon`."""
    return str(format_date(date(2026, int(value), 1), MONTHS[kind], LOCALE))[: 3 if kind == "mon" else None]


def day(value: date | None) -> str:
    """25 November 2026."""
    return str(format_date(value, "d MMMM y", LOCALE)) if value else "—"


def short_day(value: date) -> str:
    """25 November."""
    return str(format_date(value, "d MMMM", LOCALE))


def weekday(value: date) -> str:
    """Saturday."""
    return str(format_date(value, "EEEE", LOCALE))


def moment(value: datetime | None) -> str:
    """15 November 2026, 16:20, in the city's zone."""
    if value is None:
        return "—"
    local = value.astimezone(CITY_ZONE)
    return f"{day(local.date())}, {local:%H:%M}"


def size(count: int) -> str:
    """12.6 MB."""
    if count < 1024:
        return f"{count} {numbered(count, 'byte', 'bytes')}"
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


def join(values: Iterable[Any], between: str = "", attribute: str | None = None) -> Any:
    """Several values, each shown as it would be alone."""
    found = [getattr(each, attribute) if attribute else each for each in values]
    return escape(between).join(in_english(each) for each in found)


def drawn(picture: Picture) -> Markup:
    """A diagram with the names the catalogue knows in English; those of a city's own diagram stay."""
    return Markup(picture.svg(_in_drawing))  # noqa: S704  # the picture escapes every text it writes


def renamed(picture: Picture) -> str:
    """The same names as JSON, for the viewer that draws the file itself; no sentence to be looked up again as a whole."""
    return Written(json.dumps(picture.names(_in_drawing), ensure_ascii=False))


def _in_drawing(text: str) -> str:
    return str(in_plain_english(str(text)))


def _marked(piece: str) -> Markup:
    return CHINESE_SPAN.format(str(piece)) if isinstance(piece, Written) and HAN.search(piece) else escape(str(piece))


def pieces_of(value: str) -> Iterable[str]:
    """A text in English; the pieces that stay as they were written are `Written`."""
    if isinstance(value, Written):
        return (value,)
    if isinstance(value, Phrase):
        template = english().text(value.template)
        return _put(Found(template, value.fields)) if template else (Written(value),)
    return _looked_up(value)


@lru_cache(maxsize=8192)
def _looked_up(value: str) -> tuple[str, ...]:
    """A label or a sentence put together in Python; what is in no message stays."""
    found = english().sentence(value)
    if found is not None:
        return tuple(_put(found))
    if BETWEEN in value:
        parts = [_looked_up(part) for part in value.split(BETWEEN)]
        return tuple(piece for part in parts for piece in (BETWEEN, *part))[1:]
    return tuple(_strung(value)) or (Written(value),)


def _strung(value: str) -> Iterator[str]:
    """Labels strung together by punctuation, when every piece of it is one of ours; else nothing."""
    pieces = [piece for piece in _MARK.split(value) if HAN.search(piece)]
    if pieces == [value] or any(english().sentence(piece) is None for piece in pieces):
        return
    for piece in re.split(f"({_MARK.pattern})", value):
        if HAN.search(piece):
            yield from _looked_up(piece)
        else:
            yield piece.replace("或", " or ").translate(MARKS)


def _put(found: Found) -> Iterator[str]:
    at = 0
    for place in PLACEHOLDER.finditer(found.english):
        yield found.english[at : place.start()]
        yield from _value(place, found.values.get(place["name"], "—"))
        at = place.end()
    yield found.english[at:]


def _value(place: re.Match[str], value: object) -> Iterable[str]:
    if place["one"] is not None:
        return (numbered(value, place["one"], place["many"]),)
    if place["kind"] in MONTHS:
        return (month_name(value, place["kind"]),)
    text = value if isinstance(value, str) else str(value)
    if not HAN.search(text):
        return (str(text).translate(MARKS),)
    return pieces_of(text) if place["kind"] == "w" else (Written(text),)
