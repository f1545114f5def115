"""Separation of duties: who has already answered for a case may not answer for it again one step later.

Source: the Weifang plan, part two, point three (self-check, re-inspection and random audit are by different bodies; a petition is
closed with the signatures of the Party's and the government's heads). Here it is asked of
persons, because one person may sit in two bodies. The predicates look at every sign-off of the case, in every round.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Past:
    """One sign-off of the case: the box and who signed."""

    box: str
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class Separation:
    """`box` may not be done by whoever did one of `after`; `why` is said to the person."""

    name: str
    box: str
    after: frozenset[str]
    why: str


AUDIT_BOX = "random_audit"
"""The box that only a drawn auditor does."""

_REPORTED = frozenset({"submit_plan", "rectify"})
_CHECKED = _REPORTED | {"self_check", "self_accept"}
_INSPECTED = _CHECKED | {"reinspect", "confirm_reinspection"}
_SUPERVISED = frozenset({"report_order"})
_INVESTIGATED = frozenset({"investigate", "review_petition"})

SEPARATIONS: tuple[Separation, ...] = (
    Separation(
        name="who_planned_cannot_accept_the_plan",
        box="accept_plan",
        after=frozenset({"submit_plan"}),
        why="整改方案由您报送，须由他人审核",
    ),
    Separation(
        name="who_reported_cannot_accept",
        box="self_check",
        after=_REPORTED,
        why="本问题的整改由您报送，自查自验须由他人进行",
    ),
    Separation(
        name="who_reported_cannot_accept_for_the_county",
        box="self_accept",
        after=_REPORTED,
        why="本问题的整改由您报送，县级自验须由他人进行",
    ),
    Separation(
        name="who_accepted_cannot_reinspect",
        box="reinspect",
        after=_CHECKED,
        why="您已参与本问题的整改报送或自查自验，现场复核须由他人进行",
    ),
    Separation(
        name="two_inspectors_are_two_people",
        box="confirm_reinspection",
        after=_CHECKED | {"reinspect"},
        why="复核意见由您出具（或您参与过整改、自验），须由另一名复核人员确认",
    ),
    Separation(
        name="who_reinspected_cannot_audit",
        box=AUDIT_BOX,
        after=_INSPECTED,
        why="您已参与本问题的整改、自验或复核，抽查须由他人进行",
    ),
    Separation(
        name="who_audited_cannot_approve_closure",
        box="approve_closure",
        after=_INSPECTED | {AUDIT_BOX},
        why="您已在前面的环节对本问题签署意见，销号须由他人审批",
    ),
    Separation(
        name="who_investigated_cannot_review",
        box="review_petition",
        after=frozenset({"investigate"}),
        why="本信访件由您调查，县级审核须由他人进行",
    ),
    Separation(
        name="who_investigated_cannot_sign_for_the_government",
        box="sign_by_head_of_government",
        after=_INVESTIGATED,
        why="您已调查或审核本信访件，签字须由他人作出",
    ),
    Separation(
        name="who_investigated_cannot_sign_for_the_party",
        box="sign_by_party_secretary",
        after=_INVESTIGATED,
        why="您已调查或审核本信访件，签字须由他人作出",
    ),
    Separation(
        name="two_signers_are_two_people",
        box="sign_by_party_secretary",
        after=frozenset({"sign_by_head_of_government"}),
        why="您已作为政府主要负责人签字，党委主要负责人的签字须由另一人作出",
    ),
    Separation(
        name="two_signers_are_two_people_in_every_round",
        box="sign_by_head_of_government",
        after=frozenset({"sign_by_party_secretary"}),
        why="您已作为党委主要负责人签字，政府主要负责人的签字须由另一人作出",
    ),
    Separation(
        name="who_reported_under_an_order_cannot_propose_to_lift_it",
        box="propose_lifting",
        after=_SUPERVISED,
        why="督办整改情况由您报送，摘牌须由他人提出",
    ),
    Separation(
        name="who_reported_or_proposed_cannot_lift",
        box="lift_order",
        after=_SUPERVISED | {"propose_lifting"},
        why="督办整改情况由您报送，或者摘牌由您提出，须由他人审定",
    ),
)


def broken_by(box: str, person_id: UUID, history: Iterable[Past], *, another_than: str = "") -> str:
    """Why this person may not do `box` after what they have done on the case; empty when nothing forbids it.

    `another_than` is a diagram's own demand (`another_person`): a box whose doer must be somebody else.
    """
    mine = {past.box for past in history if past.person_id == person_id}
    for separation in SEPARATIONS:
        if separation.box == box and separation.after & mine:
            return separation.why
    if another_than and another_than in mine:
        return "上一环节由您办理，本环节须由另一人办理"
    return ""


def barred_from_audit(
    person_id: UUID, units: frozenset[UUID], history: Iterable[Past], theirs: frozenset[UUID]
) -> bool:
    """Whether somebody may not be drawn to audit a case: they have signed it before, or sit in a unit whose work would be audited.

    `units` are those the person sits in, `theirs` the responsible and lead units of the problem.
    """
    return bool(units & theirs) or bool(broken_by(AUDIT_BOX, person_id, history))
