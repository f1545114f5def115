"""Chinese lines that end flush right, which WeasyPrint cannot set by itself.

WeasyPrint 70 justifies at spaces only, and Chinese has none: lines broken before a closing bracket stay short, and the
28-character grid of GB/T 9704-2012 shows it at once. `install` replaces three functions of WeasyPrint: slack is spread
over every gap between characters of a line that holds Chinese, and a glyph from a fallback face no longer makes its
line higher than the others (22 lines a page). These are private functions, so the patch refuses any other version:
a newer WeasyPrint prints ragged lines, which a test reports, rather than wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

VERSION = "70."
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_PARENTS = (boxes.LineBox, boxes.InlineBox)

_original_justify = inline.justify_line
_original_metrics = line_break.first_line_metrics


def install() -> bool:
    """Put the patch in place, once per process. False when this is not the version it was written for."""
    if not weasyprint.__version__.startswith(VERSION):
        return False
    inline.justify_line = _justify_line
    line_break.first_line_metrics = _first_line_metrics
    line_break.Layout.reactivate = _reactivate
    return True


def _justify_line(context: Any, line: Any, slack: float) -> None:
    """Spread `slack` (CSS pixels) over all gaps of the line; lines without Chinese are left to WeasyPrint."""
    length = sum(len(box.text) for box in _texts(line))
    chinese = any(_CHINESE.search(box.text) for box in _texts(line))
    if length < 2 or not chinese or line.style["direction"] == "rtl":
        _original_justify(context, line, slack)
        return
    _Spread(slack / (length - 1), length).over(line)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        if box.text:
            yield box
    elif isinstance(box, _PARENTS):
        for child in box.children:
            yield from _texts(child)


class _Spread:
    """One line being widened: `gap` goes after each of its `left` characters but the last."""

    def __init__(self, gap: float, length: int) -> None:
        self.gap = gap
        self.left = length
        self.moved = 0.0

    def over(self, line: Any) -> None:
        for child in line.children:
            self._box(child)
        line.width += self.moved

    def _box(self, box: Any) -> None:
        before = self.moved
        if isinstance(box, boxes.TextBox):
            box.position_x += before
            self._text(box)
        elif isinstance(box, boxes.InlineBox):
            box.position_x += before
            for child in box.children:
                self._box(child)
            box.width += self.moved - before
        else:
            box.translate(before, 0)

    def _text(self, box: Any) -> None:
        length = len(box.text)
        gaps = length if self.left > length else length - 1
        self.left -= length
        if length:
            box.pango_layout.extra_letter_spacing = self.gap
            box.width += self.gap * gaps
            self.moved += self.gap * gaps


def _reactivate(layout: Any, style: Any) -> None:
    """WeasyPrint rebuilds a layout from its style when it draws: hand it the spacing that was found."""
    extra = getattr(layout, "extra_letter_spacing", 0)
    if extra:
        style = style.copy()
        normal = style["letter_spacing"] == "normal"
        style["letter_spacing"] = extra + (0 if normal else style["letter_spacing"])
    layout.setup(style)
    layout.set_text(layout.text, justify=True)


def _first_line_metrics(
    first_line: Any, text: Any, layout: Any, resume_at: Any, space_collapse: Any, style: Any, *more: Any, **named: Any
) -> Any:
    """Height and baseline of the first family for every line, whichever face its characters came from."""
    found = _original_metrics(first_line, text, layout, resume_at, space_collapse, style, *more, **named)
    if style["line_height"] == "normal" or not style["font_size"]:
        return found
    return (*found[:4], *_own_metrics(style))


def _own_metrics(style: Any) -> tuple[float, float]:
    cache = style.font_config.strut_layouts
    key = ("own", line_break._font_style_cache_key(style, include_size=True))
    if key not in cache:
        layout = line_break.Layout(style)
        layout.set_text(" ")
        line, _ = layout.get_first_line()
        cache[key] = _original_metrics(line, "", layout, None, False, style)[4:6]
    height, baseline = cache[key]
    return height, baseline
