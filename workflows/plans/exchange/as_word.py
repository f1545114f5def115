"""A register as a Word file: a form for each problem, its labels at left, so that it reads and prints like the annex of a plan."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

from workflows.plans.exchange.layout import (
    ALWAYS,
    COLUMNS,
    EXPLANATION,
    MEASURE,
    MEASURE_COLUMNS,
    MEASURES,
    OF_MEASURE,
)
from workflows.plans.exchange.rows import Entry, entries_of
from workflows.plans.reading import ProblemReading

_WIDTHS = (2600, 5600, 1900, 1500, 1300, 1900)
"""Of the columns, in twentieths of a point; together the width of A4 across between its margins."""
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_HEADS = tuple(column.heading.removeprefix("整改").removesuffix("（一行一项）") for column in MEASURE_COLUMNS)


def as_word(title: str | None, problems: Iterable[ProblemReading]) -> bytes:
    """The whole register. Raises Unwritable for characters no file can hold."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(10.5)
    body = document.element.body
    for element in _opening(title):
        body.insert(len(body) - 1, parse_xml(element))
    for problem in problems:
        body.insert(len(body) - 1, parse_xml(_form(list(entries_of(problem)))))
        body.insert(len(body) - 1, parse_xml(_paragraph("")))  # two tables without one between them would be joined
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _opening(title: str | None) -> Iterator[str]:
    if title:
        yield _paragraph(title, bold=True, size=32)
    yield _paragraph(EXPLANATION, size=18)


def _form(entries: Sequence[Entry]) -> str:
    whole = entries[0]
    rows: list[str] = []
    for column in COLUMNS:
        if column.key == f"{OF_MEASURE}text":
            rows += _measures(entries)
        elif column.key.startswith(OF_MEASURE):
            continue
        elif column.key in whole or column.key in ALWAYS:
            rows.append(
                _row(
                    [
                        _cell(column.heading, _WIDTHS[0], bold=True),
                        _cell(whole.get(column.key, ""), sum(_WIDTHS[1:]), over=5),
                    ]
                )
            )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    properties = f'<w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _measures(entries: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """A row of headings and a row for each measure; nothing where the plan has none."""
    held = [entry for entry in entries if any(key.startswith(OF_MEASURE) for key in entry)]
    if held:
        yield _row([_cell(words, width, bold=True) for words, width in zip((MEASURES, *_HEADS), _WIDTHS, strict=True)])
    for number, entry in enumerate(held, 1):
        words = [entry.get(column.key, "") for column in MEASURE_COLUMNS]
        label = _cell(f"{MEASURE} {number}", _WIDTHS[0])
        yield _row([label, *(_cell(each, width) for each, width in zip(words, _WIDTHS[1:], strict=True))])


def _row(cells: Sequence[str]) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _cell(words: str, width: int, *, over: int = 1, bold: bool = False) -> str:
    span = f'<w:gridSpan w:val="{over}"/>' if over > 1 else ""
    inside = "".join(_paragraph(line, bold=bold, tight=True) for line in words.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>{inside}</w:tc>'


def _paragraph(words: str, *, bold: bool = False, size: int = 0, tight: bool = False) -> str:
    """One line; `size` in half points. The last cell must end with a paragraph, so an empty one is written too."""
    looks = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    spacing = '<w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>' if tight else ""
    text = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in words.split("\t"))
    run = f"<w:r><w:rPr>{looks}</w:rPr>{text}</w:r>" if words else ""
    return f"<w:p {nsdecls('w')}>{spacing}{run}</w:p>"
