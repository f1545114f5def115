"""A CFF face redrawn as TrueType fonts of chosen characters.

PDF/A wants the glyph numbers of an embedded CID-keyed font to equal its CIDs; in Fandol, once reduced, they do not,
and veraPDF refuses the file. A TrueType font has no CIDs, so the question does not arise. The curves are converted
once and then put together as often as wanted: the conversion is what takes the time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from reports.fonts.characters import without_yi
from reports.fonts.naming import kept_notices, level_metrics, rename

# Largest distance between the curves, in units of 1000 to the em: far below what 600 dpi can show at 22 pt.
TOLERANCE = 0.8

_NOTDEF = ".notdef"


@dataclass(frozen=True)
class Drawn:
    """A face whose curves are converted: glyphs and advance widths by glyph name, glyph names by code point."""

    em: int
    glyphs: Mapping[str, Glyph]
    widths: Mapping[str, int]
    characters: Mapping[int, str]
    notices: Mapping[int, str]
    made: int  # the original's own time stamp (seconds since 1904), kept so that two builds give the same bytes


def draw(path: Path) -> Drawn:
    """Convert every glyph of the face at ``path`` that a character stands for (Yi syllables aside)."""
    font = TTFont(path, lazy=True)
    every = font.getBestCmap()
    characters = {point: every[point] for point in without_yi(every)}
    names = [_NOTDEF, *sorted(set(characters.values()) - {_NOTDEF})]
    outlines = font.getGlyphSet()
    glyphs = {name: _quadratic(outlines, name) for name in names}
    widths = {name: font["hmtx"][name][0] for name in names}
    head = font["head"]
    return Drawn(head.unitsPerEm, glyphs, widths, characters, kept_notices(font), head.modified)


def _quadratic(outlines: Mapping[str, object], name: str) -> Glyph:
    pen = TTGlyphPen(None)
    outlines[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))  # type: ignore[attr-defined]  # glyph set values are untyped
    return pen.glyph()


def save(drawn: Drawn, family: str, characters: Collection[int], path: Path) -> None:
    """Write the TrueType font ``family`` of those ``characters`` the face has to ``path``."""
    chosen = {point: drawn.characters[point] for point in sorted(characters) if point in drawn.characters}
    order = [_NOTDEF, *dict.fromkeys(name for name in chosen.values() if name != _NOTDEF)]
    builder = FontBuilder(drawn.em, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(chosen)
    builder.setupGlyf({name: drawn.glyphs[name] for name in order})
    builder.setupHorizontalMetrics({name: (drawn.widths[name], _left(drawn.glyphs[name])) for name in order})
    builder.setupHorizontalHeader()
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False, underlinePosition=-75, underlineThickness=50)
    builder.setupNameTable({})
    builder.updateHead(created=drawn.made, modified=drawn.made)
    rename(builder.font, family, drawn.notices)
    level_metrics(builder.font)
    builder.font.recalcTimestamp = False
    builder.save(path)


def _left(glyph: Glyph) -> int:
    """Left edge of ``glyph``; the side bearing has to equal it, or viewers shift the glyph. Empty ones have none."""
    return int(getattr(glyph, "xMin", 0))
