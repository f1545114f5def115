"""Sample papers by a folder of templates, laid out in a process of its own so that the pages of others do not wait."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from reports.fonts import fonts_ready
from reports.previews import specimen
from reports.refusals import FontsMissing
from webapp.house import House
from webapp.presses import Presses
from webapp.settings import Settings
from workflows.jobs import TryLater

PATIENCE = 120.0
"""Seconds a specimen may take; a case file takes some."""


def specimen_pdf(settings: Settings, kind: str, folder: Path) -> bytes:
    """The specimen as a PDF. Raises PressFailed with the sentence of what was refused, TryLater while the fonts are built."""
    presses = Presses(settings, count=1, longest=PATIENCE)
    with TemporaryDirectory(prefix="xiaohao-specimen-") as directory:
        made = Path(directory) / "specimen.pdf"
        try:
            presses.do("print_specimen", {"kind": kind, "folder": str(folder), "to": str(made)})
        finally:
            presses.close()
        return made.read_bytes()


def print_specimen(house: House, arguments: dict[str, str]) -> None:
    """The same in the process that lays out, into the file its asker named. Raises TemplateRefused, TryLater."""
    fonts, folder = house.settings.fonts_dir, Path(arguments["folder"])
    if not fonts_ready(fonts):
        raise TryLater(why=str(FontsMissing(directory=fonts.name)))
    pdf = specimen(arguments["kind"], folder if folder.is_dir() else None, fonts)
    Path(arguments["to"]).write_bytes(pdf)
