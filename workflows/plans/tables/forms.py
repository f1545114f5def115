"""One form per problem: a label in a cell, its value in the next, 问题编号 | 6 | 整改时限 | 2025年11月底前."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workflows.plans.blocks import block_of
from workflows.plans.shapes.item import Item, Part
from workflows.plans.sources import Cell
from workflows.plans.tables.grid import Grid
from workflows.plans.tables.headers import AREA, NUMBER, field_of
from workflows.plans.tables.numbers import PrintedNumber, number_of
from workflows.plans.tables.registers import Found


@dataclass
class _Form:
    pairs: list[tuple[str, Cell, Cell]] = field(default_factory=list)  # field, label and value
    left: list[Cell] = field(default_factory=list)  # cells with neither

    def fields(self) -> set[str]:
        return {name for name, _, _ in self.pairs}


def form_items(grid: Grid) -> Found | None:
    """The problems of a table of forms, in order; None when it is none: a form has a text and at least two more fields."""
    forms = [form for form in _forms(grid) if "text" in form.fields() and len(form.fields()) >= 3]
    items = tuple(_item(form) for form in forms)
    used = {line.number for form in forms for _, label, _ in form.pairs for line in label.lines}
    return Found(items, frozenset(used)) if items else None


def _forms(grid: Grid) -> Iterator[_Form]:
    """A label that was already filled in begins the next form."""
    form = _Form()
    for row in sorted(grid.rows):
        label: tuple[str, Cell] | None = None
        for cell in grid.rows[row]:
            name = field_of(cell.text)
            if name and label is None:
                if name in form.fields() and name in (NUMBER, "text", f"{NUMBER}!"):
                    yield form
                    form = _Form()
                label = (name, cell)
            elif label:
                form.pairs.append((label[0], label[1], cell))
                label = None
            else:
                form.left.append(cell)
    yield form


def _item(form: _Form) -> Item:
    number: PrintedNumber | None = None
    parts, area, area_line = [], None, None
    for name, label, value in form.pairs:
        if name.startswith(NUMBER):
            number = number or number_of(value)
        elif name == AREA:
            area, area_line = " ".join(value.text.split()), value.lines[0].number if value.lines else None
        parts.append(
            Part(
                field="number" if name.startswith((NUMBER, AREA)) else name,
                label="".join(label.text.split()),
                blocks=tuple(map(block_of, value.lines)),
            )
        )
    parts += [Part(field=None, label="", blocks=tuple(map(block_of, cell.lines))) for cell in form.left]
    text = next(part for part in parts if part.field == "text")
    return Item(
        line=text.blocks[0].line,
        head="",
        number=number.value if number else None,
        number_raw=number.raw if number else None,
        number_line=number.line if number else None,
        numbers=number.others if number else (),
        area=area,
        area_line=area_line,
        parts=tuple(parts),
    )
