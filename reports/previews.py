"""Trying a city's template before it prints anything: every sample paper by it, and one of them as a marked specimen.

The samples are invented papers, one of each kind; they are what the tests of the papers print (`tests/reports/every_paper.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from reports import layouts
from reports.dossiers import PAPERS, Dossier, from_json
from reports.paper import html_of
from reports.refusals import TemplateRefused
from reports.render import render_copy

SAMPLES = Path(__file__).parent / "samples"
_STYLE = """<style>
@page { @top-right-corner { content: "样张"; font: 15pt/15pt var(--hei); color: #000; vertical-align: middle; text-align: center }
  @bottom-center { content: "样张：内容为虚构，不是文书，不具有效力"; font: 8pt/11pt var(--song);
    vertical-align: bottom; text-align: center; padding-bottom: 9mm } }
.place::before { content: "样张，不签名"; font: 9pt/12pt var(--song); letter-spacing: 0; color: #000 }
</style>"""


@cache
def sample(kind: str) -> Dossier:
    """The sample paper of a kind. Raises KeyError for a kind there is none of."""
    if kind not in PAPERS:
        raise KeyError(kind)
    return from_json((SAMPLES / f"{kind}.json").read_text(encoding="utf-8"))


def built_in(name: str) -> str:
    """One of our own templates, to begin from. Raises KeyError for a name we have none of."""
    if name not in names():
        raise KeyError(name)
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


@cache
def names() -> tuple[str, ...]:
    """The names of our own templates: a city's file wins over the one of the same name."""
    return tuple(sorted(path.name for path in (Path(__file__).parent / "templates").glob("*.html")))


@contextmanager
def tried(folder: Path, name: str, data: bytes) -> Iterator[Path]:
    """A copy of the city's folder with one file put in, gone afterwards. Nothing of the folder itself is touched."""
    with TemporaryDirectory(prefix="xiaohao-templates-") as directory:
        place = Path(directory)
        if folder.is_dir():
            for file in folder.glob("*.html"):
                shutil.copyfile(file, place / file.name)
        (place / name).write_bytes(data)
        yield place


def wrong_with(folder: Path, name: str, data: bytes) -> list[TemplateRefused]:
    """What is wrong with a file if it were put into the folder: read, and every sample paper written by it."""
    with tried(folder, name, data) as place:
        found = layouts.findings(place)
        return found or list(_unwritable(place))


def specimen(kind: str, folder: Path | None, fonts: Path) -> bytes:
    """The sample of a kind as a PDF, marked 样张 on every page. Raises TemplateRefused, FontsMissing, LayoutFailed."""
    return render_copy(
        sample(kind), fonts=fonts, templates=folder, marked=lambda html: html.replace("</head>", f"{_STYLE}</head>", 1)
    )


def _unwritable(folder: Path) -> Iterator[TemplateRefused]:
    for kind in PAPERS:
        try:
            html_of(sample(kind), unprinted=False, templates=folder)
        except TemplateRefused as refusal:
            yield refusal
            return
