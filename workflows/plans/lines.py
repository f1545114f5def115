"""Text to numbered lines, blank ones dropped, so that everything read later can name its place."""

from __future__ import annotations

from dataclasses import dataclass

OF_PAGE = "网页导航、页脚或推广"
_EDGES = " \t\r\f\v\u3000\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad\u2028\u2029\u0085"

DECORATION = "\U0001f000-\U0001faff\u2300-\u23ff\u25a0-\u2767\u2794-\u27bf\u2b00-\u2bff\ufe0f\u200d"
"""Pictures and bullets that chat windows put before a line, as a character class; ❶ and ① are numbers and not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a line stands in the file a person opens. Everything counts from 1; what the format does not know is None."""

    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None  # as the spreadsheet calls it: B5
    entry: int | None = None  # of a JSON register: its how many-th problem; 0 is what stands before

    def words(self) -> str:
        """The place in Chinese: “清单”表 B5 单元格, 第 2 页第 5 段, 第 1 个表格第 3 行第 2 列."""
        parts = [
            f"“{self.sheet}”表" if self.sheet else "",
            f" {self.cell} 单元格" if self.cell else "",
            f"第 {self.page} 页" if self.page else "",
            f"第 {self.paragraph} 段" if self.paragraph else "",
            f"第 {self.table} 个表格" if self.table else "",
            f"第 {self.row} 行" if self.row else "",
            f"第 {self.column} 列" if self.column else "",
            f"第 {self.entry} 个问题" if self.entry else "",
        ]
        return "".join(parts).strip()

    def to_json(self) -> dict[str, int | str]:
        """Only what is known."""
        known = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without the blanks around it.

    `number` counts from 1: in a text file as an editor shows it, elsewhere in reading order. `spot` is None where the number says it all.
    `foreign` says in Chinese why the line is no part of the plan (网页导航), where the format itself shows that.
    """

    number: int
    text: str
    spot: Spot | None = None
    foreign: str = ""

    @property
    def place(self) -> str:
        """Where a person finds the line, in Chinese."""
        return (self.spot.words() if self.spot else "") or f"第 {self.number} 行"


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that carry something, in order. \\r\\n, \\r and \\n all end a line."""
    printed = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    stripped = (Line(number, stripped_line(line)) for number, line in enumerate(printed, start=1))
    return tuple(line for line in stripped if line.text)


def stripped_line(text: str) -> str:
    """A line without the blanks around it, also those no keyboard shows; a page break inside it is a blank."""
    return text.replace("\f", " ").replace("\v", " ").strip(_EDGES)
