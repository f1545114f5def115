"""What a form writes besides the sign-off. By the kind of its fields, never by the name of a box: a city's own box with the same kind of
field has the same effect without a line of Python.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.actions import deadline_moves, matter_answers, who
from workflows.engine import Run
from workflows.forms import Form
from workflows.queries import opinions
from workflows.records import Case, Measure, Objection, Problem, ProblemUnit, PublicNotice, Unit
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.levels import NEVER_RESPONSIBLE
from workflows.rules.permissions import Actor

KEEPERS = {"findings": matter_answers.keep_findings, "progress": matter_answers.keep_progress}
"""Fields that each unit answers for itself."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A valid form with the case it answers for, its run not yet moved on."""

    case: Case
    problem: Problem
    run: Run
    form: Form
    values: Mapping[str, Any]
    by: Actor
    at: datetime
    unit_id: UUID | None = None
    """For which unit it was given."""


def write(session: Session, answer: Answer) -> None:
    """Write units, measures, findings, progress, a new deadline and the answer to an objection, as far as the form has such fields.

    Raises InvalidInput when a unit is not one of the city's, or a new deadline is not after today.
    """
    for field in answer.form.fields:
        if field.widget == "units":
            _units(session, answer, field.name, field.label)
        if field.widget == "measures":
            _measures(session, answer, field.name)
        if field.widget in KEEPERS and answer.unit_id is not None:
            rows, by = answer.values.get(field.name) or (), answer.by.person_id
            KEEPERS[field.widget](session, answer.problem, answer.unit_id, rows, by=by, at=answer.at)
    _deadline(session, answer)
    _objection(session, answer)


def _units(session: Session, answer: Answer, name: str, label: str) -> None:
    part = name.removesuffix("_units")
    chosen = [_known(session, value, name, label) for value in answer.values.get(name) or ()]
    rows = session.scalars(
        select(ProblemUnit).where(ProblemUnit.problem_id == answer.problem.id, ProblemUnit.part == part)
    ).all()
    kept = {row.unit_id for row in rows if row.unit_id}
    _require_able(chosen, part, kept, name, label)
    for row in rows:
        if row.unit_id is not None and row.unit_id not in {unit.id for unit in chosen}:
            row.unit_id = None
    for position, unit in enumerate(chosen, len(rows) + 1):
        if unit.id not in kept:
            session.add(
                ProblemUnit(problem_id=answer.problem.id, unit_id=unit.id, part=part, raw=None, position=position)
            )
    session.flush()
    if chosen:
        names = "、".join(unit.name for unit in chosen)
        who.note(
            session,
            "units:assigned",
            case=answer.case,
            by=answer.by,
            at=answer.at,
            part=part,
            units=f"{label}：{names}",
        )


def _require_able(units: Sequence[Unit], part: str, kept: Collection[UUID], name: str, label: str) -> None:
    """Raises InvalidInput for a unit that cannot be responsible; one the plan itself has named stays."""
    for unit in units:
        if part == "responsible" and unit.level in NEVER_RESPONSIBLE and unit.id not in kept:
            message = f"{unit.name}管理问题清单，不能作为“{label}”，请选择承担整改的单位。"
            raise InvalidInput([FieldProblem(field=name, label=label, message=message)])


def _known(session: Session, value: object, name: str, label: str) -> Unit:
    try:
        unit = session.get(Unit, UUID(str(value)))
    except ValueError:
        unit = None
    if unit is None or not unit.active:
        raise InvalidInput(
            [FieldProblem(field=name, label=label, message=f"“{label}”里有一个单位不在本市单位表中，请重新选择。")]
        )
    return unit


def _measures(session: Session, answer: Answer, name: str) -> None:
    problem, rows = answer.problem, answer.values.get(name) or []
    session.execute(delete(Measure).where(Measure.problem_id == problem.id, Measure.added_by_id.is_not(None)))
    session.flush()
    start = len(session.scalars(select(Measure.id).where(Measure.problem_id == problem.id)).all())
    for position, row in enumerate(rows, start + 1):
        session.add(
            Measure(
                problem_id=problem.id,
                position=position,
                text=row["text"],
                raw=None,
                target=row.get("target") or None,
                due_on=_day(row.get("due_on")),
                deadline_raw=None,
                long_term=False,
                added_by_id=answer.by.person_id,
                added_at=answer.at,
            )
        )
    problem.target = answer.values.get("target") or problem.target
    problem.long_term = bool(answer.values.get("long_term")) or problem.long_term
    problem.responsible_persons_raw = answer.values.get("responsible_persons") or problem.responsible_persons_raw
    texts = [row["text"] for row in rows]
    who.note(session, "plan:entered", case=answer.case, by=answer.by, at=answer.at, count=len(rows), measures=texts)


def _deadline(session: Session, answer: Answer) -> None:
    due_on = _day(answer.values.get("due_on"))
    if due_on is None or "deadline_at" not in answer.form.facts_of(answer.values):
        return
    before = answer.problem.due_on
    afresh = opinions.is_return(answer.form, answer.values)
    deadline_moves.move_deadline(session, answer.case, answer.problem, due_on, run=answer.run, afresh=afresh)
    if before != due_on:
        was = before.isoformat() if before else "未定"
        who.note(session, "deadline:moved", case=answer.case, by=answer.by, at=answer.at, before=was, due_on=due_on)


def _objection(session: Session, answer: Answer) -> None:
    upheld = answer.form.facts_of(answer.values).get("objection_upheld")
    if upheld is None:
        return
    open_ones = session.scalars(
        select(Objection)
        .join(PublicNotice, PublicNotice.id == Objection.notice_id)
        .where(PublicNotice.case_id == answer.case.id, Objection.answered_at.is_(None))
    )
    for objection in open_ones:
        objection.answered_at, objection.answered_by_id = answer.at, answer.by.person_id
        objection.upheld, objection.answer = bool(upheld), str(answer.values.get("answer") or "")
    if upheld:
        _end_notice(session, answer)
    what = "objection:upheld" if upheld else "objection:rejected"
    who.note(session, what, case=answer.case, by=answer.by, at=answer.at, answer=answer.values.get("answer"))


def _end_notice(session: Session, answer: Answer) -> None:
    notices = session.scalars(
        select(PublicNotice).where(PublicNotice.case_id == answer.case.id, PublicNotice.over_at.is_(None))
    )
    for notice in notices:
        notice.over_at = answer.at


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
