"""Photographs are made small; one that is damaged, huge or no picture says so in its place."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from reports import photographs
from reports.photographs import LONGEST_EDGE, prepared
from tests.reports.every_paper import picture


def test_a_large_picture_becomes_small_and_the_same_each_time() -> None:
    large = picture("#884422", (4000, 3000))
    first = prepared(io.BytesIO(large))

    with Image.open(io.BytesIO(first.jpeg)) as small:
        assert small.size == (LONGEST_EDGE, LONGEST_EDGE * 3 // 4)
        assert not small.getexif()
    assert prepared(io.BytesIO(large)) == first


def test_a_picture_taken_on_its_side_is_turned_upright() -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "red").save(out, "JPEG", exif=exif)

    with Image.open(io.BytesIO(prepared(io.BytesIO(out.getvalue())).jpeg)) as upright:
        assert upright.size == (200, 400)


def test_what_is_transparent_is_white_on_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")

    with Image.open(io.BytesIO(prepared(io.BytesIO(out.getvalue())).jpeg)) as opaque:
        assert min(opaque.getpixel((10, 10))) > 250  # type: ignore[type-var, arg-type]  # three numbers for RGB


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0" + b"\0" * 200, picture("red")[:300], b"%PDF-1.7", b"<svg/>"])
def test_what_cannot_be_read_says_so(data: bytes) -> None:
    said = prepared(io.BytesIO(data))

    assert said.jpeg == b""
    assert "原件见电子案卷" in said.why


def test_a_picture_of_too_many_pixels_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photographs, "MOST_PIXELS", 1_000_000)

    assert "万像素" in prepared(io.BytesIO(picture("blue", (1200, 1000)))).why
