"""Characters that can be printed, and what is printed instead of the others.

People type what their telephones offer. A character no face has would be a .notdef box, which PDF/A forbids, and an
invisible one (direction marks, zero widths) can make a paper read otherwise than its facts. So invisible characters are
left out and missing glyphs become 〓, the printer's mark for a sort that is not in the case; the text as it was typed
stays in `facts.json`, and the paper says so.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

MISSING = "〓"
_LEFT_OUT = frozenset({"Cc", "Cf", "Co", "Cs"})
_VARIATION = range(0xFE00, 0xFE10)


@cache
def covered(directory: Path) -> frozenset[int]:
    """Code points some face in the font directory has."""
    found: set[int] = set()
    for path in sorted(directory.rglob("*.[to]tf")):
        if path.with_stem(f"{path.stem}Full").exists():
            continue  # a subset of the file beside it
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def printable(text: str, directory: Path) -> tuple[str, bool]:
    """The text as it can be printed, and whether a 〓 stands in it."""
    changes = {ord(c): _instead(c) for c in set(text) if not _kept(c, directory)}
    return text.translate(changes), MISSING in changes.values()


def _kept(character: str, directory: Path) -> bool:
    """GB 2312 is in every face, and asking first spares most papers half a second of reading font tables."""
    if character in "\n\t":
        return True
    return not _invisible(character) and (_ordinary(character) or ord(character) in covered(directory))


def _ordinary(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _instead(character: str) -> str | None:
    if character.isspace() or character == "\r":
        return " "
    return None if _invisible(character) else MISSING


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in _LEFT_OUT or ord(character) in _VARIATION
