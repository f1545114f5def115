"""The job that opens the register of an accepted plan: portion by portion aside, each its own transaction, then all in place in one.

Between the portions everybody else's writing gets through; killed anywhere, the job goes on behind the last portion.
"""

from __future__ import annotations

from uuid import UUID

from webapp.house import House
from workflows.actions import plan_accepting, plan_portions
from workflows.actions.plan_portions import Draft
from workflows.rules.errors import Refusal


def open_register(parts: House, arguments: dict[str, str]) -> None:
    """All or nothing; a refusal goes back to the review in words."""
    review_id = UUID(arguments["review_id"])
    try:
        while (draft := _drafted(parts, review_id)) is not None:
            if _drawn_up(parts, draft):
                _put_in_place(parts, draft)
    except Refusal as refusal:
        with parts.sessions() as session:
            at = parts.clock.now(session)
            plan_accepting.record_not_opened(session, review_id=review_id, why=str(refusal), at=at)
            session.commit()


def _drafted(parts: House, review_id: UUID) -> Draft | None:
    with parts.readers() as session:
        return plan_accepting.drafted(session, parts.store, review_id=review_id, at=parts.clock.now(session))


def _drawn_up(parts: House, draft: Draft) -> bool:
    """Write the portions that are missing; False when the plan is not being registered any more."""
    with parts.readers() as session:
        positions = plan_portions.missing(session, draft)
    for portion in plan_portions.drawn_up(draft, positions):
        with parts.sessions() as session:
            if not plan_portions.keep(session, draft, portion):
                return False
            session.commit()
    return True


def _put_in_place(parts: House, draft: Draft) -> None:
    """What was stopped, or has to be drawn up anew, is left to the next look at the plan."""
    with parts.readers() as session:
        version = plan_portions.version_of(session, draft)
    with parts.sessions() as session:
        plan_accepting.open_register(session, draft, version, at=parts.clock.now(session))
        session.commit()
