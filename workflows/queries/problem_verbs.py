"""What a person may do with a problem besides its tasks, and the forms for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.forms import Form
from workflows.queries import (
    checks,
    co_signatures,
    deadlines,
    diagrams,
    duties,
    matters,
    orders,
    people,
    unit_answers,
)
from workflows.queries.problem_facts import PART_NAMES
from workflows.queries.unit_choices import RESPONSIBLE, assigned_units, units_asked_for, units_for
from workflows.queries.values import Choice
from workflows.records import Case, Problem, PublicNotice, SignOff, Task
from workflows.rules.permissions import Actor, Involvement, seat_for_action


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


def with_forms(
    session: Session, actor: Actor, problem: Problem, case: Case, verbs: tuple[str, ...], at: datetime
) -> dict[str, Any]:
    """The forms of what this person may do, with their choices and first values."""
    forms = {verb: form for verb in verbs if (form := _form(session, case, verb)) is not None}
    return {
        "forms": forms,
        "choices": _choices(session, actor, problem, forms, at),
        "assigned": {
            **{f"{part}_units": assigned_units(session, problem, part) for part in PART_NAMES},
            "asked_units": checks.default_units(session) if "start_check" in verbs else [],
        },
        "to_order": _to_order(session, case) if "start_order" in verbs else "",
    }


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
