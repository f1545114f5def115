"""Word files: paragraphs with the numbers Word would print, and tables with their merged and nested cells.

Read from the XML itself by local names, so that the strict and the usual form and what WPS writes are read alike. Text that a tracked change
deletes is not part of the plan; text it inserts is. Headers, footers, comments and notes are other parts and are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workflows.plans.errors import in_whole
from workflows.plans.formats.packages import Package
from workflows.plans.formats.word_numbers import Numbering, attribute, child, numbering_of, value
from workflows.plans.lines import Spot
from workflows.plans.sources import Cell, Draft, Element, Source, Table

DEEPEST = 60
"""Tables inside tables; a hand-made file has two or three."""

_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "trPr", "instrText", "delText"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_word(package: Package) -> Source:
    """The paragraphs and tables of a .docx. Raises PlanUnreadable for damage and for tables nested without end."""
    root = package.xml(_main_part(package))
    body = child(root, "body")
    if body is None:
        raise in_whole("文件里没有正文", "there is no text in it")
    folder = "word/"
    numbering = package.xml(f"{folder}numbering.xml") if package.has(f"{folder}numbering.xml") else None
    styles = package.xml(f"{folder}styles.xml") if package.has(f"{folder}styles.xml") else None
    reader = _Reader(numbering=numbering_of(numbering), styles=_numbered_styles(styles))
    return Source(tuple(reader.elements(body, None, 0)))


def _main_part(package: Package) -> str:
    """The part that holds the text, as the list of contents names it."""
    for element in package.xml("[Content_Types].xml"):
        kind, name = element.get("ContentType") or "", element.get("PartName") or ""
        if kind.endswith("document.main+xml") or kind.endswith("template.main+xml"):
            return name.lstrip("/")
    return "word/document.xml"


def _numbered_styles(root: etree._Element | None) -> dict[str, tuple[str, int]]:
    """Style → the list and level its paragraphs count in; a style takes its parent's."""
    own: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for element in root if root is not None else ():
        identity = attribute(element, "styleId")
        if identity is None:
            continue
        number, level = value(element, "pPr", "numPr", "numId"), value(element, "pPr", "numPr", "ilvl")
        if number is not None:
            own[identity] = (number, _level(level))
        if parent := value(element, "basedOn"):
            parents[identity] = parent
    for identity in parents:
        above = identity
        for _ in range(20):  # a ring of styles must end
            if above in own:
                own.setdefault(identity, own[above])
                break
            above = parents.get(above, "")
    return own


def _level(printed: str | None) -> int:
    return int(printed) if printed and printed.isdigit() and len(printed) == 1 else 0


@dataclass
class _Reader:
    numbering: Numbering
    styles: dict[str, tuple[str, int]]
    draft: Draft = field(default_factory=Draft)
    paragraphs: int = 0
    tables: int = 0

    def elements(self, parent: etree._Element, spot: Spot | None, depth: int) -> Iterator[Element]:
        """The lines and tables below an element; containers (content controls, insertions, text boxes) are looked into."""
        for element in parent:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name == "p":
                yield from self._paragraph(element, spot, depth)
            elif name == "tbl":
                yield self._table(element, spot, depth)
            elif name and name not in _SKIPPED:
                yield from self.elements(element, spot, depth)

    def _paragraph(self, element: etree._Element, spot: Spot | None, depth: int) -> Iterator[Element]:
        words, boxes = _words(element)
        if words.strip() and spot is None:
            self.paragraphs += 1
        at = spot or Spot(paragraph=self.paragraphs)
        mark = self._mark(element) if words.strip() else ""
        yield from self.draft.lines(mark + words.lstrip(), at) if mark else self.draft.lines(words, at)
        for box in boxes:
            yield from self.elements(box, at, depth)

    def _mark(self, element: etree._Element) -> str:
        properties = child(element, "pPr")
        number, level = value(properties, "numPr", "numId"), value(properties, "numPr", "ilvl")
        style = self.styles.get(value(properties, "pStyle") or "")
        if number is None and style is None:
            return ""
        standing = style or ("0", 0)
        return self.numbering.next(number or standing[0], _level(level) if level is not None else standing[1])

    def _table(self, element: etree._Element, spot: Spot | None, depth: int) -> Table:
        if depth >= DEEPEST:
            raise in_whole(f"表格嵌套超过 {DEEPEST} 层，读不了，请拆开后再试", f"tables are nested over {DEEPEST} deep")
        if spot is None:
            self.tables += 1
        rows: list[list[_Open]] = []
        open_cells: dict[int, _Open] = {}  # column → the cell that a vertical merge may go on
        for row, printed in enumerate(_inside(element, "tr")):
            rows.append([])
            column = _span(value(printed, "trPr", "gridBefore"), 0)
            for cell in _inside(printed, "tc"):
                width = _span(value(cell, "tcPr", "gridSpan"), 1)
                merge = child(cell, "tcPr", "vMerge")
                if merge is not None and attribute(merge, "val") in (None, "continue") and column in open_cells:
                    open_cells[column].rows = row - open_cells[column].row + 1
                else:
                    at = spot or Spot(table=self.tables, row=row + 1, column=column + 1)
                    content = tuple(self.elements(cell, at, depth + 1))
                    open_cells[column] = _Open(row=row, column=column, columns=width, content=content)
                    rows[-1].append(open_cells[column])
                column += width
        return Table(tuple(tuple(cell.closed() for cell in row) for row in rows))


@dataclass
class _Open:
    """A cell whose height is not known yet."""

    row: int
    column: int
    columns: int
    content: tuple[Element, ...]
    rows: int = 1

    def closed(self) -> Cell:
        return Cell(row=self.row, column=self.column, content=self.content, rows=self.rows, columns=self.columns)


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls."""
    for element in parent:
        local = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if local == name:
            yield element
        elif local in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _inside(element, name)


def _span(printed: str | None, default: int) -> int:
    return min(int(printed), 500) if printed and printed.isdigit() and len(printed) < 6 else default


def _words(paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
    """The text of a paragraph, and the text boxes anchored in it."""
    words: list[str] = []
    boxes: list[etree._Element] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name == "t":
            words.append(element.text or "")
        elif name in _BREAKS:
            words.append(_BREAKS[name])
        elif name == "txbxContent":
            boxes.append(element)
        elif name and name not in _SKIPPED:
            stack.extend(reversed(element))
    return "".join(words), boxes
