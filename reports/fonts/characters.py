"""Which characters go into which font file."""

from collections.abc import Iterable

# The Yi syllables (and their radicals) in Fandol are never printed here and cost a seventh of the conversion.
YI = range(0xA000, 0xA4D0)

# Signs a Chinese official text uses beside GB 2312: units, sub- and superscripts, marks of a list.
MORE_SIGNS = "²³⁰¹⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉μ·—…‰≤≥×÷℃㎡㎥㎎㎏㎜㎝㎞㏄√□■"

_RARE_RANGES = (
    range(0x20, 0x300),  # Latin with accents, so that a rare letter is not a box either
    range(0x370, 0x460),  # Greek and Cyrillic
    range(0x2000, 0xA000),  # signs, kana, bopomofo, extension A, the unified ideographs
    range(0xF900, 0xFB00),  # compatibility ideographs
    range(0xFE30, 0xFF00),
    range(0xFF00, 0xFFF0),  # full-width forms
    range(0x20000, 0x40000),  # extensions B and later
)


def gb2312() -> frozenset[int]:
    """The 7,445 code points of GB 2312-80, with ASCII and the signs documents add to it."""
    rows = (bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF))
    pairs = {ord(character) for character in rows if character}
    return frozenset(pairs | set(range(0x20, 0x7F)) | {0xA0} | {ord(sign) for sign in MORE_SIGNS})


def without_yi(code_points: Iterable[int]) -> frozenset[int]:
    """``code_points`` without the Yi syllables."""
    return frozenset(point for point in code_points if point not in YI)


def rare(available: Iterable[int], covered: frozenset[int]) -> frozenset[int]:
    """What the rare face is asked for: all that it has and that not every main face has, and a space.

    ``covered`` are the code points that every main face draws; a character only one of them lacks still has to
    be found by that one.
    """
    wanted = (point for point in available if any(point in part for part in _RARE_RANGES))
    return frozenset(point for point in wanted if point not in covered) | {0x20}
