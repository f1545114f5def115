"""The last two files of a build: the private fontconfig file, and the marker that says all is there."""

import os
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from reports.fonts.ready import RECIPE, fontconfig_file

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{faces}</dir>
  <dir>{licensed}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer><family>XH HeiTi</family></prefer></alias>
  <alias><family>serif</family><prefer><family>XH SongTi</family></prefer></alias>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""


def write_fontconfig(directory: Path) -> None:
    """Let fontconfig see the built faces, and ``licensed/``, where a city puts the faces it has bought."""
    places = {name: directory / name for name in ("faces", "licensed", "cache")}
    for place in places.values():
        place.mkdir(exist_ok=True)
    text = _FONTCONFIG.format(**{name: escape(str(place)) for name, place in places.items()})
    write_whole(fontconfig_file(directory), text)


def write_marker(directory: Path, digests: Mapping[str, str]) -> None:
    """Write READY: the recipe, then the SHA-256 of every font by file name."""
    lines = [RECIPE, *(f"{digest}  {name}" for name, digest in sorted(digests.items()))]
    write_whole(directory / "READY", "\n".join(lines) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write ``path`` so that a reader sees the old text or the new one, never half."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
