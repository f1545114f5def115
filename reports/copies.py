"""A reprint: the same pages from the same dossier, marked as a copy on every one of them, and without signatures.

The mark stands in the margins, so that the text keeps its lines. A copy has no signature field: nobody can sign it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from reports.coverage import printable
from reports.wording import chinese_instant

_STYLE = """<style>
@page {{
  @top-right-corner {{ content: "副本"; font: 15pt/15pt var(--hei); color: #000; vertical-align: middle; text-align: center }}
  @bottom-center {{ content: "{note}"; font: 8pt/11pt var(--song); vertical-align: bottom; text-align: center; padding-bottom: 9mm }}
}}
.place::before {{ content: "副本不带电子签名，签名见原件"; font: 9pt/12pt var(--song); letter-spacing: 0; color: #000 }}
</style>"""


def marker(*, by: str, at: datetime, original: str, fonts: Path) -> Callable[[str], str]:
    """What turns the HTML of a paper into that of its copy. `original`: SHA-256 of the signed file it is a copy of."""
    said = f"副本，{by}于{chinese_instant(at)}重印。效力以带电子签名的原件为准（原件文件 SHA-256：{original}）"
    style = _STYLE.format(note=_css_string(printable(said, fonts)[0]))
    return lambda html: html.replace("</head>", f"{style}</head>", 1)


def _css_string(text: str) -> str:
    """A name may hold anything: every sign that could end a string, a rule or the element is written by its number."""
    return "".join(
        char if char.isalnum() or ord(char) > 0x2E7F else f"\\{ord(char):x} " for char in text if char.isprintable()
    )
