"""The page of one problem: where it stands, what happened, what this person may do now."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflows import drawing
from workflows.queries import (
    access,
    calendars,
    co_signatures,
    comments,
    deadlines,
    diagrams,
    escalations,
    evidence_lines,
    matter_pages,
    matter_panel,
    notice_lines,
    opinions,
    people,
    serious,
    timeline,
    visits,
)
from workflows.queries.problem_facts import facts_of
from workflows.queries.problem_verbs import verbs_of, with_forms
from workflows.queries.task_page import visited
from workflows.queries.task_rows import open_tasks, rows_of
from workflows.queries.values import ExtensionLine, ProblemPage
from workflows.queries.visit_values import Visit
from workflows.records import Case, Extension, Problem
from workflows.rules.deadlines import city_day
from workflows.rules.permissions import Actor, seat_for_action


def problem_page(session: Session, *, person_id: UUID, problem_id: UUID, at: datetime) -> ProblemPage:
    """Everything about a problem the person may see. Raises NotFound otherwise."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    problem = access.problem(session, actor, problem_id)
    case = access.case_of(session, problem_id)
    signed, verbs = opinions.of_case(session, case), verbs_of(session, actor, problem, case)
    return ProblemPage(
        problem=facts_of(session, problem, case, signed, today),
        case_id=case.id,
        diagram_id=case.diagram_id,
        **_way(session, case, signed),
        **_deadlines(session, actor, problem, case, at),
        **_said(session, actor, case, signed),
        **_beside(session, actor, problem),
        **with_forms(session, actor, problem, case, verbs, at),
        open_tasks=tuple(rows_of(session, actor, open_tasks(session, actor, problem.id), at)),
        evidence=evidence_lines.evidence(session, case.id),
        documents=timeline.documents(session, case.id),
        matter=matter_pages.of_problem(session, actor, problem_id, today),
        matters=matter_pages.about(session, actor, problem_id, today),
        verbs=verbs,
    )


def _way(session: Session, case: Case, signed: list[opinions.Signed]) -> dict[str, Any]:
    """Where the case stands on its diagram."""
    source, done = diagrams.diagram_source(session, case.diagram_id), visited(signed, case.stage)
    return {
        "steps": tuple(drawing.steps(source, current=(case.stage,), done=done)),
        "drawing": drawing.Picture(source=source, current=(case.stage,), done=done),
        "current": (case.stage,),
        "done": done,
    }


def _deadlines(session: Session, actor: Actor, problem: Problem, case: Case, at: datetime) -> dict[str, Any]:
    """Deadlines, and everything that counts days: open boxes of several units, extensions, escalations, notices."""
    counting, open_now = calendars.counting(session), visits.open_visits(session, case, problem, city_day(at))
    named = seat_for_action(actor, "withhold", {}) is not None
    return {
        "deadlines": deadlines.lines(session, case, problem, counting, at, but=_told(open_now)),
        "visits": open_now,
        "extensions": _extensions(session, actor, problem),
        "escalations": escalations.of_case(session, actor, case),
        "notices": notice_lines.of_case(session, case.id, counting, named=named),
    }


def _said(session: Session, actor: Actor, case: Case, signed: list[opinions.Signed]) -> dict[str, Any]:
    """What people decided and said, and the newest of what happened."""
    return {
        "opinions": tuple(opinions.shown(each) for each in reversed(signed)),
        "co_signatures": co_signatures.of_case(session, case.id),
        "talk": comments.talk(session, actor, case),
        "events": timeline.events(session, case.id),
        "event_total": timeline.event_total(session, case.id),
        "journal_sound": timeline.sound(session, case.id),
    }


def _beside(session: Session, actor: Actor, problem: Problem) -> dict[str, Any]:
    """What units answered and reported, and where the problem came from."""
    return {
        "serious": serious.of_problem(session, actor, problem.id),
        "panel": matter_panel.panel(session, actor, problem.id),
        "reports": matter_panel.last_reports(session, problem.id),
        "origin": _origin(problem),
    }


def _told(open_now: tuple[Visit, ...]) -> frozenset[UUID]:
    """The tasks whose deadlines stand beside their units."""
    return frozenset(unit.task_id for visit in open_now for unit in visit.units if unit.task_id is not None)


def _origin(problem: Problem) -> tuple[str, UUID] | None:
    """The check that found this problem: its number and id."""
    found = json.loads(problem.found).get("origin")
    return (f"{found['check']}（原问题 {found['problem'] or '未编号'}）", UUID(found["check_id"])) if found else None


def _extensions(session: Session, actor: Actor, problem: Problem) -> tuple[ExtensionLine, ...]:
    rows = session.scalars(
        select(Extension)
        .where(Extension.problem_id == problem.id)
        .options(selectinload(Extension.asked_by), selectinload(Extension.decided_by), selectinload(Extension.unit))
        .order_by(Extension.asked_at.desc())
    )
    decides = seat_for_action(actor, "decide_extension", people.involvement(session, problem.id)) is not None
    return tuple(_extension(row, actor, decides) for row in rows)


def _extension(row: Extension, actor: Actor, decides: bool) -> ExtensionLine:
    return ExtensionLine(
        id=row.id,
        unit=row.unit.name if row.unit else "",
        due_on=row.due_on,
        reason=row.reason,
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        granted=row.granted,
        decided_by=row.decided_by.name if row.decided_by else "",
        decision_reason=row.decision_reason or "",
        may_decide=decides and row.decided_at is None and row.asked_by_id != actor.person_id,
    )
