"""What a photograph says of itself is read, and nothing in it can stop the one who brings it."""

from __future__ import annotations

import base64
import io
import warnings
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageFile

from reports import pictures
from reports.pictures import NOTHING, enlarged, look_at
from workflows.rules.deadlines import CITY_ZONE

#: 64 × 48 pixels as a telephone writes them, taken on 18 November 2026 at 10:22:05
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABgAAgAAAAAB+gABAAAAAAAAAEoAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAam1kYXQAAAAUKAGvBBj4ynHX/+0GfuaAt1RSEecAAAAGRXhpZgAATU0AKgAAAAgA"
    "AYdpAAQAAAABAAAAGgAAAAAAAZADAAIAAAAUAAAALAAAAAAyMDI2OjExOjE4IDEwOjIyOjA1AA=="
)


def photo(
    *,
    taken: str = "",
    offset: str = "",
    gps: dict[int, Any] | None = None,
    turned: int = 1,
    size: tuple[int, int] = (400, 200),
) -> bytes:
    """A JPEG with what a camera writes into it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    inside = exif.get_ifd(ExifTags.IFD.Exif)
    if taken:
        inside[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        inside[ExifTags.Base.OffsetTimeOriginal] = offset
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    out = io.BytesIO()
    Image.new("RGB", size, (120, 150, 130)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def seen(data: bytes) -> pictures.Seen:
    return look_at(io.BytesIO(data), zone=CITY_ZONE)


WEIFANG = {1: "N", 2: (36.0, 42.0, 30.0), 3: "E", 4: (119.0, 6.0, 0.0)}


def test_time_and_place_are_read() -> None:
    told = seen(photo(taken="2026:11:18 10:22:05", gps=WEIFANG))

    assert told.taken_at == datetime(2026, 11, 18, 10, 22, 5, tzinfo=CITY_ZONE)
    assert (told.latitude, told.longitude) == (36.708333, 119.1)


def test_a_camera_that_names_its_zone_is_believed() -> None:
    assert seen(photo(taken="2026:11:18 10:22:05", offset="+09:00")).taken_at == datetime(
        2026, 11, 18, 1, 22, 5, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "taken", ["", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "2026-11-18", "\x00", "2026:13:45 99:00:00"]
)
def test_a_clock_that_was_never_set_says_nothing(taken: str) -> None:
    assert seen(photo(taken=taken)).taken_at is None


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (36.0, 42.0, 30.0)},
        {1: "N", 2: (136.0, 0.0, 0.0), 3: "E", 4: (119.0, 0.0, 0.0)},
    ],
)
def test_a_place_that_is_none_is_not_told(gps: dict[int, Any]) -> None:
    told = seen(photo(gps=gps))

    assert (told.latitude, told.longitude) == (None, None)


def test_the_small_picture_stands_upright_and_says_nothing_of_its_file() -> None:
    told = seen(photo(taken="2026:11:18 10:22:05", gps=WEIFANG, turned=6, size=(1600, 800)))

    assert (told.width, told.height) == (800, 1600)
    with Image.open(io.BytesIO(told.thumbnail)) as small:
        assert small.size == (240, 480)
        assert not small.getexif()


def test_a_telephones_own_format_is_read_and_shown() -> None:
    told = seen(HEIC)

    assert (told.width, told.height) == (64, 48)
    assert told.taken_at == datetime(2026, 11, 18, 10, 22, 5, tzinfo=CITY_ZONE)
    assert told.thumbnail.startswith(b"\xff\xd8\xff")
    assert enlarged(io.BytesIO(HEIC)).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff\xe0" + b"\0" * 200, HEIC[:300], b"\0\0\0\x18ftypheic" + b"\xff" * 99]
)
def test_what_cannot_be_read_says_nothing_and_stops_nobody(data: bytes) -> None:
    assert seen(data).thumbnail == b""
    assert enlarged(io.BytesIO(data)) == b""


@pytest.mark.parametrize("halves", [False, True], ids=["alone", "beside the papers"])
def test_half_a_photograph_still_says_when_it_was_taken(monkeypatch: pytest.MonkeyPatch, halves: bool) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", halves)
    told = seen(photo(taken="2026:11:18 10:22:05", size=(2000, 1000))[:3000])

    assert told.taken_at is not None
    assert told.thumbnail == b""
    assert halves == ImageFile.LOAD_TRUNCATED_IMAGES, "the papers read halves as before"


def test_a_picture_of_absurd_size_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS_WHOLE", 1_000_000)
    out = io.BytesIO()
    Image.new("1", (1200, 1000)).save(out, "PNG")

    told = seen(out.getvalue())

    assert (told.width, told.height, told.thumbnail) == (1200, 1000, b"")


def test_a_decompression_bomb_is_no_picture() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")  # 400 million pixels in 50 kilobytes

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        assert seen(out.getvalue()) == NOTHING
