"""Which free face stands in for which face of GB/T 9704-2012, and where each is found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """One face of the standard and the file that it is made from.

    ``family`` is the name style sheets use; ``source`` a file name inside ``package`` (a Debian package).
    """

    family: str
    source: str
    package: str


FANDOL_PACKAGE = "texlive-lang-chinese"
RARE_PACKAGE = "fonts-babelstone-han"

FACES: tuple[Face, ...] = (
    Face("XH FangSong", "FandolFang-Regular.otf", FANDOL_PACKAGE),
    Face("XH KaiTi", "FandolKai-Regular.otf", FANDOL_PACKAGE),
    Face("XH HeiTi", "FandolHei-Regular.otf", FANDOL_PACKAGE),
    Face("XH SongTi", "FandolSong-Regular.otf", FANDOL_PACKAGE),
    Face("XH XiaoBiaoSong", "FandolSong-Bold.otf", FANDOL_PACKAGE),
)

RARE_FAMILY = "XH Rare"
RARE = Face(RARE_FAMILY, "BabelStoneHan.ttf", RARE_PACKAGE)

PACKAGES: tuple[str, ...] = (FANDOL_PACKAGE, RARE_PACKAGE)


def full_family(family: str) -> str:
    """Name of the complete face behind the GB 2312 subset ``family``; it comes second in a stack.

    Two files, because a subset of 7,400 glyphs is embedded faster and smaller than the complete face, and nearly
    every document needs nothing else.
    """
    return f"{family} Full"


def file_name(family: str) -> str:
    """File name of a built family: the family without its spaces."""
    return family.replace(" ", "") + ".ttf"


FAMILIES: tuple[str, ...] = (
    *(face.family for face in FACES),
    *(full_family(face.family) for face in FACES),
    RARE_FAMILY,
)
