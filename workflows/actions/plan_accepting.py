"""Accepting a plan: said once by a person, done by the worker in portions aside, and put in place in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import jobs
from workflows.actions import plan_deciding, plan_portions, telling, who
from workflows.actions.plan_portions import Draft, draft_of
from workflows.actions.plan_versions import Packed
from workflows.actions.plans import PROCESS, EmptyPlan, Source, require_free_name, require_process
from workflows.plans.review import register_of
from workflows.queries import plan_reviews
from workflows.records import PlanReview
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.errors import ChangedMeanwhile, FieldProblem, InvalidInput, NotYet, Refusal

OPEN = "open_register"
LONGEST = 100


class DoubtsLeft(Refusal):
    """还有 {count} 处疑点没有核对，没有登记。请逐处核对；原文确实没有写明的，可以勾选“其余都留待明确”，登记后照样标出，由办公室继续明确。
    {count} doubts are neither settled nor left flagged on purpose; nothing was registered.
    """

    code = "doubts-left"


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """What a person says when a plan is accepted. `seen` is the last decision their page knew of; `leave_rest`: open doubts stay flagged."""

    id: UUID
    list_name: str
    inspection: str = ""
    round: str = ""
    process: str = PROCESS
    leave_rest: bool = False
    seen: int = 0


def accept_plan(
    session: Session, store: EvidenceStore, *, review_id: UUID, acceptance: Acceptance, by: UUID, at: datetime
) -> PlanReview:
    """Accept a plan as it stands; the worker opens its register. A second press changes nothing.

    Raises NotFound, NotYet, ChangedMeanwhile when somebody has decided something since, DoubtsLeft, EmptyPlan, InvalidInput, ListExists.
    """
    actor = who.actor(session, by, at)
    found = plan_reviews.row(session, actor, review_id, locked=True)
    if found.status in ("opening", "accepted"):
        return found
    if found.replaces_id is not None:
        raise NotYet(why="这份方案是已有清单的新版本，请在“与上一版的不同”一页更新清单")
    if found.status != "reviewing":
        raise NotYet(why=plan_deciding.STANDS[found.status])
    if found.rev != acceptance.seen:
        raise ChangedMeanwhile()
    _require_names(session, acceptance)
    stands = plan_reviews.review(session, store, found)
    if not stands.entries:
        raise EmptyPlan(name=found.file_name)
    if stands.open_doubts:
        if not acceptance.leave_rest:
            raise DoubtsLeft(count=len(stands.open_doubts))
        plan_deciding.settle_rest(session, store, found, request_id=acceptance.id, by=actor, at=at)
    found.status, found.accepted_by_id, found.accepted_at, found.error = "opening", by, at, None
    found.list_name, found.inspection = acceptance.list_name.strip(), acceptance.inspection.strip() or None
    found.round, found.process = acceptance.round.strip() or None, acceptance.process
    session.flush()
    jobs.enqueue(session, OPEN, {"review_id": str(found.id)}, key=f"open-register:{found.id}/{at.isoformat()}")
    return found


def drafted(session: Session, store: EvidenceStore, *, review_id: UUID, at: datetime) -> Draft | None:
    """What the register of an accepted plan is drawn up from; None when there is nothing left to do.

    Raises what `draft_of` refuses: the name was taken meanwhile, or who accepted it does not register plans any more.
    """
    found = session.get(PlanReview, review_id)
    if found is None or found.status != "opening" or found.accepted_by_id is None or found.list_name is None:
        return None
    steps = plan_reviews.decisions(session, review_id)
    register = register_of(plan_reviews.review(session, store, found, steps), steps)
    source = Source(
        list_name=found.list_name,
        file_name=found.file_name,
        digest=found.digest,
        inspection=found.inspection or "",
        round=found.round or "",
        process=found.process or PROCESS,
    )
    return draft_of(session, found, register, source, at=at)


def open_register(session: Session, draft: Draft, version: Packed, *, at: datetime) -> bool:
    """Put the portions of a register in place and say so, in the caller's one transaction.

    False, and nothing done, when it was stopped meanwhile, or the city is not what the portions were drawn up from any more.

    Raises ListExists when the name was taken meanwhile.
    """
    found = plan_portions.locked(session, draft)
    if found is None or not plan_portions.still_holds(session, draft):
        return False
    loaded = plan_portions.put_in_place(session, draft, version, at=at)
    found.status, found.list_id, found.ended_at = "accepted", loaded.list_id, at
    who.note(
        session,
        "plan:accepted",
        case=None,
        by=draft.actor,
        at=at,
        name=found.file_name,
        list=found.list_name,
        count=loaded.problems,
        decisions=found.rev,
        reading=found.reading_digest,
    )
    what = f"方案已登记为“{found.list_name}”，共 {loaded.problems} 个问题"
    telling.tell(session, "work_done", to=draft.actor.person_id, at=at, facts={"what": what, "plan": str(found.id)})
    session.flush()
    return True


def stop_opening(session: Session, *, review_id: UUID, by: UUID, at: datetime) -> PlanReview:
    """Back to the review before anything is in place: what was drawn up aside is thrown away, nothing was registered.

    Raises NotFound, NotYet when the register stands already. A second press changes nothing.
    """
    actor = who.actor(session, by, at)
    found = plan_reviews.row(session, actor, review_id, locked=True)
    if found.status == "reviewing":
        return found
    if found.status != "opening":
        raise NotYet(why=plan_deciding.STANDS[found.status])
    _back(session, found)
    who.note(session, "plan:stopped", case=None, by=actor, at=at, name=found.file_name, list=found.list_name)
    return found


def record_not_opened(session: Session, *, review_id: UUID, why: str, at: datetime) -> None:
    """Back to the review, with the sentence that says why, and told to who accepted it; nothing was registered."""
    query = select(PlanReview).where(PlanReview.id == review_id, PlanReview.status == "opening").with_for_update()
    if (found := session.scalar(query)) is not None:
        facts = {"what": f"方案没有登记为“{found.list_name}”，已退回核对", "reason": why, "plan": str(found.id)}
        telling.tell(session, "work_failed", to=found.accepted_by_id, at=at, facts=facts)
        _back(session, found)
        found.error = why


def _back(session: Session, found: PlanReview) -> None:
    plan_portions.forget(session, found.id)
    found.status, found.accepted_by_id, found.accepted_at = "reviewing", None, None
    session.flush()


def _require_names(session: Session, acceptance: Acceptance) -> None:
    name, problems = acceptance.list_name.strip(), []
    if not name:
        problems.append(FieldProblem(field="list_name", label="清单名称", message="请给问题清单起一个名称。"))
    for field, label, value in (
        ("list_name", "清单名称", name),
        ("inspection", "哪次督察", acceptance.inspection),
        ("round", "第几轮", acceptance.round),
    ):
        if len(value) > LONGEST:
            problems.append(
                FieldProblem(field=field, label=label, message=f"最多 {LONGEST} 字，现在有 {len(value)} 字。")
            )
    if problems:
        raise InvalidInput(problems)
    require_free_name(session, name)
    require_process(session, acceptance.process)
