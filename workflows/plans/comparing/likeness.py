"""How alike two texts are: the share of neighbouring pairs of characters they have in common, blanks and punctuation aside."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

_LONGEST = 4_000  # characters that are compared: what a problem is stands at its beginning
_COMMON = 400
"""A pair of characters that stands in more texts than this tells nothing about which is which, and is not looked up."""


def plain(text: str) -> str:
    """The letters, figures and Chinese characters of a text, half-width and small: two printings of the same words are equal."""
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    return "".join(character for character in folded if character.isalnum())


def pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a `plain` text; of a single character that one."""
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0 (nothing in common) to 1 (the same pairs): twice what they share, by what they have (Dice 1945)."""
    shared = (one & other).total()
    return 2 * shared / max(1, one.total() + other.total())


def nearest(
    wanted: Sequence[Counter[str]], among: Mapping[int, Counter[str]], *, most: int = 8
) -> list[list[tuple[float, int]]]:
    """For each text the keys of those among the others that are most alike, best first; only such as share a telling pair."""
    holders: dict[str, list[int]] = defaultdict(list)
    for key, counted in among.items():
        for pair in counted:
            holders[pair].append(key)
    return [_ranked(counted, among, holders, most) for counted in wanted]


def _ranked(
    counted: Counter[str], among: Mapping[int, Counter[str]], holders: Mapping[str, list[int]], most: int
) -> list[tuple[float, int]]:
    seen: Counter[int] = Counter()
    for pair in counted:
        if len(keys := holders.get(pair, ())) <= _COMMON:
            seen.update(keys)
    ranked = ((likeness(counted, among[key]), -key) for key, _ in seen.most_common(most))
    return [(value, -key) for value, key in sorted(ranked, reverse=True)]
