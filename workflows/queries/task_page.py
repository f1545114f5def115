"""The page of one task: everything a person needs stands beside the form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import drawing
from workflows.forms import Form
from workflows.queries import (
    access,
    assignments,
    audits,
    calendars,
    cases,
    co_signatures,
    comments,
    diagrams,
    duties,
    evidence_lines,
    opinions,
    people,
    rounds,
    timeline,
    visits,
)
from workflows.queries.inbox_values import SentBack
from workflows.queries.opinions import Signed
from workflows.queries.problem_facts import facts_of
from workflows.queries.unit_choices import assigned_units, units_asked_for, units_for
from workflows.queries.values import Choice, ProblemFacts, TaskPage
from workflows.queries.visit_values import Visit
from workflows.records import Case, Person, Problem, Task
from workflows.rules.closure import missing_for_closure
from workflows.rules.deadlines import Lamp, city_day, lamp_for, without_day
from workflows.rules.permissions import Actor, Seat, seat_for_action

RECENT = 8


def task_page(session: Session, *, person_id: UUID, task_id: UUID, at: datetime) -> TaskPage:
    """The task with its form and surroundings. Raises NotFound when it is not there or may not be seen."""
    actor = people.actor(session, person_id, at)
    task = access.task(session, actor, task_id)
    case = session.get_one(Case, task.case_id)
    problem = session.get_one(Problem, case.problem_id)
    signed = opinions.of_case(session, case)
    facts = facts_of(session, problem, case, signed, city_day(at))
    form = diagrams.form_of_box(session, case.diagram_id, task.box)
    node = diagrams.node(session, case.diagram_id, task.box)
    known = duties.of_task(session, task, case)
    drawn, takers = known.drawn(task), assignments.takers(session, actor, task, case, known, at)
    source, done = diagrams.diagram_source(session, case.diagram_id), visited(signed, case.stage)
    return TaskPage(
        task_id=task.id,
        box=task.box,
        box_name=task.name,
        guidance=node.documentation,
        decision_name=node.properties.get("decision", task.name),
        round=_round(session, task),
        case_id=case.id,
        rev=case.rev,
        refused=known.refused(session, actor, task, case),
        assignment=assignments.of_task(session, actor, task, case, known, takers),
        drawn=tuple(drawn.values()),
        draw_id=_replaceable_in(session, actor, case, drawn),
        problem=facts,
        lamp=_lamp(session, task, problem, facts, city_day(at)),
        returned=_returned(session, task),
        back=_back(session, task),
        obstacles=_obstacles(session, case, form),
        form=form,
        values=_first_values(form, facts, session, problem, drawn),
        choices={**_choices(form, facts, session, problem, known.seat(actor, task, case)), "colleague": takers},
        steps=tuple(drawing.steps(source, current=(task.box,), done=done)),
        diagram_id=case.diagram_id,
        drawing=drawing.Picture(source=source, current=(task.box,), done=done),
        current=(task.box,),
        done=done,
        visit=_visit(session, task, case, problem, city_day(at)),
        opinions=tuple(opinions.shown(each) for each in reversed(signed)),
        co_signatures=co_signatures.of_case(session, case.id),
        evidence=evidence_lines.evidence(session, case.id),
        events=timeline.events(session, case.id, limit=RECENT),
        event_total=timeline.event_total(session, case.id),
        talk=comments.talk(session, actor, case),
    )


def _lamp(session: Session, task: Task, problem: Problem, facts: ProblemFacts, today: date) -> Lamp:
    return lamp_for(
        task.due_on,
        today,
        returned=task.returned,
        raw=without_day(long_term=problem.long_term, immediate=problem.immediate, deadline=problem.due_on),
        counting=calendars.counting(session),
        hopeless=facts.lamp.key == "red" and task.due_on == problem.due_on,
    )


def _replaceable_in(session: Session, actor: Actor, case: Case, drawn: Mapping[UUID, str]) -> UUID | None:
    if not drawn or seat_for_action(actor, "replace_auditor", {}) is None:
        return None
    return audits.newest_draw(session, case.id)


def visited(signed: list[Signed], stage: str) -> tuple[str, ...]:
    """The boxes that stand completed: those signed since the case was last sent back, and those before the box it went back to.

    Where a return led is the box that was signed next; for the last one it is where the case stands, its `stage`.
    """
    boxes: list[str] = []
    following = [*(each.row.box for each in signed[1:]), stage]
    for each, back_to in zip(signed, following, strict=False):
        if each.passed is False:
            boxes = boxes[: boxes.index(back_to)] if back_to in boxes else []
        elif each.row.box not in boxes:
            boxes.append(each.row.box)
    return tuple(box for box in boxes if box != stage)


def _visit(session: Session, task: Task, case: Case, problem: Problem, today: date) -> Visit | None:
    """The other units of the same visit, while any of them is still asked."""
    if task.unit_id is None:
        return None
    return next(
        (each for each in visits.open_visits(session, case, problem, today) if each.box_name == task.name), None
    )


def _round(session: Session, task: Task) -> int:
    """How often the case has come to this box; a task opened again because an answer was taken back is the same visit."""
    query = select(func.count(Task.token.distinct())).where(Task.case_id == task.case_id, Task.box == task.box)
    return session.scalar(query.where(Task.opened_at <= task.opened_at)) or 1


def _returned(session: Session, task: Task) -> str:
    back = _back(session, task)
    return f"{back.by}退回：{back.reason}" if back else ""


def _back(session: Session, task: Task) -> SentBack | None:
    if not task.returned:
        return None
    person = session.get(Person, task.returned_by_id) if task.returned_by_id else None
    return SentBack(by=person.name if person else "上一环节", at=task.opened_at, reason=task.return_reason or "")


def _obstacles(session: Session, case: Case, form: Form) -> tuple[str, ...]:
    """Told before somebody has written an opinion in vain; the action asks again."""
    field = form.field("decision")
    options = field.options if field else ()
    if not any(form.facts_of({"decision": each.value}).get("closure_approved") for each in options):
        return ()
    return tuple(each.sentence for each in missing_for_closure(cases.closure_facts(session, case)))


def _first_values(
    form: Form, facts: ProblemFacts, session: Session, problem: Problem, drawn: Mapping[UUID, str]
) -> dict[str, Any]:
    """What the case already knows, filled in: the person corrects instead of typing again."""
    values: dict[str, Any] = {}
    for field in form.fields:
        if field.widget == "measure_checks":
            values[field.name] = [{"measure": str(each.id)} for each in facts.measures]
        elif field.widget == "measures":
            values[field.name] = [_measure_value(each) for each in facts.measures] or [{"text": ""}]
            values["target"] = problem.target or ""
            values["responsible_persons"] = problem.responsible_persons_raw or ""
            values["due_on"] = problem.due_on.isoformat() if problem.due_on else ""
        elif field.widget == "people" and drawn:
            office = audits.office_name(session)
            values[field.name] = [{"name": name, "unit": office} for name in drawn.values()]
        elif field.widget == "units":
            values[field.name] = assigned_units(session, problem, field.name.removesuffix("_units"))
    return values


def _measure_value(line: Any) -> dict[str, str]:
    return {"text": line.text, "due_on": line.due_on.isoformat() if line.due_on else "", "target": line.target}


def _choices(
    form: Form, facts: ProblemFacts, session: Session, problem: Problem, seat: Seat | None
) -> dict[str, tuple[Choice, ...]]:
    """Options the case supplies: the city's units, the problem's measures, the open problems of one's unit. By the name of the field."""
    choices = units_asked_for(session, form, problem)
    for field in form.fields:
        if field.widget == "units":
            choices[field.name] = units_for(session, field.name, problem)
        elif field.widget == "measure_checks":
            choices[field.name] = tuple(Choice(value=str(each.id), label=each.text) for each in facts.measures)
        elif field.widget == "progress" and seat is not None:
            choices[field.name] = rounds.choices(session, seat.unit_id)
    return choices
