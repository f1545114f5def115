"""The random audit: freeze the list, the rule and the source of the seed; then draw with a seed that did not exist before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, papers, telling, who
from workflows.engine import Run
from workflows.queries import audit_pool, audits, cases
from workflows.records import AuditAssignment, AuditDraw, AuditPoolEntry, Case, Person, ProblemList
from workflows.rules.canonical import canonical
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.draw import Frozen, Result, auditor_code, draw
from workflows.rules.draw_form import read_freezing, read_reason, read_seed
from workflows.rules.errors import AlreadyDone, ChangedMeanwhile, NotFound, NotYet
from workflows.rules.permissions import Actor


def freeze_audit(
    session: Session,
    *,
    list_id: UUID,
    values: Mapping[str, str],
    high: Collection[UUID],
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> AuditDraw:
    """Freeze the pool of a list with the rule and the public event that will give the seed; what enters later waits for the next draw.

    `values` are the texts of the form, `high` the cases of high risk, `seen` the mark of the pool the office looked at. Raises NotPermitted,
    NotFound, NotYet for an empty pool or without auditors, ChangedMeanwhile for another pool, InvalidInput with every field.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "draw_audit")
    if session.get(ProblemList, list_id) is None:
        raise NotFound(what="这份问题清单")
    freezing = read_freezing(values, at=at)
    entries = audits.pool(session, list_id, lock=True)
    if not entries:
        raise NotYet(why="抽查池是空的，没有通过复核、等待抽查的问题")
    if seen is not None and seen != audits.mark_of_pool(entries):
        raise ChangedMeanwhile()
    rule, draw_id = freezing.rule, uuid4()
    waiting = audit_pool.rows(session, entries)
    population = audit_pool.population(session, waiting, draw_id=draw_id, rule=rule, high=high, at=at)
    row = AuditDraw(
        id=draw_id,
        list_id=list_id,
        rule=canonical(asdict(rule)),
        population=canonical(asdict(population)),
        population_digest="",
        seed_source=freezing.seed_source,
        seed_at=freezing.seed_at,
        frozen_at=at,
        frozen_by_id=by,
    )
    row.population_digest = audits.frozen_of(session, row).digest()
    session.add(row)
    session.flush()
    for entry in entries:
        entry.draw_id = row.id
    facts = {"draw": row.id, "count": len(waiting), "digest": row.population_digest, "seed_source": row.seed_source}
    who.note(session, "audit:frozen", case=None, by=actor, at=at, **facts)
    session.flush()
    return row


def draw_audit(session: Session, *, draw_id: UUID, values: Mapping[str, str], by: UUID, at: datetime) -> AuditDraw:
    """Draw with the seed the public event gave; every case of the frozen list goes on, drawn or not.

    Raises NotPermitted, NotFound, AlreadyDone when it was drawn before, NotYet for a withdrawn list and before the seed can exist,
    InvalidInput for a seed that is empty, too long or typed differently the second time.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "draw_audit")
    row = _undrawn(session, draw_id)
    if row.seed_at is None or at < row.seed_at:
        raise NotYet(why=f"约定的号码要到{_moment(row.seed_at or at)}才公布，在此之前的任何号码都不能作种子")
    row.seed = read_seed(values)
    frozen = audits.frozen_of(session, row)
    result = draw(frozen, row.seed)
    row.result, row.drawn_at, row.drawn_by_id = canonical(result.plain()), at, by
    session.flush()
    _tell_cases(session, row, frozen, result, actor, at)
    papers.tell_of_draw(session, row, by=actor, at=at)
    return row


def withdraw_audit(session: Session, *, draw_id: UUID, values: Mapping[str, str], by: UUID, at: datetime) -> AuditDraw:
    """Give a frozen list up; its cases wait in the pool again. The list stays published, with the reason.

    Once the seed can be known, a list could be given up because of what it would give: then only the head of the office may.
    Raises NotPermitted, NotFound, AlreadyDone when it was drawn, NotYet when it was withdrawn, InvalidInput without a reason.
    """
    actor = who.actor(session, by, at)
    row = _undrawn(session, draw_id)
    late = row.seed_at is not None and at >= row.seed_at
    who.require(session, actor, "withdraw_draw_late" if late else "withdraw_draw")
    row.withdrawn_reason = read_reason(values)
    row.withdrawn_at, row.withdrawn_by_id = at, by
    for entry in session.scalars(select(AuditPoolEntry).where(AuditPoolEntry.draw_id == row.id)):
        entry.draw_id = None
    facts = {"draw": row.id, "digest": row.population_digest, "reason": row.withdrawn_reason, "late": late}
    who.note(session, "audit:withdrawn", case=None, by=actor, at=at, **facts)
    session.flush()
    return row


def _undrawn(session: Session, draw_id: UUID) -> AuditDraw:
    query = select(AuditDraw).where(AuditDraw.id == draw_id).with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFound(what="这份冻结名单")
    if row.drawn_at is not None:
        person = session.get(Person, row.drawn_by_id) if row.drawn_by_id else None
        raise AlreadyDone(who=person.name if person else "领导小组办公室", at=_moment(row.drawn_at))
    if row.withdrawn_at is not None:
        raise NotYet(why="这份冻结名单已经撤销，其中的问题已回到抽查池，请重新冻结")
    return row


def _moment(moment: datetime) -> str:
    local = moment.astimezone(CITY_ZONE)
    return f" {local.year} 年 {local.month} 月 {local.day} 日 {local:%H:%M} "


def _tell_cases(session: Session, row: AuditDraw, frozen: Frozen, result: Result, actor: Actor, at: datetime) -> None:
    persons = _persons(session, frozen)
    query = select(AuditPoolEntry).where(AuditPoolEntry.draw_id == row.id).order_by(AuditPoolEntry.case_id)
    for entry in session.scalars(query).all():
        case = cases.locked(session, entry.case_id)
        run = advance.load(session, case)
        entry.selected = str(case.id) in result.drawn and _waits(run, case)
        if not _waits(run, case):  # taken back, cancelled or merged after the list was frozen
            continue
        names = _assign(session, entry, result.auditors.get(str(case.id), ()), persons, at) if entry.selected else []
        words = _words(entry, names)
        facts = {"seed": row.seed, "digest": row.population_digest, "draw": row.id}
        who.note(session, "audit:drawn", case=case, by=actor, at=at, words=words, **facts)
        if entry.selected:
            telling.tell(session, "audit_drawn", case=case, by=actor.person_id, at=at)
        run.deliver("audit_drawn", {"audit_selected": bool(entry.selected)}, at=at)
        advance.settle(session, case, run, at=at)
    session.flush()


def _waits(run: Run, case: Case) -> bool:
    return case.cancelled_at is None and any(wait.message == "audit_drawn" for wait in run.waits())


def _persons(session: Session, frozen: Frozen) -> Mapping[str, Person]:
    """The people behind the codes of this draw."""
    everybody = {auditor_code(frozen.draw, str(each.id)): each for each in session.scalars(select(Person))}
    return {each.id: everybody[each.id] for each in frozen.auditors}


def _assign(
    session: Session, entry: AuditPoolEntry, codes: Collection[str], persons: Mapping[str, Person], at: datetime
) -> list[str]:
    for place, code in enumerate(codes, start=1):
        session.add(AuditAssignment(entry_id=entry.id, person_id=persons[code].id, place=place, since=at))
    return [persons[code].name for code in codes]


def _words(entry: AuditPoolEntry, names: list[str]) -> str:
    if not entry.selected:
        return "未被抽中"
    return f"被抽中，由{'、'.join(names)}抽查" if names else "被抽中，办公室成员均须回避，由办公室另行安排"
