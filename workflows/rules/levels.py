"""Whose acceptance a problem needs: the county's own, or that of a lead unit.

Source: the Weifang plan, part two, point three: city-level problems are accepted by the lead unit; county-level problems by the county
itself (自验), after which the municipal department checks on site and gives its opinion.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

LEVEL_WORDS = {"city": "市", "county": "县（市、区）", "department": "市直部门", "office": "领导小组办公室"}

NEVER_RESPONSIBLE = frozenset({"office"})
"""Who runs the list does not rectify what stands on it."""


def is_county_level(responsible: Mapping[UUID, str], lead: Collection[UUID]) -> bool:
    """Whether a problem is the counties' own: every responsible unit is one, and nobody else was named to lead.

    `responsible` maps each responsible unit to its level; nobody responsible yet means no.
    """
    return bool(responsible) and set(responsible.values()) == {"county"} and set(lead) <= set(responsible)
