"""Carrying facts along the ways of a diagram: what is known on entering each box."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """What at least one of them holds."""
    return frozenset[str]().union(*sets)


@dataclass(frozen=True, kw_only=True)
class Spread:
    """`ways`: box → the boxes right before it; `own`: what a box gives; `borders`: event → the box it sits on.

    `joins` wait for every way that leads to them, so they know what all of them know.
    """

    ways: dict[str, list[str]]
    own: dict[str, frozenset[str]]
    borders: dict[str, str]
    joins: frozenset[str]

    def somewhere(self) -> dict[str, frozenset[str]]:
        """What is known on entering each box when it was come to by the luckiest way."""
        return self._until_stable(dict.fromkeys(self.ways, frozenset()), union)

    def everywhere(self) -> dict[str, frozenset[str]]:
        """What is known on entering each box whichever way was taken."""
        everything = union(self.own.values())
        beginning = {box: everything if before else frozenset[str]() for box, before in self.ways.items()}
        return self._until_stable(beginning, lambda sets: everything.intersection(*sets))

    def _until_stable(
        self, entering: dict[str, frozenset[str]], combine: Callable[[list[frozenset[str]]], frozenset[str]]
    ) -> dict[str, frozenset[str]]:
        """Ends, because the sets only ever grow or only ever shrink."""
        while True:
            following = {box: self._entering(box, entering, combine) for box in entering}
            if following == entering:
                return entering
            entering = following

    def _entering(
        self,
        box: str,
        entering: dict[str, frozenset[str]],
        combine: Callable[[list[frozenset[str]]], frozenset[str]],
    ) -> frozenset[str]:
        if not self.ways[box]:
            return entering[box]
        leaving = [self._leaving(one, box, entering) for one in self.ways[box]]
        return union(leaving) if box in self.joins else combine(leaving)

    def _leaving(self, source: str, target: str, entering: dict[str, frozenset[str]]) -> frozenset[str]:
        """At the border of a box its own facts are not yet given."""
        if self.borders.get(target) == source:
            return entering[source]
        return entering[source] | self.own[source]
