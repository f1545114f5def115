"""The random audit's draw: a pure function of a frozen list, a rule and a seed, so that an outsider can repeat it.

Every candidate's rank is SHA-256 of `seed|digest of the list|case id`; the lowest ranks are taken. No generator, no library, no state:
`printf '%s' "$seed|$digest|$id" | sha256sum` and a sort give the same result anywhere.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from workflows.rules.canonical import canonical, digest_of


@dataclass(frozen=True, kw_only=True)
class DrawRule:
    """How many to take: `percent` of the list rounded up (1–100), at least `minimum`."""

    percent: int
    minimum: int = 1

    def size(self, population: int) -> int:
        """How many of `population` candidates are taken; never more than there are."""
        return min(population, max(self.minimum, math.ceil(population * self.percent / 100)))


def population_digest(case_ids: Sequence[str]) -> str:
    """Digest of the frozen list: sorted, so that the order of the screen is without influence. 64 hexadecimal characters."""
    return digest_of(canonical(sorted(case_ids)))


def rank(seed: str, digest: str, case_id: str) -> str:
    """The rank of one candidate: 64 hexadecimal characters, compared as text."""
    return hashlib.sha256(f"{seed}|{digest}|{case_id}".encode()).hexdigest()


def draw(case_ids: Sequence[str], rule: DrawRule, seed: str) -> list[str]:
    """The ids drawn, lowest rank first.

    Raises ValueError for an empty or repeated list: a draw over nothing, or with one candidate counted twice, is not a draw.
    """
    if not case_ids or len(set(case_ids)) != len(case_ids):
        raise ValueError("the list must name every candidate exactly once")
    digest = population_digest(case_ids)
    ordered = sorted(case_ids, key=lambda case_id: rank(seed, digest, case_id))
    return ordered[: rule.size(len(ordered))]
