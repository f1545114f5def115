"""The number each problem goes by: the printed one, or the running position where the printed ones start again under each heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflows.plans.reading import Warning
from workflows.plans.shapes import Item
from workflows.plans.warnings import warn


def numbers_of(items: Sequence[Item]) -> tuple[str, ...]:
    """Printed numbers when every problem has one of its own, else 1, 2, 3, … for all."""
    printed = [item.number for item in items]
    if all(printed) and len(set(printed)) == len(printed):
        return tuple(number or "" for number in printed)
    return tuple(str(position) for position in range(1, len(items) + 1))


def duplicates_in(items: Sequence[Item]) -> Iterator[Warning]:
    """A number printed twice under one heading and in one table: a slip of the plan, not a new count."""
    seen: set[tuple[str | None, int, str]] = set()
    for item in items:
        if item.number is None:
            continue
        key = (item.area, item.table, item.number)
        if key in seen:
            yield warn("duplicate-number", item.line, item.number_raw or item.number)
        seen.add(key)
