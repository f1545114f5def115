"""Which side of today a day must lie on: what was done lies behind us, a new deadline ahead.

Where a deadline was published before (a plan that is entered late), no side is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from workflows.forms.fields import Field
from workflows.rules.errors import FieldProblem

DAYS: Final[Mapping[str, str]] = {
    "past": "“{label}”不能晚于今天。",
    "ahead": "“{label}”应是今天以后的日期。",
}
"""The values of `x-day`, with what a person is told."""


def misplaced(fields: Iterable[Field], values: Mapping[str, Any], today: date) -> list[FieldProblem]:
    """The fields with a day on the wrong side, of values that are valid otherwise; fields not asked for are passed over."""
    found = []
    for field in fields:
        rows = values.get(field.name) or () if field.columns else ()
        for number, row in enumerate(rows):
            found += [_at(field, number, each) for each in misplaced(field.columns, row, today)]
        if field.day and _asked(field, values) and not _fits(field.day, date.fromisoformat(values[field.name]), today):
            found.append(
                FieldProblem(field=field.name, label=field.label, message=DAYS[field.day].format(label=field.label))
            )
    return found


def _at(field: Field, number: int, problem: FieldProblem) -> FieldProblem:
    """A problem of a column, said of its row."""
    message = f"“{field.label}”第 {number + 1} 项的{problem.message}"
    return FieldProblem(field=f"{field.name}-{number}-{problem.field}", label=problem.label, message=message)


def _asked(field: Field, values: Mapping[str, Any]) -> bool:
    return bool(values.get(field.name)) and (field.needed_when is None or field.needed_when.holds(values))


def _fits(side: str, day: date, today: date) -> bool:
    return day <= today if side == "past" else day > today
