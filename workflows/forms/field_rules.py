"""What one field of a form definition must say so that it can be shown, bounded and understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from workflows.forms.days import DAYS
from workflows.forms.errors import FormFinding
from workflows.forms.fields import LISTS, NAMED, PARTS, RETURN_TO, ROWS, SINGLE, WIDGETS
from workflows.forms.findings import finding, unknown_keys
from workflows.forms.keywords import BY_WIDGET, KEY, OPTION

MAX_ITEMS: Final = 200
MAX_TEXT: Final = 20_000
_FACT_TEXT: Final = 500
_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "measures": frozenset({"text"}),
    "measure_checks": frozenset({"measure", "finding"}),
    "people": frozenset({"name"}),
    "findings": frozenset({"place", "text", "measures", "due_on"}),
    "progress": frozenset({"problem", "pace", "text"}),
}
Body = Mapping[str, Any]


def field_findings(where: str, name: str, body: Body, *, in_row: bool) -> Iterator[FormFinding]:
    """Every finding of one field; `in_row` means a column, where only simple widgets are possible."""
    if not re.fullmatch(KEY, name):
        yield finding("field-key", where, name=name)
    if not body.get("title"):
        yield finding("field-title", where, name=name)
    widget = body.get("x-widget")
    if not isinstance(widget, str) or widget not in (SINGLE if in_row else WIDGETS):
        yield finding("widget", where, name=name, widget=widget)
        return
    yield from unknown_keys(where, body, BY_WIDGET[widget])
    yield from _typed(where, name, body, widget)
    yield from _fact(where, name, body)


def _typed(where: str, name: str, body: Body, widget: str) -> Iterator[FormFinding]:
    expected = {"checkbox": "boolean"}.get(widget, "array" if widget in ROWS | LISTS else "string")
    if body.get("type") not in (expected, [expected, "null"]):
        yield finding("type", where, name=name, expected=expected)
    if widget in ("text", "paragraphs", *NAMED) and not 0 < body.get("maxLength", 0) <= MAX_TEXT:
        yield finding("no-max-length", where, name=name, limit=MAX_TEXT)
    if widget == "date" and body.get("format") != "date":
        yield finding("no-date-format", where, name=name)
    if widget == RETURN_TO and "x-fact" not in body:
        yield finding("return-fact", where, name=name)
    if widget in ("choice", RETURN_TO):
        yield from _options(where, name, body.get("oneOf", ()))
    if widget == "problem_units" and body.get("x-part") not in tuple(PARTS):
        yield finding("part", where, name=name)
    if widget in ROWS | LISTS:
        yield from _list(where, name, body, widget)


def _list(where: str, name: str, body: Body, widget: str) -> Iterator[FormFinding]:
    if not 0 < body.get("maxItems", 0) <= MAX_ITEMS:
        yield finding("no-max-items", where, name=name, limit=MAX_ITEMS)
    items = body.get("items")
    kind = items.get("type") if isinstance(items, Mapping) else None
    if kind != ("object" if widget in ROWS else "string"):
        yield finding("items", where, name=name, widget=widget)
    elif isinstance(items, Mapping) and widget in ROWS:
        for column in sorted(_COLUMNS[widget] - set(items.get("properties", ()))):
            yield finding("column-missing", where, name=name, column=column)


def _options(where: str, name: str, options: Sequence[Any]) -> Iterator[FormFinding]:
    if len(options) < 2 or not all(_is_option(option) for option in options):
        yield finding("options", where, name=name)
        return
    if len({option["const"] for option in options}) < len(options):
        yield finding("options-alike", where, name=name)
    if len({frozenset(option.get("x-facts", {})) for option in options}) > 1:
        yield finding("options-facts", where, name=name)
    for option in options:
        yield from unknown_keys(where, option, OPTION)
        yield from _facts(where, option.get("x-facts", {}))


def _is_option(option: Any) -> bool:
    if not isinstance(option, Mapping) or not isinstance(option.get("x-facts", {}), Mapping):
        return False
    return isinstance(option.get("const"), str) and bool(option.get("title"))


def _facts(where: str, facts: Body) -> Iterator[FormFinding]:
    for fact, value in facts.items():
        if not _names_a_fact(fact) or not isinstance(value, bool):
            yield finding("fact", where, name=fact)


def _names_a_fact(name: object) -> bool:
    """Under the key `typename` the engine's library stores the type of an object, so no fact may have that name."""
    return isinstance(name, str) and bool(re.fullmatch(KEY, name)) and name != "typename"


def _fact(where: str, name: str, body: Body) -> Iterator[FormFinding]:
    if "x-fact" in body and not _names_a_fact(body["x-fact"]):
        yield finding("fact", where, name=body["x-fact"])
    if body.get("x-instant") not in (None, "end_of_day"):
        yield finding("instant", where, name=name)
    if body.get("x-day") not in (None, *DAYS):
        yield finding("day", where, name=name)
    if "x-fact" in body and body.get("maxLength", 0) > _FACT_TEXT:
        yield finding("fact-length", where, name=name, limit=_FACT_TEXT)
