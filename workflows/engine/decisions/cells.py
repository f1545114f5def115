"""One cell of a decision table: a test of one value, from the allow-list of FEEL's simple unary tests.

What may be written: `-` or nothing (any value), a number, `"text"`, `< <= > >=` with a number, a range `[1..30]` `(30..60]` `]30..60[`, several of
them with commas, and `not(…)` around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 200
_NUMBER = r"(0|[1-9][0-9]{0,5})"
_SINGLE = re.compile(_NUMBER, re.ASCII)
_COMPARED = re.compile(rf"(<=|>=|<|>)\s*{_NUMBER}", re.ASCII)
_RANGE = re.compile(rf"([\[(\]])\s*{_NUMBER}\s*\.\.\s*{_NUMBER}\s*([\])\[])", re.ASCII)
_TEXT = re.compile(r'"([^"\\]{1,64})"')
_NOT = re.compile(r"not\s*\((.*)\)", re.ASCII | re.DOTALL)

Test = Callable[[object], bool]


class CellRefused(Exception):
    """Why a cell cannot be read: `why` for people, `english` beside it."""

    def __init__(self, why: str, english: str) -> None:
        super().__init__(why)
        self.why, self.english = why, english


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell as written and in words, its test, the texts it names, and the numbers at which its answer may change."""

    text: str
    words: str
    accepts: Test
    texts: frozenset[str] = frozenset()
    edges: frozenset[int] = frozenset()


def read_cell(text: str, *, number: bool) -> Cell:
    """The test written in a cell of a number or a text column. Raises CellRefused."""
    written = text.strip()
    if len(written) > LONGEST:
        raise CellRefused(f"超过 {LONGEST} 个字符", f"it is longer than {LONGEST} characters")
    if written in ("", "-"):
        return Cell(text="-", words="不限", accepts=lambda _value: True)
    inner = _NOT.fullmatch(written)
    parts = [_part(each.strip(), number=number) for each in (inner[1] if inner else written).split(",")]
    words = "或".join(part.words for part in parts)
    return Cell(
        text=written,
        words=f"除{words}以外" if inner else words,
        accepts=_negated(parts) if inner else _any(parts),
        texts=frozenset().union(*(part.texts for part in parts)),
        edges=frozenset().union(*(part.edges for part in parts)),
    )


def _any(parts: list[Cell]) -> Test:
    return lambda value: any(part.accepts(value) for part in parts)


def _negated(parts: list[Cell]) -> Test:
    return lambda value: not any(part.accepts(value) for part in parts)


def _part(text: str, *, number: bool) -> Cell:
    if not number:
        return _text(text)
    if found := _SINGLE.fullmatch(text):
        low = high = int(found[1])
    elif found := _COMPARED.fullmatch(text):
        low, high = _compared(found[1], int(found[2]))
    elif found := _RANGE.fullmatch(text):
        low, high = int(found[2]) + (found[1] != "["), int(found[3]) - (found[4] != "]")
    else:
        raise CellRefused(
            f"“{text}”不是整数、比较或区间，可写 3、>= 2、[1..30]", f"{text!r} is no number, comparison or range"
        )
    if low > high:
        raise CellRefused(f"“{text}”里没有任何整数", f"{text!r} holds no number")
    return Cell(
        text=text,
        words=_in_words(low, high),
        accepts=lambda value: isinstance(value, int) and low <= value <= high,
        edges=_edges(low, high),
    )


def _text(text: str) -> Cell:
    found = _TEXT.fullmatch(text)
    if found is None:
        raise CellRefused(f'“{text}”应是加英文双引号的文字，例如 "yellow"', f"{text!r} is no quoted text")
    word = found[1]
    return Cell(text=text, words=word, accepts=lambda value: value == word, texts=frozenset({word}))


#: larger than any number a cell can name
_ENDLESS = 10**9


def _compared(sign: str, number: int) -> tuple[int, int]:
    return {
        "<": (0, number - 1),
        "<=": (0, number),
        ">": (number + 1, _ENDLESS),
        ">=": (number, _ENDLESS),
    }[sign]


def _in_words(low: int, high: int) -> str:
    if low == high:
        return str(low)
    if high == _ENDLESS:
        return f"{low} 以上" if low else "不限"
    return f"{low} 至 {high}" if low else f"不超过 {high}"


def _edges(low: int, high: int) -> frozenset[int]:
    return frozenset({low} if high == _ENDLESS else {low, high + 1})
