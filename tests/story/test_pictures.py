"""The door of the project: its pictures are those of today's pages, and its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.story.pictures import BUILD, CHROMIUM, KEPT, LIFECYCLE, TOP, lifecycle, take
from webapp.settings import Settings

DOOR: Final = [
    TOP / "README.md",
    TOP / "README.zh-CN.md",
    TOP / "docs" / "user-guide.zh-CN.md",
    TOP / "docs" / "settings.md",
]
LINK: Final = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
IMAGE: Final = re.compile(r"(?:!\[[^\]]*\]\(|<img[^>]*? src=\")([^)\"\s]+)")
HEADING: Final = re.compile(r"^#+ +(.+)$", re.M)
LARGEST: Final = 150_000
ALIKE: Final = 4.0
"""Of 255: how far a picture may be from today's page, in the mean, at a quarter of its size. The two most alike, a page in both
languages, are 5.5 apart; the same page taken twice is 0 to 1."""
FONT: Final = "Noto Sans CJK SC"
"""With which the pictures were taken; where it is missing letters have other shapes, and only names and sizes are compared."""
TALLER: Final = 0.1
"""How much taller or lower a picture that ends with an element may be, with another machine's fonts."""

QUOTED: Final = re.compile(r"“([^”]+)”")
WRITTEN: Final = [
    TOP / "webapp" / "templates",
    TOP / "webapp" / "routes",
    TOP / "workflows",
    *(TOP / "webapp").glob("*.py"),
]


def linked(document: Path) -> list[str]:
    """Where a document points inside the repository, fenced code left out."""
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)
    found = [*LINK.findall(text), *IMAGE.findall(text)]
    return [each for each in found if not re.match(r"[a-z]+:", each)]


def anchors(document: Path) -> set[str]:
    """The names GitHub gives to headings."""
    titles = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def far(one: Path, other: Path) -> float:
    """The mean difference of two pictures, coarse enough not to see the edge of a letter."""
    first, second = (Image.open(each).convert("L") for each in (one, other))
    assert first.width == second.width, f"{one.name} is {first.width} px wide, not {second.width}"
    assert abs(first.height - second.height) <= TALLER * second.height, (
        f"{one.name} is {first.height} px high, not {second.height}"
    )
    small = (first.width // 4, first.height // 4)
    mean: float = ImageStat.Stat(ImageChops.difference(first.resize(small), second.resize(small))).mean[0]
    return mean


def same_letters() -> bool:
    """Whether this machine writes pages with the letters of the pictures."""
    found = subprocess.run(["fc-match", "-f", "%{family}", FONT], capture_output=True, text=True, check=True)
    return FONT in found.stdout


@pytest.mark.parametrize("document", DOOR, ids=lambda path: path.name)
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(document: Path) -> None:
    lost = []
    for link in linked(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []
    assert linked(document)


def test_the_guide_quotes_what_the_pages_say() -> None:
    files = [each for place in WRITTEN for each in ([place] if place.is_file() else place.rglob("*.*"))]
    texts = "".join(
        each.read_text(encoding="utf-8") for each in files if each.suffix in {".html", ".py", ".json", ".bpmn", ".txt"}
    )
    quoted = QUOTED.findall((TOP / "docs" / "user-guide.zh-CN.md").read_text(encoding="utf-8"))
    words = {part for each in quoted for part in re.split(" → |—", each)}
    assert {each for each in words if each not in texts} == set()
    assert len(words) > 20


def test_every_picture_kept_is_shown_somewhere_and_the_other_way_round() -> None:
    shown = {
        (each.parent / link).resolve() for each in DOOR for link in IMAGE.findall(each.read_text(encoding="utf-8"))
    }
    assert shown == set(KEPT.iterdir())


@pytest.mark.parametrize("language", ["README.md", "README.zh-CN.md"])
def test_each_readme_shows_three_pages_a_paper_and_the_lifecycle(language: str) -> None:
    names = {Path(link).name for link in IMAGE.findall((TOP / language).read_text(encoding="utf-8"))}
    assert {LIFECYCLE, "paper.png"} < names
    assert len(names) == 5


@pytest.mark.parametrize("picture", sorted(KEPT.glob("*.png")), ids=lambda path: path.name)
def test_a_picture_is_light_enough_for_a_slow_line(picture: Path) -> None:
    assert picture.stat().st_size <= LARGEST
    assert Image.open(picture).width <= 1280


def test_the_lifecycle_is_drawn_from_the_diagram_that_is_deployed() -> None:
    assert (KEPT / LIFECYCLE).read_text(encoding="utf-8") == lifecycle(), "run ./run pictures"


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed; ./run test --all installs it")
@pytest.mark.skipif(not (Settings().fonts_dir / "READY").exists(), reason="the fonts of the papers could not be had")
def test_the_pictures_show_the_pages_of_today() -> None:
    pytest.importorskip("playwright.sync_api", reason="the browser tests need the development packages")
    take(BUILD)
    assert {each.name for each in BUILD.iterdir()} == {each.name for each in KEPT.iterdir()}
    changed = {each.name: far(each, KEPT / each.name) for each in BUILD.glob("*.png")}
    assert {name: by for name, by in changed.items() if by > ALIKE and same_letters()} == {}, (
        "look at build/pictures, then ./run pictures"
    )
