"""What a photograph says of itself (when, where, how large), and a small picture of it for lists.

Read from whatever somebody uploaded: nothing here raises for a damaged file, a forged header or a picture of absurd size. The thumbnail
carries none of what the file says: not the place, not the time, not the camera.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Lock
from typing import IO, Any

from PIL import ExifTags, Image, ImageFile, ImageOps

from reports.photographs import DAMAGE, FORMATS, MOST_PIXELS, plain_jpeg, prepared

THUMBNAIL_EDGE = 480
MOST_PIXELS_WHOLE = 50_000_000
"""For pictures that cannot be read at a fraction of their size, as a JPEG can."""
_ONE_AT_A_TIME = Lock()  # a decoded picture is a hundred megabytes; eight of them at once would be the machine's memory


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What there is to see. Pixels upright, degrees in WGS 84; everything may be missing."""

    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    thumbnail: bytes = b""


NOTHING = Seen()


def look_at(file: IO[bytes], *, zone: tzinfo) -> Seen:
    """See what a picture says. `zone`: in which a camera is taken to show the time when it names none."""
    try:
        with _ONE_AT_A_TIME, _whole_only(), Image.open(file, formats=FORMATS) as picture:
            told = picture.getexif()
            width, height = picture.size
            if told.get(ExifTags.Base.Orientation) in (5, 6, 7, 8):
                width, height = height, width
            latitude, longitude = _place(told.get_ifd(ExifTags.IFD.GPSInfo))
            return Seen(
                width=width,
                height=height,
                taken_at=_taken_at(told, zone),
                latitude=latitude,
                longitude=longitude,
                thumbnail=_thumbnail(picture),
            )
    except DAMAGE:
        return NOTHING


@contextmanager
def _whole_only() -> Iterator[None]:
    """No picture that breaks off, in any process: importing WeasyPrint tells Pillow to take halves. Only under the lock."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _thumbnail(picture: Image.Image) -> bytes:
    """Upright and small; empty for what is too large to be unpacked, or breaks off."""
    most = MOST_PIXELS if picture.format == "JPEG" else MOST_PIXELS_WHOLE
    if picture.width * picture.height > most:
        return b""
    try:
        picture.draft("RGB", (THUMBNAIL_EDGE, THUMBNAIL_EDGE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
        return plain_jpeg(upright)
    except DAMAGE:
        return b""


def _taken_at(told: Image.Exif, zone: tzinfo) -> datetime | None:
    inside = told.get_ifd(ExifTags.IFD.Exif)
    text = inside.get(ExifTags.Base.DateTimeOriginal) or inside.get(ExifTags.Base.DateTimeDigitized)
    try:
        shown = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    if not 1990 <= shown.year <= 2200:  # a camera whose clock was never set begins in 1970 or 1980
        return None
    offset = _offset(str(inside.get(ExifTags.Base.OffsetTimeOriginal) or ""))
    if offset is not None:
        return shown - offset
    return shown.replace(tzinfo=zone)


def _offset(text: str) -> timedelta | None:
    """+08:00 as a span; None for anything else."""
    try:
        return datetime.strptime(text.strip("\0 "), "%z").utcoffset()
    except ValueError:
        return None


def _place(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude; both None unless both are there and on the earth. 0, 0 is what a camera writes that does not know."""
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W", 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None, None
    return latitude, longitude


def _degrees(parts: Any, side: Any, negative: str, most: float) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or not 0 <= value <= most:
        return None
    return round(-value if str(side).strip("\0 ").upper() == negative else value, 6)


def enlarged(file: IO[bytes]) -> bytes:
    """The picture as large as a screen shows it, without what the file says; empty where it cannot be shown."""
    with _ONE_AT_A_TIME:
        return prepared(file).jpeg
