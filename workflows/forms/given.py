"""From answers to facts: the little the diagram learns of what people wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from workflows.forms.fields import RETURN_TO, Field
from workflows.rules.deadlines import end_of_day

Fact = bool | str


def facts_given(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Fact]:
    """The facts of accepted values."""
    return dict(fact for field in fields for fact in _given(field, values))


def facts_possible(fields: Iterable[Field]) -> frozenset[str]:
    """The names of all facts the fields can give."""
    return frozenset(name for field in fields for name in _names(field))


def facts_decided(fields: Sequence[Field]) -> frozenset[str]:
    """Of these, the ones that are yes or no."""
    ticked = {field.fact for field in fields if field.fact and field.widget == "checkbox"}
    return frozenset(ticked | {name for field in fields for option in field.options for name in option.facts})


def _names(field: Field) -> Iterator[str]:
    if field.fact:
        yield field.fact
    for option in field.options:
        yield from option.facts


def _given(field: Field, values: Mapping[str, Any]) -> Iterator[tuple[str, Fact]]:
    value = values.get(field.name)
    if value is None or (field.needed_when and not field.needed_when.holds(values)):
        if field.widget == RETURN_TO and field.fact:
            yield field.fact, ""  # not sent back: what an earlier return said must not stand
        return
    if option := field.option(value):
        yield from option.facts.items()
    if field.fact:
        yield field.fact, _as_fact(field, value)


def _as_fact(field: Field, value: Any) -> Fact:
    if field.instant == "end_of_day":
        return end_of_day(date.fromisoformat(value)).isoformat()
    return bool(value) if field.widget == "checkbox" else str(value)
