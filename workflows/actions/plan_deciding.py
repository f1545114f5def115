"""Deciding about a plan under review, step by step. Each step is checked against the plan as it stands, and then kept for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import plan_locks, who
from workflows.plans.review import LABEL_OF, Decision, Review, undoable
from workflows.plans.review.refusals import NothingToUndo
from workflows.plans.review.undoing import touched
from workflows.queries import plan_reviews
from workflows.records import PlanDecision, PlanReview, Unit
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.canonical import canonical
from workflows.rules.errors import ChangedMeanwhile, NotFound, NotYet, Refusal
from workflows.rules.permissions import Actor

OF_PROBLEM = frozenset({"set", "split", "merge", "take", "drop"})
STANDS = {
    "reading": "这份方案还在读取",
    "unreadable": "这份方案没有读成",
    "opening": "这份方案正在登记",
    "accepted": "这份方案已经登记",
    "dropped": "这份方案已经放弃",
}


class StaleStep(ChangedMeanwhile):
    """您打开这个问题之后，{who}在 {at} 又改动了它（{what}），您的修改没有保存，写的内容还在下面。请对照现在的内容，再决定是否保存。
    Somebody changed this problem after you opened it; your change was not saved, and what you wrote is kept below.
    """

    code = "stale-step"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a person asks for. `seen` is the last decision their page knew of; `take`: although somebody else works on the problem."""

    id: UUID
    kind: str
    body: Mapping[str, object]
    seen: int = 0
    take: bool = False


def decide(
    session: Session, store: EvidenceStore, *, review_id: UUID, step: Step, by: UUID, at: datetime
) -> PlanReview:
    """Take one step. The same press twice is one step.

    Raises NotFound, NotYet when the plan is not under review, StaleStep, HeldByAnother, and what the step itself is refused with.
    """
    actor = who.actor(session, by, at)
    found = plan_reviews.row(session, actor, review_id, locked=True)
    if _done_before(session, step.id, found):
        return found
    if found.status != "reviewing":
        raise NotYet(why=STANDS[found.status])
    before = plan_reviews.decisions(session, review_id)
    if step.kind in OF_PROBLEM:
        _require_seen(before, step)
        for name in ("problem", "other"):
            if name in step.body:
                plan_locks.hold(
                    session, review_id=review_id, problem=str(step.body[name]), by=actor, at=at, take=step.take
                )
    if step.kind == "match":
        _require_unit(session, step.body["unit"])
    _append(session, store, found, before, _decision(found, step, actor, at), step.id)
    return found


def undo(
    session: Session, store: EvidenceStore, *, review_id: UUID, request_id: UUID, by: UUID, at: datetime
) -> Decision:
    """Take back the person's own last step; returns what was taken back. Raises NotFound, NotYet, NothingToUndo."""
    actor = who.actor(session, by, at)
    found = plan_reviews.row(session, actor, review_id, locked=True)
    before = plan_reviews.decisions(session, review_id)
    if _done_before(session, request_id, found):
        taken_back = next(each.body["seq"] for each in reversed(before) if each.kind == "undo" and each.by_id == by)
        return next(each for each in before if each.seq == taken_back)
    if found.status != "reviewing":
        raise NotYet(why=STANDS[found.status])
    last = undoable(before, by)
    step = Step(id=request_id, kind="undo", body={"seq": last.seq})
    try:
        _append(session, store, found, before, _decision(found, step, actor, at), request_id)
    except Refusal:
        raise NothingToUndo(why="后来的步骤要用到它，请先撤销那些步骤") from None
    return last


def settle_rest(
    session: Session, store: EvidenceStore, found: PlanReview, *, request_id: UUID, by: Actor, at: datetime
) -> Review:
    """Every doubt that is left stays flagged, as one decision; the plan as it then stands. The caller has locked the row."""
    before = plan_reviews.decisions(session, found.id)
    stands = plan_reviews.review(session, store, found, before)
    if not stands.open_doubts:
        return stands
    body = {"doubts": [each.id for each in stands.open_doubts], "how": "left"}
    step = Step(id=request_id, kind="settle", body=body)
    return _append(session, store, found, before, _decision(found, step, by, at), request_id)


def _append(
    session: Session,
    store: EvidenceStore,
    found: PlanReview,
    before: Sequence[Decision],
    decision: Decision,
    step_id: UUID,
) -> Review:
    """Write a decision, after it was applied: what cannot be applied is never written."""
    stands = plan_reviews.review(session, store, found, (*before, decision))
    body = canonical(dict(decision.body))
    session.add(
        PlanDecision(
            id=step_id,
            review_id=found.id,
            seq=decision.seq,
            kind=decision.kind,
            body=body,
            by_id=decision.by_id,
            at=decision.at,
        )
    )
    found.rev, found.problems, found.doubts = decision.seq, len(stands.entries), len(stands.open_doubts)
    found.error = None
    session.flush()
    return stands


def _decision(found: PlanReview, step: Step, actor: Actor, at: datetime) -> Decision:
    body: dict[str, object] = dict(step.body)
    return Decision(seq=found.rev + 1, kind=step.kind, body=body, by_id=actor.person_id, by=actor.name, at=at)  # type: ignore[arg-type]  # whatever a form gives; `canonical` refuses what is not JSON


def _done_before(session: Session, step_id: UUID, found: PlanReview) -> bool:
    before = session.get(PlanDecision, step_id)
    return before is not None and before.review_id == found.id


def _require_seen(before: Sequence[Decision], step: Step) -> None:
    """Raises StaleStep when the same field, or the problem as a whole, was changed after the page was made."""
    by_seq = {each.seq: each for each in before}
    for later in reversed(before):
        if later.seq <= step.seen:
            return
        undone = later.body.get("seq") if later.kind == "undo" else None
        changed = by_seq[undone] if isinstance(undone, int) else later
        if str(step.body["problem"]) in touched(changed) and _same_field(changed, step):
            raise StaleStep(who=later.by, at=f"{later.at:%H:%M}", what=told(later))


def _same_field(changed: Decision, step: Step) -> bool:
    fields = ("set", "take")
    return changed.kind not in fields or step.kind not in fields or changed.body["field"] == step.body["field"]


def told(decision: Decision) -> str:
    """A decision in a few words."""
    if decision.kind == "set":
        return f"修改了{LABEL_OF[str(decision.body['field'])]}"
    words = {"split": "拆分", "merge": "合并", "take": "归入了原文", "drop": "删去", "undo": "撤销了一步"}
    return words.get(decision.kind, "核对")


def _require_unit(session: Session, unit_id: object) -> None:
    if unit_id is None:
        return
    unit = session.get(Unit, UUID(str(unit_id)))
    if unit is None or not unit.active:
        raise NotFound(what="所选的单位")
