"""Separation of duties, pair by pair."""

from __future__ import annotations

from itertools import product
from uuid import UUID, uuid4

import pytest

from workflows.rules.separation import SEPARATIONS, Past, broken_by

ME, OTHER = uuid4(), uuid4()
BOXES = (
    "submit_plan",
    "accept_plan",
    "rectify",
    "self_check",
    "self_accept",
    "reinspect",
    "confirm_reinspection",
    "random_audit",
    "approve_closure",
    "investigate",
    "review_petition",
    "sign_by_head_of_government",
    "sign_by_party_secretary",
)
FORBIDDEN = {(before, each.box) for each in SEPARATIONS for before in each.after}


@pytest.mark.parametrize(("before", "now"), list(product(BOXES, BOXES)))
def test_every_pair_of_duties(before: str, now: str) -> None:
    why = broken_by(now, ME, [Past(box=before, person_id=ME)])

    assert bool(why) == ((before, now) in FORBIDDEN)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("rectify", "self_check"),
        ("self_check", "reinspect"),
        ("reinspect", "confirm_reinspection"),
        ("reinspect", "random_audit"),
        ("confirm_reinspection", "random_audit"),
        ("random_audit", "approve_closure"),
        ("submit_plan", "accept_plan"),
        ("rectify", "self_accept"),
        ("investigate", "review_petition"),
        ("sign_by_head_of_government", "sign_by_party_secretary"),
        ("sign_by_party_secretary", "sign_by_head_of_government"),
    ],
)
def test_the_pairs_the_plan_keeps_apart_are_forbidden(before: str, now: str) -> None:
    assert broken_by(now, ME, [Past(box=before, person_id=ME)])


def test_what_somebody_else_did_forbids_nothing() -> None:
    history = [Past(box=box, person_id=OTHER) for box in BOXES]

    assert [broken_by(box, ME, history) for box in BOXES] == [""] * len(BOXES)


def test_the_same_box_in_a_later_round_is_not_forbidden() -> None:
    assert broken_by("rectify", ME, [Past(box="rectify", person_id=ME)]) == ""


def test_a_diagram_can_demand_another_person_for_a_box_of_its_own() -> None:
    history = [Past(box="count_trees", person_id=ME)]

    assert "另一人" in broken_by("recount_trees", ME, history, another_than="count_trees")
    assert broken_by("recount_trees", UUID(int=1), history, another_than="count_trees") == ""
