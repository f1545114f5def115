"""Names and vertical metrics of the built fonts."""

from collections.abc import Mapping

from fontTools.ttLib import TTFont

_NOTICES = (0, 13, 14)  # copyright, licence and its address stay as the makers wrote them
_WINDOWS = (3, 1, 0x409)
_MACINTOSH = (1, 0, 0)
_REGULAR = 64
_USE_TYPO_METRICS = 128
_CHANGES = (
    "Changed by xiaohao: renamed, reduced, metrics made equal, curves converted to TrueType where they were cubic."
)

# Share of the em above and below the baseline. All faces get the same, or a fallback glyph would grow its line.
ASCENT, DESCENT = 0.88, 0.12


def kept_notices(font: TTFont) -> dict[int, str]:
    """Copyright and licence texts of ``font`` by name number; a face we change must go on saying whose it is."""
    found = {number: font["name"].getDebugName(number) for number in _NOTICES}
    return {number: text for number, text in found.items() if text}


def rename(font: TTFont, family: str, notices: Mapping[int, str]) -> None:
    """Call ``font`` by ``family``, regular weight, in place, and keep its makers' ``notices``.

    Fandol's bold and regular Song both say Regular under one family; asked for by weight, one hides the other.
    """
    table = font["name"]
    table.names = []
    plain = family.replace(" ", "")
    for number, text in {**notices, 10: _CHANGES}.items():
        table.setName(text, number, *_WINDOWS)
    for number, text in {1: family, 2: "Regular", 3: f"{plain};xiaohao", 4: family, 6: plain}.items():
        table.setName(text, number, *_WINDOWS)
        table.setName(text, number, *_MACINTOSH)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = _REGULAR
    font["head"].macStyle = 0


def level_metrics(font: TTFont) -> None:
    """Give ``font`` the ascent and descent every face here has, in place."""
    em = font["head"].unitsPerEm
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    line, system = font["hhea"], font["OS/2"]
    line.ascent, line.descent, line.lineGap = ascent, -descent, 0
    system.sTypoAscender, system.sTypoDescender, system.sTypoLineGap = ascent, -descent, 0
    system.usWinAscent, system.usWinDescent = ascent, descent
    system.version = max(system.version, 4)
    system.fsSelection |= _USE_TYPO_METRICS
