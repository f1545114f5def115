"""读证据包：zip 或解压后的文件夹，读法相同；名称、大小、重名都先看过，再读内容。"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

FORMAT = "xiaohao-bundle-1"
MOST_FILES = 20000
LARGEST_TEXT = 64 << 20
LARGEST_PDF = 256 << 20
DAMAGED = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError, TypeError, AttributeError,
)  # fmt: skip


class Unreadable(Exception):
    """读不了：不是证据包，或者读它不安全。"""


class Report:
    """逐项说明；`bad` 是不符的项数，`unchecked` 是没有核验的签名数。"""

    def __init__(self) -> None:
        self.bad = self.unchecked = 0

    def title(self, words: str) -> None:
        sys.stdout.write(f"\n{words}\n")

    def good(self, what: str, words: str) -> None:
        sys.stdout.write(f"  [相符] {what}：{words}\n")

    def wrong(self, what: str, words: str) -> None:
        self.bad += 1
        sys.stdout.write(f"  [不符] {what}：{words}\n")

    def note(self, what: str, words: str) -> None:
        sys.stdout.write(f"  [说明] {what}：{words}\n")

    def hold(self, holds: bool, what: str, yes: str, no: str) -> None:
        (self.good if holds else self.wrong)(what, yes if holds else no)


class Bundle:
    """包里的文件：`sizes` 是名称和大小。包里一律不压缩，所以解不出比包本身更大的东西。"""

    def __init__(self, path: str) -> None:
        self.path = path
        self.zip = None if os.path.isdir(path) else _open_zip(path)
        self.sizes = dict(self._folder() if self.zip is None else self._archive(self.zip))
        if "manifest.json" not in self.sizes:
            raise Unreadable("没有 manifest.json，这不是销号证据包")

    def open(self, name: str) -> IO[bytes]:
        if name not in self.sizes:
            raise KeyError(name)
        return open(os.path.join(self.path, *name.split("/")), "rb") if self.zip is None else self.zip.open(name)

    def read(self, name: str, limit: int) -> bytes:
        if self.sizes.get(name, 0) > limit:
            raise ValueError("文件太大")
        with self.open(name) as file:
            return file.read(limit + 1)

    def digest(self, name: str) -> str:
        with self.open(name) as file:
            return sha_of(file)

    def _archive(self, archive: zipfile.ZipFile) -> Iterator[tuple[str, int]]:
        entries = archive.infolist()
        if len(entries) > MOST_FILES or len({each.filename for each in entries}) != len(entries):
            raise Unreadable(f"文件数超过 {MOST_FILES}，或者有重名的文件")
        if sum(each.file_size for each in entries) > os.path.getsize(self.path):
            raise Unreadable("各文件合计比整个包还大，可能是压缩炸弹，没有打开")
        for each in entries:
            kind = stat.S_IFMT(each.external_attr >> 16)
            if each.compress_type != zipfile.ZIP_STORED or each.flag_bits & 1 or kind not in (0, stat.S_IFREG):
                raise Unreadable(f"{each.filename!r} 被压缩、加密，或不是普通文件。请解压到空文件夹，再核验那个文件夹")
            yield safe(each.filename), each.file_size

    def _folder(self) -> Iterator[tuple[str, int]]:
        for place, folders, names in os.walk(self.path):
            folders[:] = [each for each in folders if each != "__pycache__"]
            for name in folders + names:
                whole = os.path.join(place, name)
                if os.path.islink(whole):
                    raise Unreadable(f"{name!r} 是链接，不是文件")
                if name in names:
                    yield safe(os.path.relpath(whole, self.path).replace(os.sep, "/")), os.path.getsize(whole)


def _open_zip(path: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError) as problem:
        raise Unreadable(f"{path} 打不开，或者不是完整的 zip 文件（{problem}）") from None


def safe(name: str) -> str:
    """包里的名称；会写到包外去的（..、绝对路径、盘符）不读。"""
    parts = name.split("/")
    if not name or "\\" in name or ":" in name or "\0" in name or any(each in ("", ".", "..") for each in parts):
        raise Unreadable(f"文件名 {name!r} 指向包外，这个包不可信")
    return name


def read_manifest(bundle: Bundle) -> dict[str, Any]:
    """清单；缺了核验要用的内容就读不了。"""
    try:
        manifest = json.loads(bundle.read("manifest.json", LARGEST_TEXT).decode("utf-8"))
        if manifest["format"] != FORMAT:
            raise ValueError(f"不认识的格式 {manifest['format']!r}")
        for each in manifest["files"]:
            wanted = (
                "path",
                "sha256",
                "kind",
                *{"paper": ("dossier", "signed_at"), "draw": ("draw",)}.get(each["kind"], ()),
            )
            if not all(isinstance(each[name], str) for name in wanted):
                raise ValueError(each["path"])
        _ = manifest["absent"], manifest["journal"]["seq"], manifest["journal"]["hash"], manifest["case"]["id"]
    except DAMAGED as problem:
        raise Unreadable(f"manifest.json 读不了（{type(problem).__name__}：{problem}）") from None
    return dict(manifest)


def sha_of(file: IO[bytes]) -> str:
    """一段一段地算，文件多大都不占内存。"""
    digest = hashlib.sha256()
    for piece in iter(lambda: file.read(1 << 20), b""):
        digest.update(piece)
    return digest.hexdigest()


def sha(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode("utf-8")).hexdigest()


def canonical(value: object) -> str:
    """数据的唯一写法，摘要都按它计算。"""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
