"""The list of plans, and the original of one beside the problem in hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from workflows.plans.review import LABEL_OF, Doubt
from workflows.plans.review.values import LEFT
from workflows.queries import diagrams, people, plan_reviews
from workflows.queries.plan_values import (
    AcceptancePage,
    HeldShown,
    PlanLine,
    PlansPage,
)
from workflows.queries.plan_words import CODES
from workflows.queries.values import Choice
from workflows.records import Diagram, Person, PlanDecision, PlanLock, PlanPortion, PlanReview, ProblemList
from workflows.records.evidence_store import EvidenceStore
from workflows.rules import matters
from workflows.rules.errors import NotFound, NotVisible
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen

MOST = 100
"""Plans in the list; older ones are found by their lists."""


def plans_page(session: Session, *, person_id: UUID, at: datetime) -> PlansPage:
    """Every plan, newest first. Raises NotVisible for who does not register plans."""
    actor = people.actor(session, person_id, at)
    if seat_for_action(actor, "load_plan", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["load_plan"]))
    lines = _lines(session, MOST)
    count = session.scalar(select(func.count()).select_from(PlanReview)) or 0
    ended = ("accepted", "dropped")
    return PlansPage(
        working=tuple(each for each in lines if each.status not in ended),
        ended=tuple(each for each in lines if each.status in ended),
        more=max(0, count - MOST),
        lists=_lists(session),
    )


def plan_line(session: Session, *, person_id: UUID, review_id: UUID, at: datetime) -> PlanLine:
    """The head of a plan's pages. Raises NotFound."""
    plan_reviews.row(session, people.actor(session, person_id, at), review_id)
    [line] = _lines(session, 1, review_id)
    return line


def meanwhile(session: Session, *, person_id: UUID, review_id: UUID, since: int, at: datetime) -> str:
    """What others decided after the decision `since`, and who works on something now. Raises NotFound."""
    plan_reviews.row(session, people.actor(session, person_id, at), review_id)
    query = select(Person.name, func.count()).join(PlanDecision, PlanDecision.by_id == Person.id)
    others = (PlanDecision.review_id == review_id, PlanDecision.seq > since, PlanDecision.by_id != person_id)
    done = session.execute(query.where(*others).group_by(Person.name).order_by(Person.name))
    said = [f"您打开本页之后，{name}又作了 {count} 项决定，刷新可见。" for name, count in done]
    held = [each for each in held_by(session, review_id, person_id, at).values() if not each.mine]
    return "".join([*said, *(f"{each.name}正在修改这份方案。" for each in held[:3])])


def acceptance_page(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, at: datetime
) -> AcceptancePage:
    """What is said before a plan is accepted. Raises NotFound, NotYet."""
    found = plan_reviews.row(session, people.actor(session, person_id, at), review_id)
    [line] = _lines(session, 1, review_id)
    stands = plan_reviews.review(session, store, found)
    missing = Counter(name for entry in stands.entries for name in entry.missing)
    return AcceptancePage(
        plan=line,
        review=stands,
        open=by_code(stands.open_doubts),
        left=sum(1 for each in stands.doubts if each.state == LEFT),
        missing=tuple((LABEL_OF[name], count) for name, count in missing.items()),
        suggested=found.list_name or (found.title or "").replace("\n", " ")[:100],
        processes=_processes(session),
    )


def by_code(doubts: Sequence[Doubt]) -> tuple[tuple[str, tuple[Doubt, ...]], ...]:
    """Doubts of one kind together, in the order in which they are asked."""
    kinds: dict[str, list[Doubt]] = {}
    for each in doubts:
        kinds.setdefault(CODES.get(each.code, each.code), []).append(each)
    return tuple((name, tuple(each)) for name, each in kinds.items())


def _processes(session: Session) -> tuple[Choice, ...]:
    """The processes a plan can run: deployed, not retired, and not begun by the application itself."""
    keys = session.scalars(select(Diagram.key).distinct().order_by(Diagram.key)).all()
    found = []
    for key in keys:
        if key in matters.APART:
            continue
        with suppress(NotFound):
            found.append(Choice(value=key, label=diagrams.newest(session, key).name))
    return tuple(sorted(found, key=lambda each: each.value != "rectification"))


def _lines(session: Session, most: int, only: UUID | None = None) -> list[PlanLine]:
    uploader, accepter, replaced = aliased(Person), aliased(Person), aliased(ProblemList)
    drawn = select(func.sum(PlanPortion.problems)).where(PlanPortion.review_id == PlanReview.id).scalar_subquery()
    query = (
        select(PlanReview, uploader.name, accepter.name, replaced.name, drawn)
        .join(uploader, uploader.id == PlanReview.uploaded_by_id)
        .outerjoin(accepter, accepter.id == PlanReview.accepted_by_id)
        .outerjoin(replaced, replaced.id == PlanReview.replaces_id)
        .order_by(PlanReview.uploaded_at.desc(), PlanReview.id)
        .limit(most)
    )
    rows = session.execute(query.where(PlanReview.id == only) if only else query)
    return [_line(*row) for row in rows]


def _line(found: PlanReview, uploader: str, accepter: str | None, replaced: str | None, drawn: int | None) -> PlanLine:
    return PlanLine(
        id=found.id,
        file_name=found.file_name,
        title=found.title or "",
        status=found.status,
        error=found.error or "",
        problems=found.problems,
        doubts=found.doubts,
        rev=found.rev,
        size=found.size,
        digest=found.digest,
        shape=found.shape or "",
        uploaded_by=uploader,
        uploaded_at=found.uploaded_at,
        list_name=found.list_name or "",
        list_id=found.list_id,
        replaces_id=found.replaces_id,
        replaces=replaced or "",
        accepted_by=accepter or "",
        accepted_at=found.accepted_at,
        ended_at=found.ended_at,
        dropped_reason=found.dropped_reason or "",
        drawn=drawn or 0,
    )


def _lists(session: Session) -> tuple[Choice, ...]:
    rows = session.execute(
        select(ProblemList.id, ProblemList.name).where(ProblemList.source_digest != "").order_by(ProblemList.name)
    )
    return tuple(Choice(value=str(each), label=name) for each, name in rows)


def held_by(session: Session, review_id: UUID, person_id: UUID, at: datetime) -> dict[str, HeldShown]:
    """The problems somebody is working on now, by key."""
    query = select(PlanLock, Person.name).join(Person, Person.id == PlanLock.person_id)
    rows = session.execute(query.where(PlanLock.review_id == review_id, PlanLock.until > at))
    return {
        lock.problem: HeldShown(name=name, until=lock.until, mine=lock.person_id == person_id) for lock, name in rows
    }
