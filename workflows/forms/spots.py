"""Where in a filled form something is wrong, and how a person would name the place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workflows.forms.fields import Field
from workflows.rules.errors import FieldProblem

_COUNTERS: Final = {
    "people": "人",
    "units": "个",
    "problem_units": "个",
    "evidence": "份",
    "findings": "处",
    "progress": "个",
}


class Spot:
    """A field, a row of a field (`measures` 1) or a column of a row (`measures` 1 `text`), by jsonschema's path."""

    def __init__(self, fields: Sequence[Field], path: Sequence[str | int]) -> None:
        top = next((field for field in fields if path and field.name == path[0]), None)
        row = path[1] if len(path) > 1 and isinstance(path[1], int) else None
        column = top.column(str(path[2])) if top and row is not None and len(path) > 2 else None
        self.field = column or top
        self.name = "-".join(str(part) for part in path)
        self.label = self.field.label if self.field else self.name
        self.words = _words(self.label, top, row, column)

    @property
    def counter(self) -> str:
        """The Chinese measure word for the rows of the field."""
        return _COUNTERS.get(self.field.widget, "条") if self.field else "项"

    def problem(self, message: str) -> FieldProblem:
        """The problem at this place."""
        return FieldProblem(field=self.name, label=self.label, message=message)


def _words(label: str, top: Field | None, row: int | None, column: Field | None) -> str:
    if top is None or row is None:
        return f"“{label}”"
    place = f"“{top.label}”第 {row + 1} 项"
    return f"{place}的“{label}”" if column else place
