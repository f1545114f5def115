"""Photographs on paper: read carefully, made small, and where one cannot be shown, said why.

An upload may be a picture of 80 megapixels, half a file, or something else under a picture's name. None of that stops a paper: the
place of the picture says what is wrong, and the file itself stays in the case as it was brought.
"""

from __future__ import annotations

import base64
import io
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO

import pi_heif
from PIL import Image, ImageOps

pi_heif.register_heif_opener()  # what telephones write; read only, and only where HEIF is among the formats

LONGEST_EDGE = 1200  # pixels: 75 mm at 400 dpi
MOST_PIXELS = 120_000_000
_QUALITY = 82
_PLACE = re.compile(r'src="photo:([0-9a-f]{64})"')
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF")
DAMAGE = (
    OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, AttributeError, RuntimeError, ArithmeticError,
    struct.error, Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow and its openers raise for damage."""


@dataclass(frozen=True, kw_only=True)
class Photograph:
    """A picture as it is printed, or why it is not."""

    jpeg: bytes = b""
    why: str = ""


NONE: Mapping[str, Photograph] = MappingProxyType({})


def prepared(file: IO[bytes]) -> Photograph:
    """The picture upright, at most LONGEST_EDGE long, without place and time of its file; the same file gives the same bytes."""
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return Photograph(why=f"照片超过{MOST_PIXELS // 1_000_000}00万像素，未能印出，原件见电子案卷")
            picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # a JPEG is read at a fraction of its size
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            return Photograph(jpeg=plain_jpeg(upright))
    except Image.DecompressionBombError:
        return Photograph(why="照片过大，未能印出，原件见电子案卷")
    except DAMAGE:
        return Photograph(why="照片文件损坏或格式不能印出，原件见电子案卷")


def with_pictures(html: str, photographs: Mapping[str, Photograph]) -> str:
    """The HTML with each picture in its place: after everything else was looked at, because pictures are long."""

    def picture(found: re.Match[str]) -> str:
        data = base64.b64encode(photographs[found[1]].jpeg).decode("ascii")
        return f'src="data:image/jpeg;base64,{data}"'

    return _PLACE.sub(picture, html)


def plain_jpeg(picture: Image.Image) -> bytes:
    """The pixels alone, on white."""
    plain = Image.new("RGB", picture.size, "white")
    coloured = picture.convert("RGBA")
    plain.paste(coloured, mask=coloured.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
