"""The pages of a draw: the office's own, and the one that everybody may read before and after the seed exists."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.queries import audit_pool, audits, matters, people
from workflows.queries.draw_values import DrawLine, DrawnRow, DrawPage, PublicDraw, PublicRow
from workflows.queries.values import Choice
from workflows.records import AuditDraw, AuditPoolEntry, ProblemList, Task
from workflows.rules.draw import RISKS
from workflows.rules.errors import NotFound, NotVisible
from workflows.rules.matters import PROBLEM
from workflows.rules.permissions import ACTIONS, seat_for_action
from workflows.rules.separation import AUDIT_BOX

SHOWN = 20
"""Draws of a list on the office's page, and of the city on the public one; newest first."""


def draw_page(session: Session, *, person_id: UUID, list_id: UUID | None, at: datetime) -> DrawPage:
    """The office's page to draw an audit; the newest list when none is chosen. Raises NotVisible for who does not see the whole city."""
    actor = people.actor(session, person_id, at)
    if not actor.sees_all:
        raise NotVisible(why="抽查供领导小组办公室和市级复核人员办理、查看；已公开的抽查请看“抽查公开”")
    lists = session.execute(
        select(ProblemList.id, ProblemList.name).where(matters.of_kind(PROBLEM)).order_by(ProblemList.created_at.desc())
    ).all()
    chosen = list_id or (lists[0].id if lists else None)
    entries = audits.pool(session, chosen) if chosen else []
    allowed = {each: seat_for_action(actor, each, {}) is not None for each in ACTIONS}
    return DrawPage(
        list_id=chosen,
        lists=tuple(Choice(value=str(each.id), label=each.name) for each in lists),
        pool=audit_pool.rows(session, entries) if entries else (),
        seen=audits.mark_of_pool(entries),
        auditors=len(audit_pool.office_members(session, at)),
        may_draw=allowed["draw_audit"],
        may_withdraw=allowed["withdraw_draw"],
        may_withdraw_late=allowed["withdraw_draw_late"],
        draws=tuple(_line(session, row, at) for row in _newest(session, chosen)) if chosen else (),
    )


def public_draws(session: Session, *, at: datetime) -> tuple[PublicDraw, ...]:
    """The newest draws of the city, for everybody."""
    return tuple(public(session, row, at) for row in _newest(session, None))


def public_draw(session: Session, *, draw_id: UUID, at: datetime) -> PublicDraw:
    """One draw for everybody: numbers and names of units, nothing personal. Raises NotFound."""
    row = session.get(AuditDraw, draw_id)
    if row is None:
        raise NotFound(what="这次抽查")
    return public(session, row, at)


def _newest(session: Session, list_id: UUID | None) -> list[AuditDraw]:
    query = select(AuditDraw).order_by(AuditDraw.frozen_at.desc(), AuditDraw.id).limit(SHOWN)
    people_too = (AuditDraw.frozen_by, AuditDraw.drawn_by, AuditDraw.withdrawn_by)
    query = query.options(*(joinedload(each) for each in people_too))
    return list(session.scalars(query.where(AuditDraw.list_id == list_id) if list_id else query))


def _state(row: AuditDraw, at: datetime) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.drawn_at is not None:
        return "drawn"
    return "due" if row.seed_at is None or at >= row.seed_at else "frozen"


def _line(session: Session, row: AuditDraw, at: datetime) -> DrawLine:
    return DrawLine(
        id=row.id,
        state=_state(row, at),
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by.name,
        seed_source=row.seed_source,
        seed_at=row.seed_at,
        seed=row.seed or "",
        drawn_at=row.drawn_at,
        drawn_by=row.drawn_by.name if row.drawn_by else "",
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        withdrawn_reason=row.withdrawn_reason or "",
        rule_words=audits.rule_words(audits.rule_of(row)),
        digest=row.population_digest,
        size=len(audits.frozen_of(session, row).candidates),
        drawn=_drawn(session, row),
    )


def _drawn(session: Session, row: AuditDraw) -> tuple[DrawnRow, ...]:
    if row.drawn_at is None:
        return ()
    query = select(AuditPoolEntry).where(AuditPoolEntry.draw_id == row.id, AuditPoolEntry.selected.is_(True))
    entries = session.scalars(query).all()
    case_ids = [entry.case_id for entry in entries]
    names = audits.auditors_of(session, [entry.id for entry in entries])
    entry_of = {entry.case_id: entry.id for entry in entries}
    newest = _newest_entries(session, case_ids)
    waiting = set(
        session.scalars(
            select(Task.case_id).where(Task.case_id.in_(case_ids), Task.box == AUDIT_BOX, Task.closed_at.is_(None))
        )
    )
    return tuple(
        DrawnRow(
            case_id=each.case_id,
            problem_id=each.problem_id,
            number=each.number,
            title=each.title,
            unit=each.unit,
            auditors=tuple(names.get(entry_of[each.case_id], ())),
            open=each.case_id in waiting and entry_of[each.case_id] in newest,
        )
        for each in audit_pool.rows(session, entries)
    )


def _newest_entries(session: Session, case_ids: list[UUID]) -> set[UUID]:
    """The entry of each case's last round: a check that is open now belongs to it."""
    rows = session.execute(
        select(AuditPoolEntry.case_id, AuditPoolEntry.id)
        .where(AuditPoolEntry.case_id.in_(case_ids))
        .order_by(AuditPoolEntry.entered_at, AuditPoolEntry.id)
    )
    newest: dict[UUID, UUID] = {}
    for case_id, entry_id in rows:
        newest[case_id] = entry_id
    return set(newest.values())


def public(session: Session, row: AuditDraw, at: datetime) -> PublicDraw:
    frozen, record = audits.frozen_of(session, row), audits.record_of(session, row)
    drawn, result = set(audits.drawn_ids(row)), record["result"]
    places = {each.id: place for place, each in enumerate(frozen.auditors, start=1)}
    codes = result["auditors"] if isinstance(result, dict) else {}
    return PublicDraw(
        id=row.id,
        list_name=frozen.list,
        state=_state(row, at),
        frozen=frozen if row.seed_at else None,
        frozen_at=row.frozen_at,
        seed_at=row.seed_at,
        seed_source=row.seed_source,
        seed=row.seed or "",
        drawn_at=row.drawn_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason or "",
        late=bool(row.withdrawn_at and row.seed_at and row.withdrawn_at >= row.seed_at),
        digest=row.population_digest,
        rule_words=audits.rule_words(frozen.rule),
        rows=tuple(
            PublicRow(
                number=each.number,
                unit=each.unit,
                risk=RISKS[each.risk],
                lots=each.lots,
                drawn=each.id in drawn,
                auditors=tuple(places[code] for code in codes.get(each.id, ())),
            )
            for each in frozen.candidates
        ),
        replacements=len(audits.replacements(session, row)),
        record=record,
    )
