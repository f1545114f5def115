"""The same text set by others: Chromium's print-to-PDF, and Typst. Warm, one process, pages per second of CPU.

Neither makes what is asked of a paper here (PDF/A-3a with PDF/UA-1, signature fields); this is what they cost without it.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from bench._processes import cpu_of_descendants
from reports.fonts import fontconfig_file

ROUNDS = 8
_STYLE = Path(__file__).parents[1] / "reports" / "styles" / "paper.css"
_TYPST = """#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(font: ("XH FangSong", "XH FangSong Full", "XH Rare"), size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: 2em, leading: 13pt)
"""


@dataclass(frozen=True, kw_only=True)
class Rival:
    """CPU seconds for so many pages, and the size of one document in bytes; no CPU when it is not here, and `note` says why."""

    name: str
    cpu: float = 0.0
    pages: int = 0
    size: int = 0
    note: str = ""


def chromium(html: str, fonts: Path) -> Rival:
    """Chromium prints the paper's own HTML and style sheet (it ignores what only WeasyPrint knows, so its pages break elsewhere)."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return Rival(name="Chromium", note="没有安装 playwright，没有与 Chromium 比较。")
    page = html.replace("</head>", f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head>")
    os.environ["FONTCONFIG_FILE"] = str(fontconfig_file(fonts))
    try:
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            sheet = browser.new_page()

            def one() -> bytes:
                sheet.set_content(page)
                return sheet.pdf(prefer_css_page_size=True, tagged=True)

            found = _measured("Chromium", one, lambda: cpu_of_descendants(os.getpid()))
            browser.close()
            return found
    except Error as problem:
        return Rival(name="Chromium", note=f"Chromium 没有启动（{str(problem).splitlines()[0]}），没有比较。")
    finally:
        del os.environ["FONTCONFIG_FILE"]


def typst(html: str, fonts: Path) -> Rival:
    """Typst sets the same paragraphs in the same face and size, without tables, tags and attachments."""
    sys.path.append(os.environ.get("XIAOHAO_BENCH_PACKAGES", ""))
    try:
        import typst as engine
    except ImportError:
        return Rival(name="Typst", note="没有安装 typst（见 requirements-bench.lock），没有比较。")
    finally:
        sys.path.pop()
    source = (_TYPST + "\n\n".join(_escaped(line) for line in _paragraphs(html))).encode()
    with TemporaryDirectory() as room:
        paper = Path(room) / "paper.typ"
        paper.write_bytes(source)
        compiler = engine.Compiler(str(paper), font_paths=[str(fonts)])
        return _measured("Typst（只有文字）", lambda: bytes(compiler.compile(format="pdf")), lambda: 0.0)


def _measured(name: str, one: Callable[[], bytes], others: Callable[[], float]) -> Rival:
    pdf = one()  # warms it
    before = time.process_time() + others()
    for _ in range(ROUNDS):
        pdf = one()
    cpu = time.process_time() + others() - before
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return Rival(name=name, cpu=cpu, pages=len(document.pages) * ROUNDS, size=len(pdf))


def _paragraphs(html: str) -> list[str]:
    """The text of every paragraph, heading and cell."""
    body = html.partition("<body")[2].partition(">")[2]
    pieces = re.split(r"</?(?:p|h1|h2|h3|tr|div|table)[^>]*>", body)
    texts = (" ".join(unescape(re.sub(r"<[^>]+>", " ", piece)).split()) for piece in pieces)
    return [text for text in texts if text]


def _escaped(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~/=+-])", r"\\\1", text)
