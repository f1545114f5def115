"""What kind of file this is, told by its first bytes and its parts. The name of a file says nothing: half of all .xls are web pages."""

from __future__ import annotations

import re
from enum import Enum

from workflows.plans.errors import in_whole


class Kind(Enum):
    """The kinds of files that are read, and those that are told apart to be refused in words."""

    TEXT = "text"
    WORD = "docx"
    EXCEL = "xlsx"
    PAGE = "html"
    SAVED_PAGE = "mht"
    PDF = "pdf"
    PACKAGE = "zip"  # .docx, .xlsx, OpenDocument or a plain archive: its parts must be looked at
    OLD = "doc"  # .doc, .xls, .wps, .et, and anything encrypted by Office
    RTF = "rtf"
    JSON = "json"  # a register, see exchange/as_json.py


_BEGINNINGS = (
    (b"PK\x03\x04", Kind.PACKAGE),
    (b"PK\x05\x06", Kind.PACKAGE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD),
    (b"%PDF", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
)
_OF_A_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div)[\s>]", re.IGNORECASE)
_OF_A_SAVED_PAGE = re.compile(rb"^(?:From|MIME-Version|Subject|Snapshot-Content-Location)\s*:.*\n", re.IGNORECASE)


def kind_of(data: bytes) -> Kind:
    """The kind of a file. Raises PlanUnreadable for an empty one; what is no known kind is text, which then tells whether it is."""
    if not data:
        raise in_whole("文件是空的，请重新导出或下载后再试", "the file is empty")
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if b"%PDF-" in data[:1024]:  # some systems put a few bytes before it, and every viewer opens that
        return Kind.PDF
    opening = data[:4096].replace(b"\x00", b"")  # UTF-16 pages
    if _OF_A_SAVED_PAGE.match(opening) and b"mime-version" in opening.lower():
        return Kind.SAVED_PAGE
    if opening.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b'"problems"' in data:
        return Kind.JSON
    return (
        Kind.PAGE
        if _OF_A_PAGE.search(opening) and opening.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"
        else Kind.TEXT
    )
