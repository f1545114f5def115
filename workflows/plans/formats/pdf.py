"""PDF files with text: paragraphs joined over lines and pages, ruled tables, headers and footers told apart. A scan is refused in words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflows.plans.errors import in_whole
from workflows.plans.formats.pdf_columns import unruled_tables
from workflows.plans.formats.pdf_lines import Char, Printed, joined, margins, paragraphs, printed_lines
from workflows.plans.formats.pdf_tables import Box, Rule, Ruled, tables_of
from workflows.plans.lines import Spot
from workflows.plans.sources import Cell, Draft, Element, Source, Table

SECONDS = 120
_PROGRAM = Path(__file__).with_name("pdf_chars.py")
_REFUSED = {
    "password": ("PDF 加了密码，请去掉密码另存后再试", "the PDF is protected by a password"),
    "pages": ("PDF 超过 500 页，请只保留整改清单后再试", "the PDF has over 500 pages"),
    "size": ("PDF 太复杂，读不了，请转成 .docx 再试", "the PDF is too complex, convert it to .docx"),
    "damaged": ("PDF 已损坏，打不开，请重新导出后再试", "the PDF is damaged, export it again"),
}


@dataclass(frozen=True)
class _Page:
    height: float
    lines: tuple[Printed, ...]
    tables: tuple[Ruled, ...]
    columns: tuple[float, ...] = ()  # of a table without rules that may go on over the page


def read_pdf(data: bytes) -> Source:
    """The text of a PDF. Raises PlanUnreadable for scans, passwords, damage, and for what takes too long or too much."""
    pages: list[_Page] = []
    for each in _characters(data):
        pages.append(_page(each, pages[-1].columns if pages else ()))
    if not any(page.lines or page.tables for page in pages):
        raise in_whole(
            "这份 PDF 里没有文字，可能是扫描件，请找电子版，或先做文字识别后另存为 .docx",
            "the PDF has no text; it may be a scan",
        )
    return Source(tuple(_Reader(pages).elements()))


def _characters(data: bytes) -> list[dict[str, Any]]:
    """What the process of its own says; its death is an answer too."""
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell, nothing from outside in its arguments
            [sys.executable, "-I", str(_PROGRAM)], input=data, capture_output=True, timeout=SECONDS, check=False
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        answer = {"refused": "size"}
    if key := answer.get("refused"):
        raise in_whole(*_REFUSED[key])
    pages: list[dict[str, Any]] = answer["pages"]
    _check_readable(pages)
    return pages


def _check_readable(pages: Sequence[dict[str, Any]]) -> None:
    """A font without a table of its characters gives numbers instead of words."""
    texts = [char[4] for page in pages for char in page["chars"]]
    if sum(text.startswith("(cid:") for text in texts) * 5 > len(texts) > 0:
        raise in_whole(
            "这份 PDF 的字体没有文字编码，读出来是乱码，请转成 .docx 再试",
            "the fonts of the PDF carry no text, convert it",
        )


def _page(raw: dict[str, Any], before: tuple[float, ...]) -> _Page:
    chars = [Char(*each) for each in raw["chars"]]
    rules = [Rule(*each) for each in raw["rules"]]
    ruled = tables_of(rules, chars)
    tables = ruled or unruled_tables(chars, before)
    outside = [char for char in chars if not any(table.holds(char) for table in tables)]
    columns = tables[-1].edges if tables and not ruled else ()
    return _Page(raw["height"], tuple(printed_lines(outside)), tuple(tables), columns)


@dataclass
class _Reader:
    pages: Sequence[_Page]
    draft: Draft = field(default_factory=Draft)
    tables: int = 0
    edges: tuple[float, float] = (0, 0)  # left and right of the type area
    run: list[tuple[int, Printed]] = field(default_factory=list)  # lines with their page, until a table or the end
    rows: list[tuple[Cell, ...]] = field(default_factory=list)  # of the table being read
    columns: tuple[float, ...] = ()

    def elements(self) -> Iterator[Element]:
        """Page by page; a paragraph or table that goes on over a page is one."""
        furniture = margins([page.lines for page in self.pages], [page.height for page in self.pages])
        self.edges = self._measure(furniture)
        for number, page in enumerate(self.pages):
            foreign = [line for index, line in enumerate(page.lines) if (number, index) in furniture]
            body = [line for index, line in enumerate(page.lines) if (number, index) not in furniture]
            for line in foreign:
                yield from self.draft.lines(line.text, Spot(page=number + 1), foreign="页眉、页脚或页码")
            for part in _in_order(body, page.tables):
                yield from self._take(part, number)
        yield from self._run_ends()
        yield from self._table_ends()

    def _take(self, part: list[Printed] | Ruled, page: int) -> Iterator[Element]:
        if not isinstance(part, Ruled):
            yield from self._table_ends()
            self.run += [(page, line) for line in part]
            return
        yield from self._run_ends()
        if not _same_columns(self.columns, part.edges):
            yield from self._table_ends()
            self.tables += 1
            self.columns = part.edges
        self.rows += self._rows(part, page + 1, len(self.rows))

    def _run_ends(self) -> Iterator[Element]:
        left, right = self.edges
        for group in paragraphs(self.run, left=left, right=right):
            yield from self.draft.lines(joined(line for _, line in group), Spot(page=group[0][0] + 1))
        self.run = []

    def _table_ends(self) -> Iterator[Element]:
        if self.rows:
            yield Table(tuple(self.rows))
        self.rows, self.columns = [], ()

    def _measure(self, furniture: set[tuple[int, int]]) -> tuple[float, float]:
        """The left and right edge of the type area: where most lines begin, and where the full ones end."""
        lines = [
            line
            for number, page in enumerate(self.pages)
            for index, line in enumerate(page.lines)
            if (number, index) not in furniture
        ]
        if not lines:
            return 0, 0
        starts = Counter(round(line.x0) for line in lines)
        often = [start for start, count in starts.items() if count >= max(2, len(lines) // 20)]
        return min(often or starts), max(line.x1 for line in lines)

    def _rows(self, table: Ruled, page: int, first: int) -> list[tuple[Cell, ...]]:
        rows: dict[int, list[Cell]] = {}
        for box in table.boxes:
            rows.setdefault(box.row, []).append(self._cell(box, page, first))
        height = max((box.row + box.rows for box in table.boxes), default=0)
        return [tuple(rows.get(row, [])) for row in range(height)]

    def _cell(self, box: Box, page: int, first: int) -> Cell:
        spot = Spot(page=page, table=self.tables, row=first + box.row + 1, column=box.column + 1)
        content = tuple(line for words in box.paragraphs for line in self.draft.lines(words, spot))
        return Cell(row=first + box.row, column=box.column, content=content, rows=box.rows, columns=box.columns)


def _in_order(lines: Sequence[Printed], tables: Sequence[Ruled]) -> Iterator[list[Printed] | Ruled]:
    """Runs of lines and the tables between them, from top to bottom."""
    rest = list(lines)
    for table in tables:
        above = [line for line in rest if line.y0 >= table.top - line.size]
        if above:
            yield above
        rest = rest[len(above) :]
        yield table
    if rest:
        yield rest


def _same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 6 for a, b in zip(one, other, strict=True))
