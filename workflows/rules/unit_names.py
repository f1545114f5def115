"""Matching the unit names a plan prints to the city's own table of units. Never guesses: no match is an answer.

A county's Party committee and government are two bodies with one seat at the city's table, so `云溪县党委` and `云溪县政府` are matched to
`云溪县`; departments are matched by full or short name only.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

_BODIES = ("党工委、管委会", "人民政府", "党委政府", "党工委", "管委会", "党委", "政府", "县委", "区委", "市委")


def match_unit(printed: str, names: Mapping[str, UUID]) -> UUID | None:
    """The unit whose full or short name is printed, or whose committee or government is; None when there is none.

    `names` maps every full and short name of the city's units to its id.
    """
    name = "".join(printed.split())
    if name in names:
        return names[name]
    for body in _BODIES:
        seat = name.removesuffix(body)
        if seat != name and seat in names:
            return names[seat]
    return None
