"""How text is made comparable before it is searched: width, case, traditional characters; and how it is cut into pieces an index can hold.

Chinese has no spaces, and an index of three characters at a time finds no word of two. So runs of Chinese are cut into overlapping pairs, Latin
letters and numbers into words; what stands together in a text has all the pieces of the term, and the few texts that have the pieces
apart are told from it by looking again (`LIKE`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

MOST_TERMS = 6
LONGEST_QUERY = 100
"""Characters of a question; the rest is not read."""
_LONGEST_WORD = 60
_SHORTEST_END = 3
_NUMBER_WITH_ENDS = 5
"""Numbers of at least so many digits are also found by their last ones, as people remember them."""
_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_RUN = re.compile(f"[{_HAN}]{{2,}}")
_WORD = re.compile("[a-z]+|[0-9]+")
_BETWEEN = re.compile("[\\s\\x00,;，；、。]+")


class _Folds(dict[int, str]):
    """What each character becomes, found when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = "".join(_simple().get(each, each) for each in plain)
        return self[code]


FOLDS = _Folds()


@cache
def _simple() -> dict[str, str]:
    """Every traditional character with its simple form; four and a half thousand, in 30 ms, when somebody first searches or writes."""
    chars = [chr(code) for code in (*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0))]
    simple = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {each: other for each, other in zip(chars, simple, strict=True) if each != other}


def fold(text: str) -> str:
    """The text in one width, case and kind of characters; spaces and line breaks remain."""
    return text.translate(FOLDS)


def squeezed(folded: str) -> str:
    """Without spaces and line breaks: a plan breaks its lines in the middle of words."""
    return "".join(folded.split())


def pieces(folded: str) -> set[str]:
    """What an index keeps of a folded text: pairs of Chinese characters, words, numbers, and the ends of long numbers."""
    found = {run[at : at + 2] for run in _RUN.findall(squeezed(folded)) for at in range(len(run) - 1)}
    for word in _WORD.findall(folded):
        found.add(word[:_LONGEST_WORD])
        if word.isdigit() and _NUMBER_WITH_ENDS <= len(word) <= _LONGEST_WORD:
            found.update(word[at:] for at in range(1, len(word) - _SHORTEST_END + 1))
    return found


def terms(question: str) -> tuple[str, ...]:
    """What somebody looks for: each of these, folded, in any order. At most six, without repetition."""
    words = (squeezed(fold(word)) for word in _BETWEEN.split(question[:LONGEST_QUERY]))
    return tuple(dict.fromkeys(word for word in words if word.strip("\"'“”‘’")))[:MOST_TERMS]


def wanted(term: str) -> tuple[tuple[str, ...], str]:
    """The pieces a text must have for a term, and the word its last one must begin with (empty: none does).

    The last word of a term may be the beginning of a longer one: 2026-01 finds 2026-012.
    """
    if len(term) < 2:
        return (), ""
    runs = [run[at : at + 2] for run in _RUN.findall(term) for at in range(len(run) - 1)]
    words = [match[:_LONGEST_WORD] for match in _WORD.findall(term)]
    last = words.pop() if words and term.endswith(words[-1]) else ""
    return tuple(dict.fromkeys((*runs, *words))), last


def needs_second_look(term: str) -> bool:
    """Whether a text may have all the pieces and still not the term: only a single pair or a single word cannot."""
    needed, beginning = wanted(term)
    return (*needed, *([beginning] if beginning else ())) != (term,)
