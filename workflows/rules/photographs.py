"""Which photographs belong side by side: people write 整改前 and 整改后 into the names of their files."""

from __future__ import annotations

import re
from collections.abc import Sequence

BEFORE, AFTER = "before", "after"
_SIDES = {"整改前": BEFORE, "整改后": AFTER, "治理前": BEFORE, "治理后": AFTER, "改造前": BEFORE, "改造后": AFTER}
_WORDS = re.compile("|".join(_SIDES))
_NOISE = re.compile(r"[\s_\-—()（）.]+")


def side_of(name: str) -> str:
    """before, after, or empty where the name says neither, or both."""
    if "前后" in name:
        return ""
    sides = {_SIDES[word] for word in _WORDS.findall(name)}
    return sides.pop() if len(sides) == 1 else ""


def place_of(name: str) -> str:
    """What is left of a name without its ending and without before or after: the same for two pictures of one place."""
    stem = name.rpartition(".")[0] or name
    return _NOISE.sub("", _WORDS.sub("", stem))


def paired(names: Sequence[str]) -> list[tuple[int, int | None]]:
    """Indexes of pictures to show together, in the order of the list: (before, after), or (picture, None) for one of its own."""
    afters: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if side_of(name) == AFTER:
            afters.setdefault(place_of(name), []).append(index)
    pairs: list[tuple[int, int | None]] = []
    taken: set[int] = set()
    for index, name in enumerate(names):
        waiting = afters.get(place_of(name), [])
        if side_of(name) == BEFORE and waiting:
            after = waiting.pop(0)
            taken.add(after)
            pairs.append((index, after))
        elif side_of(name) != AFTER:
            pairs.append((index, None))
    left = sorted(index for rest in afters.values() for index in rest)
    return sorted([*pairs, *((index, None) for index in left)])
