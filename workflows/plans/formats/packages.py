"""The ZIP packages Office writes, opened with suspicion: bounded sizes, no macros, no entities.

A part is unpacked only when it is needed, and only as far as it declares; what declares too much is refused before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from workflows.plans.errors import PlanUnreadable, in_whole
from workflows.plans.formats.kinds import Kind

MOST_PARTS = 10_000
MOST_UNPACKED = 800 * 1024 * 1024
MOST_IN_A_PART = 64 * 1024 * 1024  # of a part that is held in memory; worksheets are read in a stream
_BOMB_SIZE, _BOMB_RATIO = 8 * 1024 * 1024, 400  # Office's own XML packs by a factor of 10 to 100
_TYPES = "[Content_Types].xml"
_KINDS = (
    (b"wordprocessingml.", Kind.WORD),
    (b"ms-word.", Kind.WORD),
    (b"spreadsheetml.", Kind.EXCEL),
    (b"ms-excel.", Kind.EXCEL),
)
_DAMAGED = ("文件已损坏，打不开，请用 Word 或 WPS 打开后重新保存", "the file is damaged, open and save it again")


@dataclass(frozen=True)
class Package:
    """An opened package that has passed the checks."""

    data: bytes = field(repr=False)
    archive: zipfile.ZipFile
    kind: Kind

    def read(self, name: str) -> bytes:
        """A part, in memory. Raises PlanUnreadable when it is missing, too large or damaged."""
        try:
            info = self.archive.getinfo(name)
            if info.file_size > MOST_IN_A_PART:
                raise _too_much(info.file_size)
            return self.archive.read(info)
        except (
            KeyError,
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as broken:
            raise in_whole(*_DAMAGED) from broken
        except Exception as broken:  # zlib.error, lzma.LZMAError: whatever a decompressor raises
            if isinstance(broken, PlanUnreadable):
                raise
            raise in_whole(*_DAMAGED) from broken

    def has(self, name: str) -> bool:
        return name in self.archive.NameToInfo

    def xml(self, name: str) -> etree._Element:
        """A part as a tree."""
        return parsed(self.read(name))


def open_package(data: bytes) -> Package:
    """Open a package. Raises PlanUnreadable for damage, bombs, macros, encryption and for archives that are no Office file."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as broken:
        raise in_whole(*_DAMAGED) from broken
    _check_sizes(archive)
    return Package(data, archive, _kind(data, archive))


def parsed(data: bytes) -> etree._Element:
    """XML of an Office part. Raises PlanUnreadable for a document type (Office writes none; entities live there), damage and depth."""
    check_no_entities(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        if "depth" in str(broken).lower():
            raise in_whole("表格嵌套太深，读不了，请拆开后再试", "tables are nested too deep") from broken
        raise in_whole(*_DAMAGED) from broken


def check_no_entities(data: bytes) -> None:
    """Raises PlanUnreadable where a part declares a document type, in whichever encoding."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<\x00!\x00D" in data or b"\x00<\x00!\x00D" in data:
        raise in_whole(
            "文件里有外部实体声明，正常的 Word、Excel 文件没有这种内容，为安全起见没有读取",
            "it declares XML entities, which no Office file does",
        )


def _check_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or total > MOST_UNPACKED:
        raise _too_much(total)
    for part in parts:
        if part.file_size > _BOMB_SIZE and part.file_size > _BOMB_RATIO * max(1, part.compress_size):
            raise _too_much(part.file_size)
        if part.flag_bits & 1:
            raise in_whole("文件加了密码，请去掉密码另存后再试", "it is protected by a password, save it without one")


def _too_much(size: int) -> PlanUnreadable:
    return in_whole(
        f"解开后有 {size // 1048576} MB，大得不正常，没有读取；请只保留整改清单后另存",
        f"it unpacks to {size // 1048576} MB, which is not normal",
    )


def _kind(data: bytes, archive: zipfile.ZipFile) -> Kind:
    names = archive.NameToInfo
    if "EncryptedPackage" in names:
        raise in_whole("文件加了密码，请去掉密码另存后再试", "it is protected by a password, save it without one")
    if _TYPES in names:
        types = Package(data, archive, Kind.PACKAGE).read(_TYPES)
        if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
            raise in_whole(
                "文件带有宏，为安全起见没有读取，请另存为不带宏的 .docx 或 .xlsx",
                "it carries macros, save it as .docx or .xlsx without them",
            )
        for words, kind in _KINDS:
            if words in types:
                return kind
    if "mimetype" in names and b"opendocument" in Package(data, archive, Kind.PACKAGE).read("mimetype"):
        return Kind.OLD
    raise in_whole(
        "这是压缩文件，不是 Word 或 Excel 文件，请解压后上传其中的整改方案",
        "this is an archive, unpack it and send the plan itself",
    )
