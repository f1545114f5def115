"""A bundle's members in, one zip out: the same members give the same bytes, and memory stays flat.

Nothing is compressed: papers and photographs are already, bytes that depend on no library's version stay the same for
years, and a reader can refuse whatever unpacks to more than it is.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import IO

from reports.bundles.checker.reading import FORMAT
from reports.bundles.program import program
from workflows.rules.canonical import canonical
from workflows.rules.errors import Refusal

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_CHUNK = 1 << 20
_BIG = 1 << 31


class MemberChanged(Refusal):
    """证据包没有做成：文件 {path} 的内容在制作过程中变了，或者读取时出错。请检查存储，再重新制作。
    A file changed while the bundle was being made; check the storage and try again.
    """

    code = "member-changed"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file of the bundle. `facts` go into the manifest beside path, size and digest."""

    path: str
    kind: str
    sha256: str
    size: int
    open: Callable[[], IO[bytes]]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What a page prints beside the bundle, and how many files are in it."""

    manifest_digest: str
    checker_digest: str
    files: int


def of_text(path: str, kind: str, text: str, **facts: object) -> Member:
    """A member whose content is at hand."""
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return Member(path=path, kind=kind, sha256=digest, size=len(data), open=lambda: io.BytesIO(data), facts=facts)


def pack(
    about: Mapping[str, object], members: Sequence[Member], out: IO[bytes], *, tell: Callable[[int], None]
) -> Packed:
    """Write the bundle to `out`; `about` is the rest of the manifest. `tell` hears how many files are packed.

    Raises MemberChanged, OSError when the disk is full.
    """
    usage = (files("reports.bundles") / "usage.txt").read_text(encoding="utf-8")
    own = [of_text("verify.py", "checker", program()), of_text("请先读我.txt", "usage", usage)]
    everything = sorted([*members, *own], key=lambda each: each.path)
    listed = [{"path": m.path, "kind": m.kind, "sha256": m.sha256, "size": m.size, **m.facts} for m in everything]
    manifest = canonical({"format": FORMAT, "checker": own[0].sha256, **about, "files": listed}).encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, "manifest.json", io.BytesIO(manifest), len(manifest))
        for number, member in enumerate(everything, 1):
            with member.open() as content:
                if _add(archive, member.path, content, member.size) != member.sha256:
                    raise MemberChanged(path=member.path)
            tell(number)
    digest = hashlib.sha256(manifest).hexdigest()
    return Packed(manifest_digest=digest, checker_digest=own[0].sha256, files=len(everything))


def _add(archive: zipfile.ZipFile, path: str, content: IO[bytes], size: int) -> str:
    """Copy a file in, piece by piece; returns the SHA-256 of what was copied."""
    entry = zipfile.ZipInfo(path, date_time=_LONG_AGO)
    entry.external_attr, entry.create_system = _PLAIN_FILE, 3
    digest = hashlib.sha256()
    with archive.open(entry, "w", force_zip64=size >= _BIG) as place:
        while piece := content.read(_CHUNK):
            digest.update(piece)
            place.write(piece)
    return digest.hexdigest()
