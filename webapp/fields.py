"""A form as a page shows it: each field with its value, its error and the options the case supplies.

Templates draw these values by widget kind; what a field is comes from `workflows.forms`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workflows.forms import Field, Form
from workflows.queries.values import Choice
from workflows.rules.errors import FieldProblem

SPARE_ROWS = 2
KNOWN: Mapping[str, str] = {"measure_checks": "measure", "progress": "problem"}
"""Widgets whose rows the case knows beforehand → the column that says which thing a row is about."""
PICKED = "已选"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One input of a row; `name` as the browser sends it, `measures-0-text`."""

    name: str
    field: Field
    value: Any
    error: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a list: a measure, a person, a check. `label` names what a check is about, `note` what was said of it before."""

    cells: tuple[Cell, ...]
    label: str = ""
    known: str = ""
    note: str = ""

    def cell(self, column: str) -> Cell | None:
        """The input of this column."""
        return next((cell for cell in self.cells if cell.field.name == column), None)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One field on the page. `when_words` says under which decision it must be filled in."""

    field: Field
    value: Any
    error: str
    options: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    when_words: str = ""

    @property
    def grouped(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """The options under their headings: those chosen before first, the others by group as they come."""
        chosen = self.value if isinstance(self.value, (list, tuple)) else ()
        groups: dict[str, list[Choice]] = {PICKED: []}
        for option in self.options:
            groups.setdefault(PICKED if option.value in chosen else option.group, []).append(option)
        return tuple((title, tuple(options)) for title, options in groups.items() if options)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What fills a form: the values so far, what is wrong with them, the options of the case, and how many blank rows to add."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[FieldProblem] = ()
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    spare: int = SPARE_ROWS

    def error(self, name: str) -> str:
        """The sentence beside this input; empty when there is nothing wrong with it."""
        return next((problem.message for problem in self.problems if problem.field == name), "")


def shown(form: Form, filled: Filled) -> tuple[Shown, ...]:
    """Every field of a form in its written order; a choice among the problem's units is shown only where there are several."""
    found = tuple(_one(form, each, filled) for each in form.fields)
    return tuple(each for each in found if each.field.widget != "problem_units" or len(each.options) > 1)


def _one(form: Form, each: Field, filled: Filled) -> Shown:
    return Shown(
        field=each,
        value=filled.values.get(each.name),
        error=filled.error(each.name),
        options=tuple(filled.choices.get(each.name) or filled.choices.get(each.widget) or ()),
        rows=_rows(each, filled) if each.columns else (),
        when_words=_when_words(form, each),
    )


def _rows(each: Field, filled: Filled) -> tuple[Row, ...]:
    entered = [row for row in filled.values.get(each.name) or () if isinstance(row, Mapping)]
    if each.widget in KNOWN:
        return _checks(each, entered, filled)
    blank = max(each.min_items or 1, len(entered) + filled.spare) - len(entered)
    return tuple(
        _row(each, number, values, filled) for number, values in enumerate([*entered, *({} for _ in range(blank))])
    )


def _checks(each: Field, entered: Sequence[Mapping[str, Any]], filled: Filled) -> tuple[Row, ...]:
    """One row per thing the case knows (a measure, a problem), in the order it gives, with what was entered for it."""
    known = {str(row.get(KNOWN[each.widget])): row for row in entered}
    things = filled.choices.get(each.name) or filled.choices.get("measures") or ()
    return tuple(
        replace(
            _row(each, number, known.get(thing.value, {}), filled),
            label=thing.label,
            known=thing.value,
            note=thing.note,
        )
        for number, thing in enumerate(things)
    )


def _row(each: Field, number: int, values: Mapping[str, Any], filled: Filled) -> Row:
    names = {column.name: f"{each.name}-{number}-{column.name}" for column in each.columns}
    cells = (
        Cell(name=name, field=column, value=values.get(column.name, ""), error=filled.error(name))
        for column, name in zip(each.columns, names.values(), strict=True)
    )
    return Row(cells=tuple(cells))


def _when_words(form: Form, each: Field) -> str:
    if each.needed_when is None:
        return ""
    other = form.field(each.needed_when.field)
    labels = [option.label for option in other.options if option.value in each.needed_when.values] if other else []
    names = "”或“".join(labels)
    return f"选“{names}”时必填" if labels else ""
