"""A dossier as HTML: the words and their order, by the template of its kind. How it looks is the style sheet's affair."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno

from reports import account, filed, layouts, line_shapes, wording
from reports.dossiers import PAPERS, CaseFile, Dossier
from reports.photographs import NONE, Photograph

_MARK_WIDTH_MM = 154.0  # the type area less a hair
_MARK_SIZE_MM = 15.0  # 42 pt, the largest that still looks like a paper and not like a poster
_TITLE_EMS = 19.5  # characters of 22 pt in 156 mm
_CHARACTER_MM = 156 / 28
_DIGIT_EMS = 0.495  # of the body face
_SIGNATURE_EMS = 24.0
_COPY_LINE_EMS = 25.0  # characters of 14 pt beside the hanging 抄送：
_ISSUED_LINE_EMS = 17.0  # beside the date
_STAMP_LINE_EMS, _STAMP_LINES = 14.5, 6  # characters beside the label, lines below the heading
_COLOPHON_ROW_MM = 8.2


class Headings:
    """Numbers of the headings: 一、 and （一） (GB/T 9704-2012, 7.3.3), so that a part that is left out leaves no gap."""

    def __init__(self) -> None:
        self._major = self._minor = 0

    def major(self) -> str:
        self._major, self._minor = self._major + 1, 0
        return f"{wording.chinese_number(self._major)}、"

    def minor(self) -> str:
        self._minor += 1
        return f"（{wording.chinese_number(self._minor)}）"


def html_of(
    dossier: Dossier,
    *,
    unprinted: bool,
    templates: Path | None = None,
    photographs: Mapping[str, Photograph] = NONE,
) -> str:
    """The HTML of a dossier, by a city's `templates` where it has some. `unprinted`: some characters will be printed as 〓, and a note says so.

    Raises TemplateRefused for a broken template of the city, with file and line.
    """
    template = layouts.environment(templates).get_template(f"{dossier.kind}.html")
    try:
        papers = _filed(dossier, unprinted=unprinted, templates=templates, photographs=photographs)
        return template.render(**_given(dossier), unprinted=unprinted, photographs=photographs, papers=papers)
    except Exception as problem:  # whatever a city's file does wrong while it is read
        if (refusal := layouts.refused(problem, templates)) is not None:
            raise refusal from problem
        raise


def _filed(dossier: Dossier, **options: Any) -> list[filed.Page]:
    """The papers inside a case file, by the same templates."""
    return filed.pages(dossier, lambda paper: html_of(paper, **options)) if isinstance(dossier, CaseFile) else []


def _given(dossier: Dossier) -> dict[str, object]:
    return {
        "d": dossier,
        "account": account.of(dossier),
        "name": PAPERS[dossier.kind].name,
        "headings": Headings(),
        "we": wording.self_reference(dossier.issuer),
        "mark": _mark(f"{dossier.issuer}文件"),
        "letter_mark": _mark(dossier.issuer),
        "cover_lines": line_shapes.shaped(dossier.title.removesuffix("整改销号案卷"), width=_TITLE_EMS),
        "title_lines": line_shapes.shaped(dossier.title, width=_TITLE_EMS),
        "issued_lines": line_shapes.shaped(dossier.issuer, width=_ISSUED_LINE_EMS),
        "signature_lines": line_shapes.shaped(dossier.issuer, width=_SIGNATURE_EMS),
        "signed_mm": _signed_mm(dossier),
        "qr": qr(dossier.verify_url),
        "tail_mm": _tail_mm(dossier),
    }


def qr(url: str) -> str:
    """A QR code as a data: address (SVG, so that it prints sharp; error level M, as the seal may touch it)."""
    return segno.make(url, error="m", micro=False).svg_data_uri(border=2, scale=4, svgns=True, xmldecl=False)


def stamp_html(lines: list[tuple[str, str]]) -> str:
    """The visible block of a signature: label and value per line; small print for more text than the block has room for."""
    small = sum(-(-line_shapes.ems(value) // _STAMP_LINE_EMS) for _, value in lines) > _STAMP_LINES
    return layouts.environment(None).get_template("stamp.html").render(lines=lines, small=small)


def _mark(text: str) -> dict[str, object]:
    """The red mark: one line as large as fits, two when one would be too small to be a mark (below 8 mm)."""
    lines = [text] if _MARK_WIDTH_MM / line_shapes.ems(text) >= 8 else line_shapes.shaped(text, width=22)
    widest = max(line_shapes.ems(line) for line in lines)
    return {"lines": lines, "size_mm": round(min(_MARK_SIZE_MM, _MARK_WIDTH_MM / widest / 1.03), 2)}


def _signed_mm(dossier: Dossier) -> float:
    """Free room right of issuer and date: the date ends four characters from the edge and the name is centred over it (7.3.5.1).

    A name wider than the date reaches to both sides, as far as the edge.
    """
    day = wording.chinese_date(dossier.issued_on)
    beyond = line_shapes.ems(_widest(dossier.issuer)) - sum(_DIGIT_EMS if each.isdigit() else 1.0 for each in day)
    return round(max(0.0, 4 - max(0.0, beyond) / 2) * _CHARACTER_MM, 2)


def _widest(issuer: str) -> str:
    return max(line_shapes.shaped(issuer, width=_SIGNATURE_EMS), key=line_shapes.ems)


def _tail_mm(dossier: Dossier) -> float:
    """Height of the version block: it is placed by itself at the foot of the last page, and the text must leave it room."""
    rows: float = len(line_shapes.shaped(dossier.issuer, width=_ISSUED_LINE_EMS))
    if dossier.copies_to:
        rows += -(-(line_shapes.ems("，".join(dossier.copies_to)) + 1) // _COPY_LINE_EMS)
    return round(rows * _COLOPHON_ROW_MM + 2, 1)
