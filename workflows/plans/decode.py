"""Bytes to text: the first place where a file can be refused, and the only one that knows about encodings.

Plans arrive as UTF-8, as GB18030 (Windows notepad, older government systems) or as something that is not plain text at all. GB18030
accepts nearly any bytes, so a text decoded by it must also look like text; a wrong guess would fill the register with nonsense.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from workflows.plans.errors import PlanUnreadable, at_line, in_whole

LIMIT = 10 * 1024 * 1024
"""Largest file that is read, in bytes; the longest published plan known has under 1 MB of text."""

_OTHER_KINDS = (
    (b"PK\x03\x04", "Word、Excel 或压缩文件", "a Word, Excel or archive file"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 或 WPS 文件", "an old Office or WPS file"),
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"Rar!", "压缩文件", "an archive"),
    (b"\x1f\x8b", "压缩文件", "an archive"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
    (b"\x7fELF", "程序文件", "a program"),
    (b"MZ", "程序文件", "a program"),
)
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)")
HARMLESS_CONTROLS = "\t\n\r\f\v\u200b\u200c\u200d\u2028\u2029\ufeff\u00ad\u200e\u200f\u0085"


def decode(data: bytes) -> str:
    """The text of a plan file.

    Raises PlanUnreadable for an empty or too large file, for other file kinds, for bytes that are neither UTF-8 nor GB18030, and for
    control characters (with the line).
    """
    if len(data) > LIMIT:
        raise _too_large(len(data))
    for magic, kind, english in _OTHER_KINDS:
        if data.startswith(magic):
            raise in_whole(
                f"这是{kind}，不是纯文本，请打开后另存为 .txt（UTF-8）再试",
                f"this is {english}, save it as plain text (.txt, UTF-8)",
            )
    text = _text(data)
    check_text(text)
    return text


def decode_page(data: bytes) -> str:
    """The text of a web page; control characters, which browsers do not show, are left out.

    The page's own word for its encoding is believed for Big5 only: pages that call themselves GB2312 are GB18030, or UTF-8 saved by a browser.
    """
    if len(data) > LIMIT:
        raise _too_large(len(data))
    declared = _DECLARED.search(data[:4096])
    big5 = declared is not None and declared[1].lower().startswith(b"big5")
    text = data.decode("big5hkscs", errors="replace") if big5 else _text(data)
    return "".join(char for char in text if char >= " " or char in "\t\n\r")


def check_text(text: str) -> None:
    """Raises PlanUnreadable where the text is empty, or, with the line, where it carries control characters or broken characters."""
    if not text.strip(" " + HARMLESS_CONTROLS + "\u3000\u00a0"):
        raise in_whole("文件里没有文字", "there is no text in it")
    if len(text) > LIMIT:
        raise _too_large(len(text))
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.isprintable():
            _check_line(line, number)


def _check_line(line: str, number: int) -> None:
    for char in line:
        if unicodedata.category(char) in ("Cc", "Cs", "Cn") and char not in HARMLESS_CONTROLS:
            code = f"U+{ord(char):04X}"
            raise at_line(
                number,
                f"有不能显示的字符 {code}，文件可能已损坏",
                f"unprintable character {code}, the file may be damaged",
            )


def _text(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as broken:
        return _plausible(_decoded(data, "gb18030", readable=broken.start))


def _decoded(data: bytes, encoding: str, *, readable: int = 0) -> str:
    """Decode, or refuse with the line of the first byte that no encoding could read (`readable`: how far another one came)."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, max(readable, broken.start)) + 1
        why, english = (
            "既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 再试",
            "neither UTF-8 nor GB18030, save it as UTF-8",
        )
        raise at_line(line, why, english) from broken


def _plausible(text: str) -> str:
    """Refuse what GB18030 accepted although it is no Chinese text: most of the non-ASCII characters of a plan are common ones."""
    foreign = [char for char in text if ord(char) > 0x7F]
    common = sum(
        1 for char in foreign if "\u4e00" <= char <= "\u9fa5" or "\u3000" <= char <= "\u303f" or char >= "\uff01"
    )
    if foreign and common < 0.8 * len(foreign):
        raise in_whole("编码无法辨认，不像中文文本，请另存为 UTF-8 再试", "unknown encoding, save it as UTF-8")
    return text


def _too_large(size: int) -> PlanUnreadable:
    limit = LIMIT // 1048576
    return in_whole(
        f"有 {size / 1048576:.1f} MB，超过 {limit} MB 的上限，请拆成几份", f"over the limit of {limit} MB, split it"
    )
