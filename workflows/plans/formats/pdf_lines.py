"""Characters of a PDF page to lines, and lines to the paragraphs they were broken from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflows.plans.brackets import outer_brackets
from workflows.plans.labels import opens_with_label
from workflows.plans.marks import Level, mark_of

PAGE_NUMBER = re.compile(
    r"^[-—–─·\s]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?(?:\s*[/,，]?\s*共?\s*[0-9]{1,4}\s*页?)?[-—–─·\s]*$"
)
_MARGIN = 0.11  # of the page's height: where headers and footers stand


@dataclass(frozen=True, slots=True)
class Char:
    """A character with its box, in points from the lower left of the page."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its words without blanks around them, its box and the size of its characters."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


def printed_lines(chars: Iterable[Char]) -> list[Printed]:
    """The lines from top to bottom."""
    made = (_printed(sorted(row, key=lambda each: each.x0)) for row in rows_of(chars))
    return [line for line in made if line]


def rows_of(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters stand on one line where their middles are less than half a character apart."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda each: (-(each.y0 + each.y1), each.x0)):
        middle = (char.y0 + char.y1) / 2
        above = rows[-1][0] if rows else None
        if above and abs((above.y0 + above.y1) / 2 - middle) < 0.5 * max(char.size, 4):
            rows[-1].append(char)
        else:
            rows.append([char])
    return rows


def _printed(row: Sequence[Char]) -> Printed | None:
    seen = [char for char in row if char.text.strip()]
    if not seen:
        return None
    words, before = "", seen[0]
    inside = [char for char in row if seen[0].x0 <= char.x0 <= seen[-1].x0]
    for char in inside:
        gap = char.x0 - before.x1
        if words and char.text.strip() and (gap > 1.2 * char.size or (gap > 0.25 * char.size and _latin(before, char))):
            words += " "
        words += char.text
        before = char
    size = Counter(char.size for char in seen).most_common(1)[0][0]
    return Printed(
        text=words.strip(),
        x0=seen[0].x0,
        y0=min(char.y0 for char in seen),
        x1=seen[-1].x1,
        y1=max(char.y1 for char in seen),
        size=size,
    )


def _latin(before: Char, after: Char) -> bool:
    return before.text.isascii() and after.text.isascii() and not before.text.isspace()


def margins(pages: Sequence[Sequence[Printed]], heights: Sequence[float]) -> set[tuple[int, int]]:
    """(page, line) of headers, footers and page numbers: in the margins, and a number or printed on more than one page."""
    where = [
        (page, index, re.sub(r"[0-9０-９一二三四五六七八九十]+", "#", line.text))
        for page, lines in enumerate(pages)
        for index, line in enumerate(lines)
        if line.y0 > heights[page] * (1 - _MARGIN) or line.y1 < heights[page] * _MARGIN
    ]
    seen = Counter((words for _, _, words in where))
    return {
        (page, index) for page, index, words in where if PAGE_NUMBER.match(pages[page][index].text) or seen[words] > 1
    }


def paragraphs(lines: Sequence[tuple[int, Printed]], *, left: float, right: float) -> list[list[tuple[int, Printed]]]:
    """Lines with their pages, grouped into paragraphs; one may go on over a page."""
    groups: list[list[tuple[int, Printed]]] = []
    for page, line in lines:
        last_page, last = groups[-1][-1] if groups else (page, None)
        if last is not None and _goes_on(last, line, left, right, same_page=page == last_page):
            groups[-1].append((page, line))
        else:
            groups.append([(page, line)])
    return groups


def _goes_on(last: Printed, line: Printed, left: float, right: float, *, same_page: bool) -> bool:
    """Whether a line is the rest of the one above: that one was full, and this one begins at the margin with neither mark nor label."""
    short = last.x1 < right - 1.8 * last.size and not _unfinished(last.text)
    if short or line.x0 > left + 0.8 * line.size:
        return False
    if abs(last.size - line.size) > 0.15 * line.size:
        return False
    if same_page and last.y0 - line.y1 > 1.6 * line.size:
        return False
    mark = mark_of(line.text)
    return (mark is None or mark.level is Level.SUBITEM) and opens_with_label(line.text) is None


def _unfinished(text: str) -> bool:
    """A line that ends in the middle of a list or a bracket is no last line, however short."""
    return text.endswith(("、", "，", ",")) or any(not bracket.closed for bracket in outer_brackets(text))


def joined(lines: Iterable[Printed]) -> str:
    """The words of a broken paragraph in one line; a blank only between Latin words."""
    words = ""
    for line in lines:
        blank = words[-1:].isascii() and words[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
        words += (" " if blank else "") + line.text
    return words
