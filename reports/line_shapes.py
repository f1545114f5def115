"""Where titles, red marks and signatures break: whole words, and lines that make a trapezoid (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# A break is good after these and before those: Chinese has no spaces, and these are where the titles of papers breathe.
_GOOD_BEFORE = ("整改", "销号", "关于", "领导小组", "办公室", "验收报告", "报告", "（", "《", "“", "第")
_GOOD_AFTER = ("的", "、", "，", "》", "）", "”", "市", "县", "区", "省")
_NEVER_START = "，。、；：！？）》”’〉】…—·%"
_NEVER_END = "（《“‘〈【"
_RUN = re.compile(r"[0-9A-Za-z.%〔〕]")


def ems(text: str) -> float:
    """Width in characters: a narrow character counts half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)


def shaped(text: str, *, width: float) -> list[str]:
    """The text in as few lines of at most `width` characters as can be, upper lines not shorter than lower where possible."""
    count = math.ceil(ems(text) / width)
    if count <= 1:
        return [text]
    for lines in range(count, count + 3):
        cut = _cut(text, lines, width)
        if cut:
            return list(cut)
    return list(_hard(text, width))


def _hard(text: str, width: float) -> Iterator[str]:
    """Lines as full as they go: for text that offers no good place at all."""
    line = ""
    for character in text:
        if line and ems(line + character) > width:
            yield line
            line = ""
        line += character
    yield line


@lru_cache(maxsize=4096)  # without it, a text that fits nowhere would be tried in every combination of places
def _cut(text: str, lines: int, width: float) -> tuple[str, ...] | None:
    """The best first line by penalty, then the rest in the same manner; None when no allowed cut fits."""
    if lines == 1:
        return (text,) if ems(text) <= width else None
    ideal = ems(text) / lines
    places = [at for at in range(2, len(text) - 1) if ems(text[:at]) <= width and _allowed(text, at)]
    for at in sorted(places, key=lambda at: _penalty(text, at, ideal)):
        rest = _cut(text[at:], lines - 1, width)
        if rest:
            return (text[:at], *rest)
    return None


def _allowed(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return after not in _NEVER_START and before not in _NEVER_END and not (_RUN.match(before) and _RUN.match(after))


def _penalty(text: str, at: int, ideal: float) -> float:
    """Distance from an even share, a shorter upper line counting double, less a bonus for a place between words."""
    over = ems(text[:at]) - ideal
    good = 4 * text[at:].startswith(_GOOD_BEFORE) + 3 * text[:at].endswith(_GOOD_AFTER)
    return (over if over >= 0 else -2 * over) - good
