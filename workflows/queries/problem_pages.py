"""The page of one problem: where it stands, what happened, what this person may do now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflows import drawing
from workflows.forms import Form
from workflows.queries import (
    access,
    calendars,
    checks,
    co_signatures,
    comments,
    deadlines,
    diagrams,
    duties,
    escalations,
    evidence_lines,
    matter_pages,
    matter_panel,
    matters,
    notice_lines,
    opinions,
    orders,
    people,
    serious,
    timeline,
    unit_answers,
    visits,
)
from workflows.queries.problem_facts import PART_NAMES, facts_of
from workflows.queries.task_page import visited
from workflows.queries.task_rows import open_tasks, rows_of
from workflows.queries.unit_choices import RESPONSIBLE, assigned_units, units_asked_for, units_for
from workflows.queries.values import Choice, ExtensionLine, ProblemPage
from workflows.queries.visit_values import Visit
from workflows.records import Case, Extension, Problem, PublicNotice, SignOff, Task
from workflows.rules.deadlines import city_day
from workflows.rules.permissions import Actor, Involvement, seat_for_action


def problem_page(session: Session, *, person_id: UUID, problem_id: UUID, at: datetime) -> ProblemPage:
    """Everything about a problem the person may see. Raises NotFound otherwise."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    problem = access.problem(session, actor, problem_id)
    case = access.case_of(session, problem_id)
    signed = opinions.of_case(session, case)
    source, done = diagrams.diagram_source(session, case.diagram_id), visited(signed, case.stage)
    verbs, counting = verbs_of(session, actor, problem, case), calendars.counting(session)
    forms = {verb: form for verb in verbs if (form := _form(session, case, verb)) is not None}
    visits_open = visits.open_visits(session, case, problem, today)
    return ProblemPage(
        problem=facts_of(session, problem, case, signed, today),
        case_id=case.id,
        diagram_id=case.diagram_id,
        steps=tuple(drawing.steps(source, current=(case.stage,), done=done)),
        drawing=drawing.Picture(source=source, current=(case.stage,), done=done),
        current=(case.stage,),
        done=done,
        open_tasks=tuple(rows_of(session, actor, open_tasks(session, actor, problem.id), at)),
        opinions=tuple(opinions.shown(each) for each in reversed(signed)),
        talk=comments.talk(session, actor, case),
        evidence=evidence_lines.evidence(session, case.id),
        documents=timeline.documents(session, case.id),
        extensions=_extensions(session, actor, problem),
        notices=notice_lines.of_case(
            session, case.id, counting, named=seat_for_action(actor, "withhold", {}) is not None
        ),
        deadlines=deadlines.lines(session, case, problem, counting, at, but=_told(visits_open)),
        visits=visits_open,
        escalations=escalations.of_case(session, actor, case),
        events=timeline.events(session, case.id),
        journal_sound=timeline.sound(session, case.id),
        verbs=verbs,
        matter=matter_pages.of_problem(session, actor, problem_id, today),
        matters=matter_pages.about(session, actor, problem_id, today),
        serious=serious.of_problem(session, actor, problem_id),
        to_order=_to_order(session, case) if "start_order" in verbs else "",
        forms=forms,
        co_signatures=co_signatures.of_case(session, case.id),
        choices=_choices(session, actor, problem, forms, at),
        assigned={
            **{f"{part}_units": assigned_units(session, problem, part) for part in PART_NAMES},
            "asked_units": checks.default_units(session) if "start_check" in verbs else [],
        },
        panel=matter_panel.panel(session, actor, problem_id),
        reports=matter_panel.last_reports(session, problem_id),
        origin=_origin(problem),
    )


def _told(open_now: tuple[Visit, ...]) -> frozenset[UUID]:
    """The tasks whose deadlines stand beside their units."""
    return frozenset(unit.task_id for visit in open_now for unit in visit.units if unit.task_id is not None)


def verbs_of(session: Session, actor: Actor, problem: Problem, case: Case) -> tuple[str, ...]:
    """What this person may do with the problem now, besides its tasks. The actions ask the same questions again."""
    involved = people.involvement(session, problem.id)
    moving = case.suspended_at is None and case.cancelled_at is None
    open_now = moving and case.closed_at is None
    possible = {
        "co_sign": moving and co_signatures.asked_of(session, case.id, actor.person_id) is not None,
        "ask_co_signature": open_now and _may_complete(session, actor, case),
        "withdraw": moving and _may_take_back(session, case, actor),
        "ask_extension": open_now and case.rectified_at is None,
        "declare_hopeless": open_now and deadlines.may_be_hopeless(session, case, problem),
        "add_evidence": open_now,
        "register_objection": moving and _running_notice(session, case),
        "record_notice": case.cancelled_at is None,
        "chase": open_now and _somebody_is_asked(session, case),
        "reassign": open_now,
        "set_unit_deadline": open_now and case.rectified_at is None and len(involved.get("responsible", ())) > 1,
        "suspend": open_now,
        "resume": case.suspended_at is not None and case.cancelled_at is None,
        "correct": case.cancelled_at is None,
        "merge": open_now,
        "cancel": open_now,
        "reopen": moving and case.closed_at is not None,
        "take_bundle": True,
        "report_serious": open_now,
        "start_check": moving,
        "end_collecting": open_now and _somebody_is_asked(session, case),
        "start_order": open_now and not matters.orders(session, [problem.id], standing=False),
    }
    fitting = [verb for verb in possible if verb not in matters.kind(session, problem).without]
    return tuple(verb for verb in fitting if possible[verb] and _seated(actor, verb, involved))


def _origin(problem: Problem) -> tuple[str, UUID] | None:
    """The check that found this problem: its number and id."""
    found = json.loads(problem.found).get("origin")
    return (f"{found['check']}（原问题 {found['problem'] or '未编号'}）", UUID(found["check_id"])) if found else None


def _to_order(session: Session, case: Case) -> str:
    step = orders.approved_step(session, case)
    return f"{step.name}（{step.due_on.isoformat()} 前）：{step.decision_reason or ''}" if step else ""


def _may_complete(session: Session, actor: Actor, case: Case) -> bool:
    known = duties.of_cases(session, [case])
    tasks = session.scalars(select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None)))
    return any(
        not known.is_barred(session, actor, task, case) and not known.held_by_another(actor, task) for task in tasks
    )


def _choices(
    session: Session, actor: Actor, problem: Problem, forms: Mapping[str, Form], at: datetime
) -> dict[str, tuple[Choice, ...]]:
    """Options of the verbs' forms: units for handing over, people for a co-signature."""
    choices: dict[str, tuple[Choice, ...]] = {}
    if "reassign" in forms:
        choices |= {f"{part}_units": units_for(session, f"{part}_units", problem) for part in PART_NAMES}
    for form in forms.values():
        choices |= units_asked_for(session, form, problem)
    if "start_check" in forms:
        choices["asked_units"] = units_for(session, RESPONSIBLE)
    if "ask_co_signature" in forms:
        choices["colleague"] = co_signatures.colleagues(session, problem.id, actor.person_id, at)
    return choices


def _may_take_back(session: Session, case: Case, actor: Actor) -> bool:
    """One's own last completion, or one's own answer while other units are still asked."""
    sign_off = session.get(SignOff, case.undo_sign_off_id) if case.undo_sign_off_id else None
    last = sign_off is not None and sign_off.person_id == actor.person_id
    return last or unit_answers.own_answer(session, case, actor.person_id) is not None


def _somebody_is_asked(session: Session, case: Case) -> bool:
    return session.scalar(select(Task.id).where(Task.case_id == case.id, Task.closed_at.is_(None)).limit(1)) is not None


def _seated(actor: Actor, verb: str, involved: Involvement) -> bool:
    """Some verbs are nobody's by role: the conditions above say whose they are. Resuming is permitted to whoever may suspend."""
    if verb in ("withdraw", "co_sign", "ask_co_signature"):
        return True
    return seat_for_action(actor, {"resume": "suspend"}.get(verb, verb), involved) is not None


def _form(session: Session, case: Case, verb: str) -> Form | None:
    return diagrams.forms(session, case.diagram_id).get(verb) or diagrams.shipped_verbs().get(verb)


def _running_notice(session: Session, case: Case) -> bool:
    query = select(PublicNotice.id).where(PublicNotice.case_id == case.id, PublicNotice.over_at.is_(None)).limit(1)
    return case.stage != "approve_closure" and session.scalar(query) is not None


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


def extension_problem(session: Session, *, person_id: UUID, extension_id: UUID, at: datetime) -> UUID:
    """The problem an extension belongs to, if the person may see it. Raises NotFound otherwise."""
    actor = people.actor(session, person_id, at)
    row = session.get(Extension, extension_id)
    return access.problem(session, actor, row.problem_id if row else UUID(int=0)).id
