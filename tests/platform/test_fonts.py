"""The font build, on a handful of glyphs drawn here; the real faces are looked at where they stand already."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from reports.fonts import FAMILIES, being_built, fontconfig_file, fonts_ready, full_family
from reports.fonts.__main__ import main
from reports.fonts.build import SourcesMissing, build
from reports.fonts.characters import gb2312, rare, without_yi
from reports.fonts.debian import CannotFetch, unpack
from reports.fonts.faces import FACES, RARE, file_name
from reports.fonts.libraries import missing_libraries
from webapp.settings import Settings

COMMON, EXTENDED, RARE_CHARACTER = ord("整"), ord("铻"), ord("喆")
NAMES_OF_PEOPLE = "喆堃镕翀昇\U0002cb4e"


def a_square(pen: T2CharStringPen | TTGlyphPen) -> T2CharStringPen | TTGlyphPen:
    pen.moveTo((100, 0))
    pen.curveTo((100, 300), (100, 500), (100, 700))
    pen.lineTo((800, 700))
    pen.closePath()
    return pen


def a_font(characters: list[int], *, cubic: bool) -> FontBuilder:
    """A font in which every character is the same shape."""
    names = [".notdef", *(f"g{point:x}" for point in characters)]
    builder = FontBuilder(1000, isTTF=not cubic)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({point: f"g{point:x}" for point in characters})
    if cubic:
        shapes = {name: a_square(T2CharStringPen(1000, None)).getCharString() for name in names}
        builder.setupCFF("Made", {}, shapes, {})
    else:
        outline = TTGlyphPen(None)
        outline.moveTo((100, 0))
        outline.lineTo((100, 700))
        outline.lineTo((800, 700))
        outline.closePath()
        shape = outline.glyph()
        builder.setupGlyf(dict.fromkeys(names, shape))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=700, descent=-300)
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular", "copyright": "Who drew it"})
    builder.setupOS2()
    builder.setupPost()
    return builder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Files named like the real ones, two or one characters each."""
    place = tmp_path / "sources"
    place.mkdir()
    for face in FACES:
        a_font([0x20, COMMON, EXTENDED], cubic=True).save(place / face.source)
    a_font([0x20, COMMON, RARE_CHARACTER], cubic=False).save(place / RARE.source)
    return place


def test_a_build_leaves_every_family_and_says_so_last(sources: Path, tmp_path: Path) -> None:
    directory = tmp_path / "fonts"
    assert not fonts_ready(directory)
    assert build(directory, sources=sources)
    assert fonts_ready(directory)
    built = {TTFont(path)["name"].getDebugName(1) for path in (directory / "faces").glob("*.ttf")}
    assert built == set(FAMILIES)
    assert str(directory / "faces") in fontconfig_file(directory).read_text(encoding="utf-8")


def test_the_first_file_of_a_face_holds_gb2312_and_the_second_all_of_it(sources: Path, tmp_path: Path) -> None:
    build(tmp_path / "fonts", sources=sources)
    faces = tmp_path / "fonts" / "faces"
    first = TTFont(faces / file_name("XH FangSong"))
    assert set(first.getBestCmap()) == {0x20, COMMON}
    second = TTFont(faces / file_name(full_family("XH FangSong")))
    assert set(second.getBestCmap()) == {0x20, COMMON, EXTENDED}


def test_outlines_become_truetype_and_makers_keep_their_name(sources: Path, tmp_path: Path) -> None:
    build(tmp_path / "fonts", sources=sources)
    font = TTFont(tmp_path / "fonts" / "faces" / file_name("XH KaiTi"))
    assert "glyf" in font
    assert "CFF " not in font
    assert font["name"].getDebugName(0) == "Who drew it"
    assert font["glyf"][font.getBestCmap()[COMMON]].numberOfContours == 1


def test_all_faces_share_one_ascent_or_a_rare_character_would_move_its_line(sources: Path, tmp_path: Path) -> None:
    build(tmp_path / "fonts", sources=sources)
    heights = {
        (font["hhea"].ascent, font["hhea"].descent, font["OS/2"].usWinAscent)
        for font in (TTFont(path) for path in (tmp_path / "fonts" / "faces").glob("*.ttf"))
    }
    assert heights == {(880, -120, 880)}


def test_two_builds_give_the_same_bytes(sources: Path, tmp_path: Path) -> None:
    build(tmp_path / "one", sources=sources)
    build(tmp_path / "two", sources=sources)
    assert (tmp_path / "one" / "READY").read_text() == (tmp_path / "two" / "READY").read_text()


def test_a_second_build_finds_nothing_to_do(sources: Path, tmp_path: Path) -> None:
    build(tmp_path / "fonts", sources=sources)
    assert not build(tmp_path / "fonts", sources=sources)


def test_whoever_asks_meanwhile_hears_that_a_build_is_under_way(sources: Path, tmp_path: Path) -> None:
    heard: list[bool] = []
    assert not being_built(tmp_path / "fonts")
    build(tmp_path / "fonts", sources=sources, say=lambda _: heard.append(being_built(tmp_path / "fonts")))
    assert set(heard) == {True}
    assert not being_built(tmp_path / "fonts")


def test_a_build_that_lacks_a_source_names_it_and_leaves_no_marker(sources: Path, tmp_path: Path) -> None:
    (sources / RARE.source).unlink()
    with pytest.raises(SourcesMissing, match=RARE.source):
        build(tmp_path / "fonts", sources=sources)
    assert not fonts_ready(tmp_path / "fonts")
    assert list((tmp_path / "fonts").glob("building-*")) == []


def test_the_command_ends_with_a_sentence_when_sources_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XIAOHAO_FONT_SOURCES", str(tmp_path))
    assert main([str(tmp_path / "fonts")]) == 1
    said = capsys.readouterr().err
    assert "字体源文件不全" in said
    assert "暂时不能出具文书" in said


def test_without_apt_it_says_that_packages_cannot_be_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotFetch, match="没有 apt-get"):
        unpack(["anything"], tmp_path / "into", cache=tmp_path / "apt")


def test_gb2312_is_complete() -> None:
    characters = gb2312()
    assert sum(0x4E00 <= point <= 0x9FFF for point in characters) == 6763
    assert set(map(ord, "整改销号〔〕①℃")) <= characters


def test_the_rare_face_is_asked_for_what_the_others_lack() -> None:
    assert rare([0x20, COMMON, RARE_CHARACTER, 0x2CB4E, 0xE000], frozenset({0x20, COMMON})) == {
        0x20,
        RARE_CHARACTER,
        0x2CB4E,
    }
    assert without_yi([COMMON, 0xA015]) == {COMMON}


def test_no_name_of_a_person_is_printed_as_boxes() -> None:
    directory = Settings().fonts_dir
    if not fonts_ready(directory):
        pytest.skip("字体还没有备好 (fonts are not built on this machine)")
    drawn = {point for path in (directory / "faces").glob("*.ttf") for point in TTFont(path, lazy=True).getBestCmap()}
    assert [name for name in NAMES_OF_PEOPLE if ord(name) not in drawn] == []


def test_the_question_for_system_libraries_is_answered_by_an_exit_code() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "reports.fonts.libraries"], capture_output=True, text=True, check=False
    )
    assert asked.returncode == (1 if missing_libraries() else 0)
    assert asked.stderr.split() == missing_libraries()
