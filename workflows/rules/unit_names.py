"""Matching the unit names a plan prints to the city's own table of units. Never guesses: no match is an answer.

A county's Party committee and government are two bodies with one seat at the city's table, so `云溪县党委` and `云溪县政府` are matched to
`云溪县`; departments are matched by full or short name only.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from uuid import UUID

_LEVELS = "国省市州县区旗镇乡"
_ALIKE = 0.75
_BODIES = ("党工委、管委会", "人民政府", "党委政府", "党工委", "管委会", "党委", "政府", "县委", "区委", "市委")


def unit_candidates(printed: str, names: Mapping[str, UUID], *, most: int = 3) -> tuple[str, ...]:
    """The city's names that resemble a printed one, best first, for a person to choose from; empty for collectives (各县区, 有关部门).

    市住建局 resembles 市住房和城乡建设局 (its characters in order, the same level), 青禾市水务局 resembles 市水务局, and near spellings do.
    """
    name = "".join(printed.split())
    if is_collective(name):
        return ()
    scored = sorted(
        ((_likeness(name, each), each) for each in names), key=lambda pair: (-pair[0], len(pair[1]), pair[1])
    )
    chosen: dict[UUID, str] = {}
    for likeness, each in scored:
        if likeness >= _ALIKE:
            chosen.setdefault(names[each], each)
    return tuple(chosen.values())[:most]


def is_collective(name: str) -> bool:
    """Whether words name a kind of units instead of one."""
    return name.startswith(("各", "有关", "相关")) or name.endswith(
        ("有关部门", "相关部门", "成员单位", "有关单位", "相关单位")
    )


def _likeness(printed: str, name: str) -> float:
    """From 0 to 1. An abbreviation keeps the level before it and the last character; what stands before a name (the city's) does not count."""
    if len(name) >= 3 and printed.endswith(name):
        return 0.95
    if printed[:1] in _LEVELS and name[:1] in _LEVELS and printed[:1] != name[:1]:
        return 0.0
    short, long_ = sorted((printed, name), key=len)
    if len(short) >= 3 and short[-1] == long_[-1] and short[0] == long_[0] and _in_order(short, long_):
        return 0.9
    return SequenceMatcher(None, printed, name).ratio()


def _in_order(short: str, long_: str) -> bool:
    rest = iter(long_)
    return all(char in rest for char in short)


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
