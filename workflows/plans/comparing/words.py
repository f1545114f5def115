"""Two wordings as pieces: what stayed, what was taken out, what was put in. Chinese by the character, figures and Latin words as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[A-Za-z]+|\s+|.", re.DOTALL)
_LONGEST = 3_000
"""Tokens up to which the difference is sought by the word; longer texts are compared by the sentence."""
_SENTENCE = re.compile(r"[^。；;\n]*[。；;\n]?")
_ISLAND = 2
"""Equal runs up to so many tokens between two changes are shown with them: a wording in crumbs reads worse than a replaced phrase."""


@dataclass(frozen=True)
class Piece:
    """`same`, `out` or `in`, and the words."""

    kind: str
    text: str


def words_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order: joined without the ones put in they are `before`, without those taken out `after`."""
    one, other = _tokens(before, after)
    pieces: list[Piece] = []
    for kind, start, end, new_start, new_end in _merged(
        SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    ):
        if kind == "equal":
            pieces.append(Piece("same", "".join(one[start:end])))
            continue
        if start < end:
            pieces.append(Piece("out", "".join(one[start:end])))
        if new_start < new_end:
            pieces.append(Piece("in", "".join(other[new_start:new_end])))
    return tuple(pieces)


def _tokens(before: str, after: str) -> tuple[list[str], list[str]]:
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(one), len(other)) <= _LONGEST:
        return one, other
    return [each for each in _SENTENCE.findall(before) if each], [each for each in _SENTENCE.findall(after) if each]


Code = tuple[str, int, int, int, int]


def _merged(codes: Sequence[Code]) -> Iterator[Code]:
    """Changes with a short equal run between them become one."""
    held: Code | None = None
    for index, code in enumerate(codes):
        island = code[0] == "equal" and code[2] - code[1] <= _ISLAND and 0 < index < len(codes) - 1
        if code[0] == "equal" and not island:
            if held:
                yield held
            held = None
            yield code
        elif held:
            held = ("replace", held[1], code[2], held[3], code[4])
        else:
            held = code
    if held:
        yield held
