"""The audit pool and its draws, for the office's page, for papers and for whoever wants to repeat a draw."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports import dossiers
from workflows.queries import people
from workflows.queries.opinions import Signed
from workflows.queries.values import Candidate, Choice, DrawLine, DrawPage
from workflows.records import AuditDraw, AuditPoolEntry, Case, Person, Problem, ProblemList, ProblemUnit, Unit
from workflows.rules.canonical import canonical
from workflows.rules.deadlines import city_day
from workflows.rules.draw import DrawRule, population_digest
from workflows.rules.errors import NotPermitted
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not


def pool(session: Session, list_id: UUID) -> list[AuditPoolEntry]:
    """The entries that wait to be frozen into a draw, by time of entry."""
    return list(
        session.scalars(
            select(AuditPoolEntry)
            .join(Case, Case.id == AuditPoolEntry.case_id)
            .join(Problem, Problem.id == Case.problem_id)
            .where(Problem.list_id == list_id, AuditPoolEntry.selected.is_(None), AuditPoolEntry.draw_id.is_(None))
            .order_by(AuditPoolEntry.entered_at, AuditPoolEntry.id)
        )
    )


def draw_page(session: Session, *, person_id: UUID, list_id: UUID | None, at: datetime) -> DrawPage:
    """The office's page to draw an audit; the newest list when none is chosen. Raises NotPermitted for everybody else."""
    actor = people.actor(session, person_id, at)
    if not actor.sees_all:
        raise NotPermitted(why=why_not(ACTIONS["draw_audit"]))
    lists = session.execute(select(ProblemList.id, ProblemList.name).order_by(ProblemList.created_at.desc())).all()
    chosen = list_id or (lists[0].id if lists else None)
    waiting = _candidates(session, [entry.case_id for entry in pool(session, chosen)]) if chosen else ()
    return DrawPage(
        list_id=chosen,
        lists=tuple(Choice(value=str(each.id), label=each.name) for each in lists),
        pool=waiting,
        pool_digest=population_digest([str(each.case_id) for each in waiting]) if waiting else "",
        may_draw=seat_for_action(actor, "draw_audit", {}) is not None,
        draws=tuple(_draws(session, chosen)) if chosen else (),
    )


def record_of(draw: AuditDraw) -> str:
    """The draw as JSON text that lets an outsider repeat it: list, rule, seed and result."""
    return canonical(
        {
            "method": "sha256(seed|digest|case) ascending",
            "population": json.loads(draw.population),
            "digest": draw.population_digest,
            "rule": json.loads(draw.rule),
            "seed_source": draw.seed_source,
            "seed": draw.seed,
            "frozen_at": draw.frozen_at,
            "drawn_at": draw.drawn_at,
            "result": json.loads(draw.result) if draw.result else None,
        }
    )


def rule_of(draw: AuditDraw) -> DrawRule:
    """The rule as it was frozen."""
    return DrawRule(**json.loads(draw.rule))


def rule_words(rule: DrawRule) -> str:
    """The rule in Chinese."""
    return f"按{rule.percent}%抽取，至少{rule.minimum}个"


def of_dossier(session: Session, case_id: UUID, signed: list[Signed]) -> dossiers.Audit | None:
    """The last draw the case took part in, with the auditor's verdict; None when it took part in none."""
    row = session.execute(
        select(AuditPoolEntry, AuditDraw)
        .join(AuditDraw, AuditDraw.id == AuditPoolEntry.draw_id)
        .where(AuditPoolEntry.case_id == case_id, AuditPoolEntry.selected.is_not(None))
        .order_by(AuditPoolEntry.entered_at.desc())
        .limit(1)
    ).first()
    if row is None or row[1].drawn_at is None:
        return None
    entry, draw, drawn_at = row[0], row[1], row[1].drawn_at
    verdicts = [each.passed for each in signed if each.row.box == "random_audit" and each.row.at >= drawn_at]
    return dossiers.Audit(
        drawn_on=city_day(drawn_at),
        selected=bool(entry.selected),
        population=len(json.loads(draw.population)),
        sample=len(json.loads(draw.result or "[]")),
        rule=rule_words(rule_of(draw)),
        seed=draw.seed or "",
        passed=verdicts[-1] if entry.selected and verdicts else None,
    )


def _draws(session: Session, list_id: UUID) -> list[DrawLine]:
    rows = session.scalars(
        select(AuditDraw).where(AuditDraw.list_id == list_id).order_by(AuditDraw.frozen_at.desc()).limit(20)
    )
    return [_line(session, row) for row in rows]


def _line(session: Session, draw: AuditDraw) -> DrawLine:
    frozen_by = session.get_one(Person, draw.frozen_by_id)
    drawn_by = session.get(Person, draw.drawn_by_id) if draw.drawn_by_id else None
    candidates = _candidates(session, [UUID(each) for each in json.loads(draw.population)])
    drawn = set(json.loads(draw.result or "[]"))
    return DrawLine(
        id=draw.id,
        frozen_at=draw.frozen_at,
        frozen_by=frozen_by.name,
        drawn_at=draw.drawn_at,
        drawn_by=drawn_by.name if drawn_by else "",
        candidates=candidates,
        population_digest=draw.population_digest,
        rule_words=rule_words(rule_of(draw)),
        seed_source=draw.seed_source,
        seed=draw.seed or "",
        selected=tuple(each for each in candidates if str(each.case_id) in drawn),
        record=record_of(draw),
    )


def _candidates(session: Session, case_ids: list[UUID]) -> tuple[Candidate, ...]:
    if not case_ids:
        return ()
    unit = (
        select(Unit.name)
        .join(ProblemUnit, ProblemUnit.unit_id == Unit.id)
        .where(ProblemUnit.problem_id == Problem.id, ProblemUnit.part == "responsible")
        .order_by(ProblemUnit.position)
        .limit(1)
        .scalar_subquery()
    )
    entered = (
        select(AuditPoolEntry.entered_at)
        .where(AuditPoolEntry.case_id == Case.id)
        .order_by(AuditPoolEntry.entered_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Case.id, Problem.id, Problem.number, Problem.title, unit, entered)
        .join(Problem, Problem.id == Case.problem_id)
        .where(Case.id.in_(case_ids))
        .order_by(Problem.position)
    )
    return tuple(
        Candidate(
            case_id=case_id, problem_id=problem_id, number=number or "", title=title, unit=name or "", entered_at=at
        )
        for case_id, problem_id, number, title, name, at in rows
    )
