"""The files inside a PDF, listed without ever unpacking more than a bound allows."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from reports.verdict import Answer, EmbeddedFile, no

UNPACKED_LIMIT = 256 * 1024 * 1024  # bytes, of all files together
_FILES_LIMIT = 200
_DEPTH_LIMIT = 8
_DAMAGED = Exception  # a parser handed a forged file raises what it likes


Judge = Callable[[str, bytes], Answer]
"""What is said of an embedded file, from its name and content."""


def attached_files(reader: PdfFileReader, judge: Judge) -> tuple[EmbeddedFile, ...]:
    """Name, description, size and SHA-256 of each embedded file, and what `judge` says of it.

    What is over the bound has no SHA-256. Empty when there are none, or when the list itself is damaged: the signatures say
    what that means.
    """
    try:
        leaves = list(islice(_leaves(reader.root["/Names"]["/EmbeddedFiles"], 0), _FILES_LIMIT))
    except _DAMAGED:
        return ()
    found, left = [], UNPACKED_LIMIT
    for name, specification in leaves:
        file = _file(name, specification, left, judge)
        left -= file.size
        found.append(file)
    return tuple(found)


def content_of(reader: PdfFileReader, wanted: str, limit: int) -> bytes | None:
    """The content of the first embedded file of that name; None when there is none, or it is damaged or over the limit."""
    try:
        leaves = islice(_leaves(reader.root["/Names"]["/EmbeddedFiles"], 0), _FILES_LIMIT)
        for name, specification in leaves:
            if str(specification.get("/UF", name)) == wanted:
                return _unpacked(specification["/EF"]["/F"], limit)
    except _DAMAGED:
        pass
    return None


def _leaves(node: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Name and file specification, walking the name tree to a bounded depth."""
    if depth > _DEPTH_LIMIT:
        return
    for child in node.get("/Kids", ()):
        yield from _leaves(child.get_object(), depth + 1)
    names = node.get("/Names", ())
    for index in range(0, len(names) - 1, 2):
        yield str(names[index]), names[index + 1].get_object()


def _file(name: str, specification: Any, limit: int, judge: Judge) -> EmbeddedFile:
    shown, description = name, ""
    try:
        shown, description = str(specification.get("/UF", name)), str(specification.get("/Desc", ""))
        data = _unpacked(specification["/EF"]["/F"], limit)
    except _DAMAGED:
        data = None
    if data is None:
        answer = no("附件太大或已损坏，没有核对。", "Too large or damaged; not examined.")
        return EmbeddedFile(name=shown, description=description, size=0, sha256=None, answer=answer)
    digest = hashlib.sha256(data).hexdigest()
    return EmbeddedFile(name=shown, description=description, size=len(data), sha256=digest, answer=judge(shown, data))


def _unpacked(stream: Any, limit: int) -> bytes | None:
    """The content, None when it is over the limit or packed in a way this house never writes."""
    kind = stream.get("/Filter")
    if kind is None:
        data = bytes(stream.encoded_data)
    elif kind == "/FlateDecode" and "/DecodeParms" not in stream:
        data = zlib.decompressobj().decompress(stream.encoded_data, max(limit, 0) + 1)
    else:
        return None
    return data if len(data) <= limit else None
