"""The printing press: WeasyPrint with our fonts and style sheets, set up once per process.

One FontConfiguration and one parsed style sheet serve every document of a process: a new one per document grew to
779 MB in twelve documents. The press sees the fonts of one directory and nothing else, fetches nothing, and is locked
while it works, because Pango's font map is not for two threads.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.fonts import fontconfig_file, fonts_ready
from reports.refusals import FontsMissing, LayoutFailed

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

_STYLES = ("paper.css", "stamp.css")
_BROKEN = ("notdef",)
_SETTING_UP = threading.Lock()  # two jobs may ask at once, and one press is enough


class Press:
    """WeasyPrint, ready to print. Get it from `press`."""

    def __init__(self, directory: Path) -> None:
        os.environ["FONTCONFIG_FILE"] = str(
            fontconfig_file(directory)
        )  # read when Pango is loaded, so before the import
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        from reports import justify

        self.justified = justify.install()
        self._html = weasyprint.HTML
        self._fonts: FontConfiguration = FontConfiguration()
        self._sheets = {name: self._sheet(weasyprint.CSS, name) for name in _STYLES}
        self._fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
        self._lock = threading.Lock()

    def lay_out(self, html: str, style: str, **options: Any) -> Document:
        """The pages of `html`, by one of the style sheets."""
        with self._lock:
            return self._html(string=html, url_fetcher=self._fetcher).render(
                font_config=self._fonts, stylesheets=[self._sheets[style]], **options
            )

    def write(self, document: Document, **options: Any) -> bytes:
        """The PDF of laid-out pages. Raises LayoutFailed where a character has no glyph, which PDF/A forbids."""
        with self._lock, _listening() as said:
            pdf = document.write_pdf(**options)
        _refuse_broken(said)
        return bytes(pdf)

    def _sheet(self, css: type[CSS], name: str) -> CSS:
        text = (files("reports") / "styles" / name).read_text(encoding="utf-8")
        return css(string=text, font_config=self._fonts)


@cache
def _press(directory: Path) -> Press:
    return Press(directory)


def press(directory: Path) -> Press:
    """The process's press for a font directory. Raises FontsMissing while the fonts are being built."""
    if not fonts_ready(directory):
        raise FontsMissing(directory=directory.name)
    with _SETTING_UP:
        return _press(directory.resolve())


class _Said(logging.Handler):
    """What WeasyPrint says while it works; it reports broken output as a log line, not as an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    logger, handler = logging.getLogger("weasyprint"), _Said()
    logger.addHandler(handler)
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)


def _refuse_broken(said: list[str]) -> None:
    for line in said:
        if any(word in line for word in _BROKEN):
            raise LayoutFailed(why=line)
