"""Which files are taken as evidence, and how their content shows that they are what their name says."""

from __future__ import annotations

import re

from workflows.rules.errors import Refusal


class WrongKind(Refusal):
    """不能接收“{name}”：{why}。可以上传照片、PDF、Word、Excel、WPS 文件、文本、录音录像和压缩包。
    The file {name} cannot be taken: {why}.
    """

    code = "wrong-kind"


#: ending → media type under which the file is given out again; what is not here is refused
KINDS = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "heic": "image/heic", "heif": "image/heic", "pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd", "zip": "application/zip", "mp4": "video/mp4", "mov": "video/quicktime",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav",
}  # fmt: skip

#: where in a file of a kind its sign stands, and how it may read; a file that says one thing and is another is refused
SIGNS: dict[str, tuple[int, tuple[bytes, ...]]] = {
    "image/jpeg": (0, (b"\xff\xd8\xff",)),
    "image/png": (0, (b"\x89PNG\r\n\x1a\n",)),
    "image/gif": (0, (b"GIF8",)),
    "image/webp": (8, (b"WEBP",)),
    "image/heic": (4, (b"ftyp",)),
    "application/pdf": (0, (b"%PDF-",)),
    "application/zip": (0, (b"PK",)),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (0, (b"PK",)),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (0, (b"PK",)),
    "application/ofd": (0, (b"PK",)),
}
HEAD = 16
"""Bytes of a file that are enough to see its sign."""


def file_name(name: str) -> str:
    """The last part of a path, without control characters, at most 200 characters; the ending is kept."""
    last = re.split(r"[\\/]", name)[-1]
    clean = "".join(char for char in last if char.isprintable()).strip() or "未命名"
    stem, _, ending = clean.rpartition(".")
    return clean if len(clean) <= 200 else stem[: 199 - len(ending)] + "." + ending


def media_type(name: str) -> str:
    """The kind a name promises. Raises WrongKind for one that is not taken."""
    ending = name.rpartition(".")[2].lower()
    if ending not in KINDS or "." not in name:
        raise WrongKind(name=name, why="不支持这种文件")
    return KINDS[ending]


def require_sign(name: str, head: bytes) -> None:
    """Raises WrongKind where the first bytes of a file are not those of its kind."""
    if not head:
        raise WrongKind(name=name, why="文件是空的")
    start, signs = SIGNS.get(media_type(name), (0, (b"",)))
    if not head[start:].startswith(signs):
        ending = name.rpartition(".")[2].lower()
        raise WrongKind(name=name, why=f"文件内容与扩展名 .{ending} 不符，可能是改名或损坏")
