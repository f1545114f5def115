"""Lines to blocks: every line with the mark that opens it taken off, web-page furniture sorted out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from workflows.plans.furniture import advertising, is_page_number
from workflows.plans.labels import opens_with_label
from workflows.plans.lines import DECORATION, OF_PAGE, Line
from workflows.plans.marks import Mark, mark_of

_DECORATED = re.compile(rf"[{DECORATION}]+\s*")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A line of the plan: what opens it (`mark`), and the words behind that."""

    line: int
    mark: Mark | None
    text: str
    printed: str  # the whole line

    @property
    def number(self) -> str | None:
        return self.mark.number if self.mark else None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A plan as blocks, beside the lines that belong to the web page it was copied from."""

    blocks: tuple[Block, ...]
    furniture: tuple[Line, ...]  # of the web page, for warnings
    foreign: tuple[Line, ...]  # lines the format itself shows to be no part of the plan
    title: str | None


def document_of(lines: tuple[Line, ...]) -> Document:
    """Sort the lines into blocks of the plan and furniture of the page."""
    lines = tuple(replace(line, foreign="页码") if is_page_number(line) else line for line in lines)
    own = tuple(line for line in lines if not line.foreign)
    furniture, title = advertising(own)
    foreign = {line.number for line in furniture}
    blocks = tuple(block_of(line) for line in own if line.number not in foreign)
    of_page = tuple(line for line in lines if line.foreign == OF_PAGE)
    return Document(
        blocks=blocks,
        furniture=tuple(sorted((*furniture, *of_page), key=lambda line: line.number)),
        foreign=tuple(line for line in lines if line.foreign),
        title=title,
    )


def register_document(lines: tuple[Line, ...]) -> Document:
    """The lines of a register of our own: none of them is advertising, whatever words it has."""
    own = tuple(block_of(line) for line in lines if not line.foreign)
    return Document(blocks=own, furniture=(), foreign=tuple(line for line in lines if line.foreign), title=None)


def block_of(line: Line) -> Block:
    """A line with the mark that opens it taken off."""
    printed = _undecorated(line.text)
    mark = mark_of(printed)
    return Block(line=line.number, mark=mark, text=printed[mark.end :] if mark else printed, printed=printed)


def _undecorated(text: str) -> str:
    """📌 责任单位：… without the picture. Before words that are neither numbered nor labelled it may mean something (★) and stays."""
    match = _DECORATED.match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    return rest if mark_of(rest) or opens_with_label(rest) else text
