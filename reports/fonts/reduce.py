"""The rare face: a font that is TrueType already, cut down to the characters the other faces lack."""

from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from reports.fonts.characters import rare
from reports.fonts.naming import kept_notices, level_metrics, rename

# Layout tables go: documents are set on a grid of equal squares, without kerning or ligatures.
_DROPPED = ["DSIG", "VORG", "BASE", "GDEF", "GSUB", "GPOS", "meta", "vhea", "vmtx", "gasp"]


def covered_by(paths: Iterable[Path]) -> frozenset[int]:
    """The code points that every one of the fonts at ``paths`` draws."""
    sets = [frozenset(TTFont(path, lazy=True).getBestCmap()) for path in paths]
    return frozenset.intersection(*sets) if sets else frozenset()


def save_rare(source: Path, family: str, covered: frozenset[int], path: Path) -> None:
    """Write to ``path``, as ``family``, what the font at ``source`` has beyond ``covered``."""
    font = TTFont(source, lazy=True, recalcTimestamp=False)
    notices = kept_notices(font)
    options = subset.Options(
        glyph_names=False, hinting=False, layout_features=[], notdef_outline=True, drop_tables=_DROPPED
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=rare(font.getBestCmap(), covered))
    cutter.subset(font)
    rename(font, family, notices)
    level_metrics(font)
    font.save(path)
