"""The files inside a PDF, listed without ever unpacking more than a bound allows."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from reports.verdict import EmbeddedFile

UNPACKED_LIMIT = 256 * 1024 * 1024  # bytes, of all files together
_FILES_LIMIT = 200
_DEPTH_LIMIT = 8
_DAMAGED = Exception  # a parser handed a forged file raises what it likes


def attached_files(reader: PdfFileReader) -> tuple[EmbeddedFile, ...]:
    """Name, description, size and SHA-256 of each embedded file; what is over the bound has no SHA-256.

    Empty when there are none, or when the list itself is damaged: the signatures say what that means.
    """
    try:
        leaves = list(islice(_leaves(reader.root["/Names"]["/EmbeddedFiles"], 0), _FILES_LIMIT))
    except _DAMAGED:
        return ()
    found, left = [], UNPACKED_LIMIT
    for name, specification in leaves:
        file = _file(name, specification, left)
        left -= file.size
        found.append(file)
    return tuple(found)


def _leaves(node: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Name and file specification, walking the name tree to a bounded depth."""
    if depth > _DEPTH_LIMIT:
        return
    for child in node.get("/Kids", ()):
        yield from _leaves(child.get_object(), depth + 1)
    names = node.get("/Names", ())
    for index in range(0, len(names) - 1, 2):
        yield str(names[index]), names[index + 1].get_object()


def _file(name: str, specification: Any, limit: int) -> EmbeddedFile:
    shown, description = name, ""
    try:
        shown, description = str(specification.get("/UF", name)), str(specification.get("/Desc", ""))
        data = _unpacked(specification["/EF"]["/F"], limit)
    except _DAMAGED:
        data = None
    digest = hashlib.sha256(data).hexdigest() if data is not None else None
    return EmbeddedFile(name=shown, description=description, size=len(data or b""), sha256=digest)


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
