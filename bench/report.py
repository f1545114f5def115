"""What a measurement hands back, and how it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured thing: its name, its value in the report's unit, its parts in the same unit, if it was split."""

    name: str
    value: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """Rows in one unit; every value is also given as a ratio to the row named `beside`."""

    title: str
    unit: str
    beside: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def ratio(self, row: Row) -> float:
        """How many times the row `beside` this one is. Raises StopIteration when no row has that name."""
        base = next(each.value for each in self.rows if each.name == self.beside)
        return row.value / base if base else float("nan")

    def to_plain(self) -> dict[str, object]:
        """For --json."""
        return {
            "title": self.title,
            "unit": self.unit,
            "beside": self.beside,
            "rows": [
                {
                    "name": row.name,
                    "value": round(row.value, 3),
                    "ratio": round(self.ratio(row), 2),
                    "parts": {name: round(value, 3) for name, value in row.parts},
                }
                for row in self.rows
            ],
            "notes": list(self.notes),
        }

    def table(self) -> str:
        """A Markdown table with its notes."""
        parts = list(dict.fromkeys(name for row in self.rows for name, _ in row.parts))
        lines = [_line(["", self.unit, "倍数", *parts]), _line(["---", *["---:"] * (2 + len(parts))])]
        for row in self.rows:
            split = dict(row.parts)
            cells = [f"{split[name]:.2f}" if name in split else "" for name in parts]
            lines.append(_line([row.name, f"{row.value:.2f}", f"{self.ratio(row):.2f}", *cells]))
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes)]).rstrip() + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
