"""Lines to blocks: every line with the mark that opens it taken off, web-page furniture sorted out."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.plans.furniture import advertising
from workflows.plans.lines import Line
from workflows.plans.marks import Mark, mark_of


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
    furniture: tuple[Line, ...]
    title: str | None


def document_of(lines: tuple[Line, ...]) -> Document:
    """Sort the lines into blocks of the plan and furniture of the page."""
    furniture, title = advertising(lines)
    foreign = {line.number for line in furniture}
    blocks = tuple(_block(line) for line in lines if line.number not in foreign)
    return Document(blocks=blocks, furniture=furniture, title=title)


def _block(line: Line) -> Block:
    mark = mark_of(line.text)
    return Block(line=line.number, mark=mark, text=line.text[mark.end :] if mark else line.text, printed=line.text)
