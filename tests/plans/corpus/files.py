"""Builders of the files offices send: Word, Excel and PDF, made here rather than stored."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from openpyxl import Workbook

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; both from 0


@dataclass(frozen=True)
class Auto:
    """A paragraph that Word numbers by itself; `level` 0 is 一、, 1 is （一）, 2 is 1."""

    level: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table; a cell is text, or a Grid of its own."""

    rows: Sequence[Sequence[Any]]
    merges: Sequence[Merge] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A worksheet: rows of values, merged ranges, and number formats by (row, column)."""

    rows: Sequence[Sequence[Any]]
    merges: Sequence[Merge] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)


_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def word(*parts: str | Auto | Grid) -> bytes:
    """A .docx of paragraphs, automatically numbered ones and tables."""
    document = docx.Document()
    _define_numbering(document)
    for part in parts:
        if isinstance(part, Grid):
            table = document.add_table(rows=len(part.rows), cols=max(len(row) for row in part.rows))
            _fill(table, part)
        elif isinstance(part, Auto):
            _number(document.add_paragraph(part.text), part.level)
        else:
            document.add_paragraph(part)
    return saved(document)


def saved(document: Any) -> bytes:
    """The bytes of a document or workbook."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def excel(sheets: Mapping[str, Sheet]) -> bytes:
    """An .xlsx with its sheets in order."""
    book = Workbook()
    book.remove(book.active)
    for name, sheet in sheets.items():
        made = book.create_sheet(name)
        for row in sheet.rows:
            made.append(list(row))
        for first_row, first_column, last_row, last_column in sheet.merges:
            made.merge_cells(
                start_row=first_row + 1, start_column=first_column + 1, end_row=last_row + 1, end_column=last_column + 1
            )
        for (row, column), number_format in sheet.formats.items():
            made.cell(row + 1, column + 1).number_format = number_format
    return saved(book)


def _fill(table: Any, grid: Grid) -> None:
    for row, values in enumerate(grid.rows):
        for column, value in enumerate(values):
            cell = table.cell(row, column)
            if isinstance(value, Grid):
                nested = cell.add_table(rows=len(value.rows), cols=max(len(each) for each in value.rows))
                _fill(nested, value)
            elif value:
                cell.text = value
    for first_row, first_column, last_row, last_column in grid.merges:
        table.cell(first_row, first_column).merge(table.cell(last_row, last_column))


def _define_numbering(document: Document) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (fmt, text) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _number(paragraph: Any, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    numbered = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", 77)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        numbered.append(element)
    properties.append(numbered)


@dataclass(frozen=True, kw_only=True)
class Sheetlet:
    """A page of a PDF: words at points (x, y from the lower left, A4) and ruled lines."""

    words: Sequence[tuple[float, float, str]]
    rules: Sequence[tuple[float, float, float, float]] = ()
    size: float = 12


def pdf(*pages: Sheetlet) -> bytes:
    """A PDF written by hand, with a Chinese font that is named and not embedded: small, and read as any other."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *_FONT]
    kids = []
    for page in pages:
        content = _content(page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _assembled(objects)


_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /Ascent 880 /Descent -120 /CapHeight 700 "
    b"/ItalicAngle 0 /StemV 80 /FontBBox [-25 -254 1000 880] >>",
)


def _content(page: Sheetlet) -> bytes:
    lines = [
        f"BT /F {page.size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in page.words
    ]
    lines += [f"0.5 w {x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in page.rules]
    return "\n".join(lines).encode()


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def page_of(
    lines: Sequence[str], *, header: str = "", footer: str = "", per_line: int = 36, goes_on: bool = False
) -> Sheetlet:
    """A page as a printer sets it: lines broken after so many characters, header and footer at their places.

    `goes_on`: the first paragraph began on the page before, so it is not indented.
    """
    words: list[tuple[float, float, str]] = []
    y = 760.0
    for index, line in enumerate(lines):
        indented = line if goes_on and index == 0 else f"\u3000\u3000{line}"
        for start in range(0, len(indented), per_line):
            words.append((80, y, indented[start : start + per_line]))
            y -= 22
    if header:
        words.append((80, 800, header))
    if footer:
        words.append((280, 40, footer))
    return Sheetlet(words=words)


def ruled(rows: Sequence[Sequence[str]], *, widths: Sequence[int], top: float = 760, left: float = 40) -> Sheetlet:
    """A page with a ruled table; the text of a cell is broken at the cell's width."""
    words: list[tuple[float, float, str]] = []
    edges = [left + sum(widths[:column]) for column in range(len(widths) + 1)]
    y = top
    rules = [(edges[0], y, edges[-1], y)]
    for row in rows:
        broken = [_broken(text, int((width - 6) // 10)) for text, width in zip(row, widths, strict=True)]
        height = 14 * max(len(lines) for lines in broken) + 6
        for column, lines in enumerate(broken):
            words += [(edges[column] + 3, y - 12 - 14 * index, line) for index, line in enumerate(lines)]
        rules += [(edge, y, edge, y - height) for edge in edges]
        y -= height
        rules.append((edges[0], y, edges[-1], y))
    return Sheetlet(words=words, rules=rules, size=10)


def _broken(text: str, per_line: int) -> list[str]:
    return [
        line[start : start + per_line] for line in text.split("\n") for start in range(0, max(1, len(line)), per_line)
    ]
