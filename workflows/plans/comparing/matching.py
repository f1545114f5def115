"""Which problem of the revised plan is which of the accepted one: by the same words, by number and likeness, then by likeness alone.

What is only somewhat alike is a doubtful match: a person says whether it is the same problem. Nothing is matched twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from workflows.plans.comparing.likeness import likeness, nearest, pairs, plain
from workflows.plans.reading import ProblemReading

SAME_NUMBER, SAME_WORDS, DOUBTFUL = 0.5, 0.8, 0.35
"""Likeness from which a problem of the same number is the same, one of another number is, and a person is asked."""
CLEAR = 0.08
"""How much better than the second best a match without a number must be."""


@dataclass(frozen=True)
class Pair:
    """A problem of the accepted plan and one of the revised, by their places from 0; how alike, and whether a person must say."""

    old: int
    new: int
    likeness: float
    doubtful: bool = False


@dataclass
class _Matching:
    old: Sequence[ProblemReading]
    new: Sequence[ProblemReading]
    pairs: list[Pair] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.old_words = [plain(problem.text) for problem in self.old]
        self.new_words = [plain(problem.text) for problem in self.new]
        self.old_left = dict.fromkeys(range(len(self.old)))
        self.new_left = dict.fromkeys(range(len(self.new)))

    def take(self, old: int, new: int, alike: float, *, doubtful: bool = False) -> None:
        self.pairs.append(Pair(old, new, alike, doubtful))
        del self.old_left[old], self.new_left[new]


def matched(old: Sequence[ProblemReading], new: Sequence[ProblemReading]) -> tuple[Pair, ...]:
    """The pairs, in the order of the revised plan. What is in no pair was added, or is gone."""
    work = _Matching(old, new)
    _same_words(work)
    _same_number(work)
    _alike(work)
    return tuple(sorted(work.pairs, key=lambda pair: pair.new))


def _same_words(work: _Matching) -> None:
    """The same text: of several, first those with the same number, then in their order."""
    places: dict[str, list[int]] = defaultdict(list)
    for old in work.old_left:
        places[work.old_words[old]].append(old)
    for numbered in (True, False):
        for new in list(work.new_left):
            candidates = places.get(work.new_words[new], [])
            same = [old for old in candidates if not numbered or work.old[old].number == work.new[new].number]
            if same:
                candidates.remove(same[0])
                work.take(same[0], new, 1.0)


def _same_number(work: _Matching) -> None:
    """The same number (and area, where a number stands twice) and words that are alike."""
    by_number: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for old in work.old_left:
        by_number[work.old[old].number, None].append(old)
        by_number[work.old[old].number, work.old[old].area or ""].append(old)
    for new in list(work.new_left):
        problem = work.new[new]
        candidates = by_number[problem.number, None]
        if len(candidates) > 1:
            candidates = by_number[problem.number, problem.area or ""]
        left = [old for old in candidates if old in work.old_left]
        if len(left) == 1 and (alike := _likeness(work, left[0], new)) >= SAME_NUMBER:
            work.take(left[0], new, alike)


def _alike(work: _Matching) -> None:
    """Clearly alike whatever the number; else doubtful, the most alike first, those of the same number before others."""
    among = {old: pairs(work.old_words[old]) for old in work.old_left}
    left = list(work.new_left)
    ranked = dict(zip(left, nearest([pairs(work.new_words[new]) for new in left], among), strict=True))
    for new, found in ranked.items():
        best, second = [*found, (0.0, -1), (0.0, -1)][:2]
        if best[0] >= SAME_WORDS and best[0] - second[0] >= CLEAR and best[1] in work.old_left:
            work.take(best[1], new, best[0])
    asked = sorted(
        ((_rank(work, alike, old, new), alike, old, new) for new, found in ranked.items() for alike, old in found),
        reverse=True,
    )
    for _, alike, old, new in asked:
        if _rank(work, alike, old, new) >= DOUBTFUL and old in work.old_left and new in work.new_left:
            work.take(old, new, alike, doubtful=True)


def _rank(work: _Matching, alike: float, old: int, new: int) -> float:
    """The same number speaks for the same problem, a little."""
    return alike + (0.1 if work.old[old].number == work.new[new].number else 0)


def _likeness(work: _Matching, old: int, new: int) -> float:
    one: Counter[str] = pairs(work.old_words[old])
    return likeness(one, pairs(work.new_words[new]))
