"""The fields of a form, read once from its JSON Schema so that pages need not know JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = Mapping[str, Any]

#: widgets whose value is a list of rows, each row an object with the columns the schema names
ROWS: Final = frozenset({"measures", "measure_checks", "people", "findings", "progress"})
#: widgets whose value is a list of plain keys (units by id, evidence by id)
LISTS: Final = frozenset({"units", "problem_units", "evidence"})
#: the parts of a problem among whose units `problem_units` lets people choose
PARTS: Final = frozenset({"responsible", "lead", "participating", "supervising"})
SINGLE: Final = frozenset({"text", "paragraphs", "date", "choice", "checkbox"})
#: widgets whose value is one of the keys the case supplies (a person by id)
NAMED: Final = frozenset({"person"})
#: the widget whose options are boxes of the diagram: where a return goes
RETURN_TO: Final = "return_to"
WIDGETS: Final = ROWS | LISTS | SINGLE | NAMED | {RETURN_TO}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice.

    `description` says what happens next, `facts` is what the diagram learns, `returns` says that the case goes back.
    """

    value: str
    label: str
    description: str
    facts: Mapping[str, bool]
    returns: bool


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A field is asked for only when the choice `field` has one of these `values`."""

    field: str
    values: frozenset[str]

    def holds(self, values: Json) -> bool:
        """Whether the form, filled like this, asks for the field."""
        chosen = values.get(self.field)
        return isinstance(chosen, str) and chosen in self.values


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field, or one column of a row widget.

    `required` holds always, `needed_when` under a condition; lengths count characters and `*_items` rows. `fact` is the
    fact the value becomes; `instant` = "end_of_day" turns a date into the instant when that day is over in the city. `day` = "past" refuses
    a day after today, "ahead" one that is not after today. `part` says among whose units of the problem is chosen; a field with
    `asked_when` may be filled only then, and need not be.
    """

    name: str
    label: str
    hint: str
    widget: str
    required: bool
    needed_when: Condition | None = None
    options: tuple[Option, ...] = ()
    columns: tuple[Field, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    fact: str | None = None
    instant: str | None = None
    day: str | None = None
    part: str | None = None
    asked_when: Condition | None = None

    def option(self, value: object) -> Option | None:
        """The option with this value; None when there is none."""
        return next((option for option in self.options if option.value == value), None)

    def column(self, name: str) -> Field | None:
        """The column of a row widget with this name; None when there is none."""
        return next((column for column in self.columns if column.name == name), None)


def fields_of(schema: Json) -> tuple[Field, ...]:
    """The fields of an object schema, in the order they are written. The schema must have been checked."""
    required, conditions = set(schema.get("required", ())), _conditions(schema)
    return tuple(
        _field(name, body, required=name in required, needed_when=conditions.get(name))
        for name, body in schema["properties"].items()
    )


def _field(name: str, body: Json, *, required: bool, needed_when: Condition | None) -> Field:
    widget = body["x-widget"]
    return Field(
        name=name,
        label=body["title"],
        hint=body.get("description", ""),
        widget=widget,
        required=required,
        needed_when=needed_when,
        options=tuple(_option(option) for option in body.get("oneOf", ())),
        columns=fields_of(body["items"]) if widget in ROWS else (),
        min_length=body.get("minLength"),
        max_length=body.get("maxLength"),
        min_items=body.get("minItems"),
        max_items=body.get("maxItems"),
        fact=body.get("x-fact"),
        instant=body.get("x-instant"),
        day=body.get("x-day"),
        part=body.get("x-part"),
        asked_when=Condition(field="decision", values=frozenset(when)) if (when := body.get("x-when")) else None,
    )


def _option(body: Json) -> Option:
    return Option(
        value=body["const"],
        label=body["title"],
        description=body.get("description", ""),
        facts=dict(body.get("x-facts", {})),
        returns=body.get("x-returns", False),
    )


def _conditions(schema: Json) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    for name, condition in _demands(schema.get("allOf", ())):
        before = found.get(name)
        values = condition.values | before.values if before and before.field == condition.field else condition.values
        found[name] = Condition(field=condition.field, values=values)
    return found


def _demands(rules: Iterable[Json]) -> Iterable[tuple[str, Condition]]:
    for rule in rules:
        [(field, test)] = rule["if"]["properties"].items()
        condition = Condition(field=field, values=frozenset({test["const"]}))
        yield from ((name, condition) for name in rule["then"].get("required", ()))
