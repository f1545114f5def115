"""Files to sources: one small reader per format, chosen by what the file contains. Nothing here knows what a problem is."""

from __future__ import annotations

from workflows.plans.decode import check_text, decode
from workflows.plans.errors import in_whole
from workflows.plans.formats.excel import read_excel
from workflows.plans.formats.kinds import Kind, kind_of
from workflows.plans.formats.office import converted
from workflows.plans.formats.packages import open_package
from workflows.plans.formats.page import read_page, read_saved_page
from workflows.plans.formats.pasted import read_table_text, separator_of
from workflows.plans.formats.pdf import read_pdf
from workflows.plans.formats.word import read_word
from workflows.plans.lines import lines_of
from workflows.plans.sources import MOST_TEXT, Source
from workflows.plans.tables import is_register

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read; plans with photographs in them reach 30 MB."""

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
    if kind is Kind.PACKAGE:
        return _package(data)
    if kind in (Kind.OLD, Kind.RTF):
        return _package(converted(data))
    if kind is Kind.PDF:
        return read_pdf(data)
    if kind is Kind.PAGE:
        return read_page(data)
    return read_saved_page(data) if kind is Kind.SAVED_PAGE else source_of_text(decode(data))


def _package(data: bytes) -> Source:
    package = open_package(data)
    if package.kind is Kind.OLD:
        return _package(converted(data))
    return read_excel(package, data) if package.kind is Kind.EXCEL else read_word(package)
