"""A field of a problem with another value, and a value as plain JSON: the one place that knows the kinds of fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from workflows.plans.keeping import deadline_of, indicators_of, measures_of
from workflows.plans.reading import Json, Number, ProblemReading

_LISTS = ("measures", "indicators", "numbers")


def mended(problem: ProblemReading, field: str, value: Any) -> ProblemReading:
    """The problem with this value in this field; `value` is what `plain` gives."""
    change: dict[str, Any] = {field: _value(field, value)}
    return replace(problem, **change)


def plain(problem: ProblemReading, field: str) -> Json:
    """The value of a field as JSON: what a decision keeps, and what two people's versions are compared by."""
    value: Any = getattr(problem, field)
    if field in _LISTS:
        return [_plain(asdict(each)) for each in value]
    if field == "deadline":
        return _plain(asdict(value)) if value else None
    return _json(value)  # type: ignore[no-any-return]  # whatever the field holds


def _value(field: str, value: Any) -> object:
    if field == "measures":
        return measures_of(value)
    if field == "indicators":
        return indicators_of(value)
    if field == "numbers":
        return tuple(Number(**each) for each in value)
    if field == "deadline":
        return deadline_of(value)
    if field.endswith("_units"):
        return tuple(value)
    return value


def _plain(made: Mapping[str, Any]) -> dict[str, Any]:
    """Days as ISO 8601, tuples as lists; everything else is JSON already."""
    return {name: _json(value) for name, value in made.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, (list, tuple)):
        return [_json(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
