"""The number of a problem as a cell prints it: 8, 8., （一）, 第六项, 8（市9）, YL-2024-07."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workflows.plans.han import both
from workflows.plans.marks import mark_of
from workflows.plans.numerals import NUMERAL, figures
from workflows.plans.reading import Number
from workflows.plans.sources import Cell

_BARE = both(rf"第?(?P<n>{NUMERAL})[号项条]?\s*[、.．。]?(?:\s*[-—－]\s*(?P<sub>[0-9]{{1,3}}))?$")
_OTHER = both(rf"[（(]\s*(?P<level>[国省市县区镇]|中央)\s*级?(?:序号|编号)?\s*(?P<other>{NUMERAL})\s*[）)]$")
_LONGEST = 24


@dataclass(frozen=True)
class PrintedNumber:
    """As printed, in figures (or as printed where it is a code), and the numbers at other levels beside it."""

    raw: str
    value: str
    others: tuple[Number, ...] = ()
    line: int | None = None


def number_of(cell: Cell) -> PrintedNumber | None:
    """The number of a cell, with its line; None when it is empty or too long for one."""
    found = _number(cell)
    return replace(found, line=cell.lines[0].number) if found and cell.lines else found


def _number(cell: Cell) -> PrintedNumber | None:
    raw = " ".join(cell.text.split())
    others: tuple[Number, ...] = ()
    rest = raw
    if match := _OTHER.search(raw):
        others = (Number(level=match["level"], value=str(figures(match["other"]))),)
        rest = raw[: match.start()].strip()
    if bare := _BARE.match(rest):
        value = str(figures(bare["n"]))
        return PrintedNumber(raw, f"{value}-{bare['sub']}" if bare["sub"] else value, others)
    if (mark := mark_of(f"{rest} ")) and mark.number and mark.end >= len(rest):
        return PrintedNumber(raw, mark.number, mark.numbers or others)
    return PrintedNumber(raw, rest, others) if rest and len(rest) <= _LONGEST else None
