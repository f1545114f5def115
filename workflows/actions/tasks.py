"""Completing a task: the verb behind every form of a diagram.

A press of the button carries a request id. The same id twice acts once and gets the same answer; another person's press on a task that is
done meanwhile is refused with who did it and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import (
    advance,
    case_facts,
    chosen_units,
    effects,
    matter_answers,
    once,
    papers,
    reminding,
    side_by_side,
    who,
)
from workflows.actions.once import Done
from workflows.actions.press import require_running
from workflows.forms import Form
from workflows.queries import access, cases, co_signatures, diagrams, duties, opinions
from workflows.records import Case, Measure, Person, Problem, SignOff, Task
from workflows.rules import closure
from workflows.rules.canonical import canonical
from workflows.rules.deadlines import CITY_ZONE, city_day
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput, NotPermitted, NotYet
from workflows.rules.permissions import Actor, Seat
from workflows.rules.phrases import STOOD_IN_FOR
from workflows.rules.roles import ROLES


def complete_task(
    session: Session, *, task_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Check, sign off, and move the case on.

    Raises NotFound, NotPermitted (role or separation of duties), AlreadyDone, InvalidInput with every field, NotYet (closure
    conditions), and what service boxes refuse. Nothing is saved when it raises and the caller rolls back.
    """
    actor = who.actor(session, by, at)
    task = access.task(session, actor, task_id)
    case = cases.locked(session, task.case_id)
    if (before := once.earlier(session, request_id, by, case)) is not None:
        return before
    session.refresh(task)
    require_running(case)
    _require_open(session, task)
    known = duties.of_task(session, task, case)
    if why := known.refused(session, actor, task, case):
        raise NotPermitted(why=why)
    if waiting := co_signatures.open_for(session, task.id):
        raise NotYet(why=f"还在等{'、'.join(each.person.name for each in waiting)}的加签意见")
    form = diagrams.form_of_box(session, case.diagram_id, task.box)
    seat = known.seat(actor, task, case)
    if problems := _problems(session, case, form, values, seat, at):
        raise InvalidInput(problems)
    _require_closable(session, case, form, values)
    return _carry_out(session, task, case, form, values, request_id, actor, seat, at)


def _carry_out(
    session: Session,
    task: Task,
    case: Case,
    form: Form,
    values: Mapping[str, Any],
    request_id: UUID,
    actor: Actor,
    seat: Seat | None,
    at: datetime,
) -> Done:
    sign_off = _sign_off(session, task, form, values, actor, seat, at)
    problem = session.get_one(Problem, case.problem_id)
    run, state, due_on = advance.load(session, case), case.state, problem.due_on
    task.closed_at, task.closed_by_id = at, actor.person_id
    _note(session, task, case, form, values, actor, at, seat.for_name if seat else "")
    unit_id = seat.unit_id if seat else None
    effects.write(
        session,
        effects.Answer(case=case, problem=problem, run=run, form=form, values=values, by=actor, at=at, unit_id=unit_id),
    )
    session.flush()
    if task.unit_id is not None and side_by_side.others_open(session, task):
        reminding.answered(session, case, task, at=at)
        case.undo_state = case.undo_sign_off_id = case.undo_due_on = None
    else:
        given = _given(session, task, case, problem, form, values)
        run.complete(task.token, {**case_facts.standing_facts(session, problem), **given}, at=at)
        returned, again = _returned(form, values, actor), chosen_units.asked_again(form, values)
        if not advance.settle(session, case, run, at=at, returned=returned, again=again):
            case.undo_state, case.undo_sign_off_id, case.undo_due_on = state, sign_off.id, due_on
        if opinions.is_return(form, values) and _concerns_the_unit(session, case, form, values):
            papers.tell_of_return(session, case, problem, sign_off, at=at)
    sentence = f"“{task.name}”已办理。{cases.where_now(session, case)}"
    return once.remember(session, request_id, case, by=actor.person_id, at=at, sentence=sentence, task_id=task.id)


def _given(
    session: Session, task: Task, case: Case, problem: Problem, form: Form, values: Mapping[str, Any]
) -> Mapping[str, bool | str]:
    """What the diagram learns: of one answer, or of those of all units together."""
    if task.unit_id is None:
        return form.facts_of(values)
    node = diagrams.node(session, case.diagram_id, task.box)
    return side_by_side.joined(session, case, problem, node, form)


def _concerns_the_unit(session: Session, case: Case, form: Form, values: Mapping[str, Any]) -> bool:
    """Whether a return asks the responsible unit to rectify again; where only a check is done again, its task says why."""
    target = opinions.returned_to(form, values)
    role = diagrams.node(session, case.diagram_id, target.value).role if target else None
    return role is None or ROLES[role].part == "responsible"


def _returned(form: Form, values: Mapping[str, Any], actor: Actor) -> advance.Return | None:
    if not opinions.is_return(form, values):
        return None
    day = date.fromisoformat(str(values["due_on"]))
    return advance.Return(by=actor.person_id, reason=str(values["reason"]), due_on=day)


def _require_open(session: Session, task: Task) -> None:
    if task.closed_at is None:
        return
    person = session.get(Person, task.closed_by_id) if task.closed_by_id else None
    at = task.closed_at.astimezone(CITY_ZONE)
    raise AlreadyDone(who=person.name if person else "系统", at=f"{at.month} 月 {at.day} 日 {at:%H:%M}")


def _problems(
    session: Session, case: Case, form: Form, values: Mapping[str, Any], seat: Seat | None, at: datetime
) -> list[FieldProblem]:
    return (
        form.validate(values)
        or form.misplaced_days(values, city_day(at))
        or _measures_left_out(session, case, form, values)
        or _progress_left_out(session, form, values, seat)
        or chosen_units.strangers(session, case.problem_id, form, values)
    )


def _progress_left_out(
    session: Session, form: Form, values: Mapping[str, Any], seat: Seat | None
) -> list[FieldProblem]:
    """Every open problem of the unit is reported on."""
    field = next((each for each in form.fields if each.widget == "progress"), None)
    if field is None or seat is None:
        return []
    return matter_answers.wrong_progress(session, field, values.get(field.name) or (), seat.unit_id)


def _measures_left_out(session: Session, case: Case, form: Form, values: Mapping[str, Any]) -> list[FieldProblem]:
    """Every measure of the plan is answered for, each by itself; only a return may leave some open."""
    field = next((each for each in form.fields if each.widget == "measure_checks"), None)
    if field is None or opinions.is_return(form, values):
        return []
    measures = session.execute(
        select(Measure.id, Measure.text).where(Measure.problem_id == case.problem_id).order_by(Measure.position)
    )
    answered = {str(check["measure"]) for check in values.get(field.name) or ()}
    return [
        FieldProblem(field=field.name, label=field.label, message=f"还有一条措施没有填写结果：{text[:40]}")
        for measure_id, text in measures
        if str(measure_id) not in answered
    ]


def _require_closable(session: Session, case: Case, form: Form, values: Mapping[str, Any]) -> None:
    if not form.facts_of(values).get("closure_approved"):
        return
    missing = closure.missing_for_closure(cases.closure_facts(session, case))
    if missing:
        raise NotYet(why="；".join(each.sentence for each in missing))


def _sign_off(
    session: Session, task: Task, form: Form, values: Mapping[str, Any], actor: Actor, seat: Seat | None, at: datetime
) -> SignOff:
    row = SignOff(
        case_id=task.case_id,
        task_id=task.id,
        box=task.box,
        person_id=actor.person_id,
        unit_id=seat.unit_id if seat else None,
        role=task.role,
        decision=str(values.get("decision") or "done"),
        opinion=opinions.main_text(form, values) or None,
        values=canonical(dict(values)),
        at=at,
        for_person_id=seat.for_id if seat else None,
    )
    session.add(row)
    return row


def _note(
    session: Session,
    task: Task,
    case: Case,
    form: Form,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    stood_in_for: str,
) -> None:
    returned = opinions.is_return(form, values)
    facts: dict[str, object] = {
        "box": task.box,
        "box_name": task.name,
        "decision": opinions.decision_words(form, values) or "已办理",
        "opinion": opinions.main_text(form, values),
    }
    if stood_in_for:
        facts[STOOD_IN_FOR] = stood_in_for
    if returned:
        facts["due_on"] = date.fromisoformat(str(values["due_on"]))
    who.note(session, "box:returned" if returned else "box:completed", case=case, by=actor, at=at, **facts)
