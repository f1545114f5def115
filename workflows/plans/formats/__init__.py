"""Files to sources: one small reader per format, chosen by what the file contains. Nothing here knows what a problem is.

A reader's library is loaded when the first file of its kind comes: most commands read none, and a spreadsheet's costs half a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from workflows.plans.decode import check_text, decode
from workflows.plans.errors import in_whole
from workflows.plans.formats.kinds import Kind, kind_of
from workflows.plans.formats.pasted import read_table_text, separator_of
from workflows.plans.lines import lines_of
from workflows.plans.sources import MOST_TEXT, Source
from workflows.plans.tables import is_register

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read; plans with photographs in them reach 30 MB."""
_READERS = {
    Kind.WORD: ("word", "read_word"),
    Kind.EXCEL: ("excel", "read_excel"),
    Kind.PDF: ("pdf", "read_pdf"),
    Kind.PAGE: ("page", "read_page"),
    Kind.SAVED_PAGE: ("page", "read_saved_page"),
    Kind.JSON: ("register_json", "read_json"),
}

__all__ = ["MOST_BYTES", "source_of", "source_of_text"]


def source_of(data: bytes) -> Source:
    """A file as lines and tables. Raises PlanUnreadable, in words, for everything that cannot be one."""
    if len(data) > MOST_BYTES:
        raise in_whole(
            f"文件超过 {MOST_BYTES // 1048576} MB 的上限，请只保留整改清单，或拆成几份",
            f"over the limit of {MOST_BYTES // 1048576} MB, split it",
        )
    source = _read(data, kind_of(data))
    if not source.lines:
        raise in_whole("文件里没有文字", "there is no text in it")
    if sum(len(line.text) for line in source.lines) > MOST_TEXT:
        raise in_whole("文字太多，请拆成几份", "too much text, split it")
    for line in source.lines:
        if not line.text.isprintable():
            check_text(line.text)
    return source


def source_of_text(text: str) -> Source:
    """Text that was decoded or pasted: a table where it was copied out of one, else its lines."""
    check_text(text)
    if (separator := separator_of(text)) and is_register(table := read_table_text(text, separator)):
        return table
    return Source(lines_of(text))


def _read(data: bytes, kind: Kind) -> Source:
    if kind is Kind.TEXT:
        return source_of_text(decode(data))
    if kind in (Kind.PACKAGE, Kind.OLD, Kind.RTF):
        return _office(data, kind)
    return _by(kind, data)


def _office(data: bytes, kind: Kind) -> Source:
    """A package, or what becomes one; what LibreOffice made is opened once and not converted again."""
    packages, office = import_module(f"{__name__}.packages"), import_module(f"{__name__}.office")
    package = None if kind is not Kind.PACKAGE else packages.open_package(data)
    if package is None or package.kind is Kind.OLD:
        package = packages.open_package(office.converted(data))
    return _by(package.kind, package)


def _by(kind: Kind, content: object) -> Source:
    module, name = _READERS[kind]
    return cast(Source, getattr(import_module(f"{__name__}.{module}"), name)(content))
