"""The genuine papers the corpus of tampered ones starts from, and the tools tampering is done with."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reports.levels import Level
from tests.reports.papers import plain_pdf
from tests.reports.pki import Pki
from tests.reports.signing_city import FIELDS, SigningCity

N = generic.pdf_name
HOLE = re.compile(rb"/Contents <([0-9a-fA-F]+)>")
RANGE = re.compile(rb"/ByteRange \[[^\]]*\]")


@dataclass
class Originals:
    """The genuine papers the corpus starts from, and what each was before its last signature."""

    city: SigningCity
    stranger: Pki
    master: bytes = field(init=False)
    once: bytes = field(init=False)
    paper: bytes = field(init=False)
    archived: bytes = field(init=False)
    other: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.master = plain_pdf(*FIELDS)
        self.once = self.city.signs(self.master, "lead_unit")
        self.paper = self.city.signs(self.once, "office")
        self.archived = self.city.paper(Level.ARCHIVE)
        lead = self.city.signs(plain_pdf(*FIELDS, attachment=b'{"measures":7}'), "lead_unit")
        self.other = self.city.signs(lead, "office")


Change = Callable[[Originals], bytes]


def update(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an incremental update, as an editor would save it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def resaved(pdf: bytes, change: Callable[[pikepdf.Pdf], None] = lambda _: None, **options: Any) -> bytes:
    """The file written anew by another tool."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out, **options)
    return out.getvalue()


def page_of(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/Pages"]["/Kids"].raw_get(0)


def stream(writer: IncrementalPdfFileWriter, data: bytes, **entries: Any) -> Any:
    named = {N(f"/{name}"): value for name, value in entries.items()}
    return writer.add_object(generic.StreamObject(dict_data=generic.DictionaryObject(named), stream_data=data))


def numbers(*values: int) -> Any:
    return generic.ArrayObject(map(generic.NumberObject, values))
