"""A spreadsheet somebody filled in by a template of ours: rows by the words of their head, each cell with its place.

It is read by the same reader as plans, with the same bounds and the same refusals of hostile files; only .xlsx, since the template is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from workflows.plans.errors import PlanUnreadable, in_whole
from workflows.plans.formats import source_of
from workflows.plans.formats.kinds import Kind, kind_of
from workflows.plans.formats.packages import open_package
from workflows.plans.sources import Source, Table

WHAT = "表格"
LONGEST = 500
"""Characters of one cell; no column of a template needs more."""


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One row under a head. `texts`: column's word → what stands there (a blank cell is absent), `places`: where, in words."""

    kind: str
    number: int
    texts: dict[str, str]
    places: dict[str, str]

    @property
    def place(self) -> str:
        """Where the row begins."""
        return next(iter(self.places.values()), f"第 {self.number} 行")


def rows_of(data: bytes, kinds: Mapping[str, Collection[str]], *, most: int) -> list[SheetRow]:
    """The rows of every sheet whose first row has the words one of `kinds` must have (kind → its required columns).

    Raises PlanUnreadable: not an .xlsx, no such sheet, more than `most` rows, a text that is too long.
    """
    found = [row for table in _source(data).elements if isinstance(table, Table) for row in _rows(table, kinds)]
    if not found:
        heads = "；".join("、".join(words) for words in kinds.values())
        raise _refused(
            f"没有找到要读的表：第一行须有这些栏目（{heads}），下面至少一行", "no sheet has the expected head"
        )
    if len(found) > most:
        raise _refused(f"共 {len(found)} 行，一次最多 {most} 行，请分几次导入", f"more than {most} rows")
    return found


def _source(data: bytes) -> Source:
    try:
        if kind_of(data) is Kind.PACKAGE and open_package(data).kind is Kind.EXCEL:
            return source_of(data)
    except PlanUnreadable as broken:
        raise PlanUnreadable(**{**broken.fields, "what": WHAT}) from broken
    raise _refused("这不是 .xlsx 表格，请下载表格填写，用 Excel 或 WPS 另存为 .xlsx", "it is no .xlsx file")


def _rows(table: Table, kinds: Mapping[str, Collection[str]]) -> Iterator[SheetRow]:
    if not table.rows:
        return
    head = {cell.column: _plain(cell.text) for cell in table.rows[0]}
    kind = next((kind for kind, words in kinds.items() if set(words) <= set(head.values())), None)
    if kind is None:
        return
    for row in table.rows[1:]:
        cells = [(head[cell.column], cell) for cell in row if cell.column in head and cell.text.strip()]
        texts = {word: cell.text.strip() for word, cell in cells}
        places = {word: cell.lines[0].spot.words() for word, cell in cells if cell.lines and cell.lines[0].spot}
        for word, text in texts.items():
            if len(text) > LONGEST:
                raise _refused(f"{places.get(word, word)}超过 {LONGEST} 个字", "a cell is too long")
        if texts:
            yield SheetRow(kind=kind, number=row[0].row + 1, texts=texts, places=places)


def _plain(text: str) -> str:
    """A head without what people add to it: stars, brackets with hints, blanks."""
    return text.split("（")[0].split("(")[0].replace("*", "").replace(" ", "").strip()


def _refused(why: str, english: str) -> PlanUnreadable:
    return in_whole(why, english, what=WHAT)
