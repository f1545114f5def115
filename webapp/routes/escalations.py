"""Escalation: the office's list, the decision about one proposal, and the statement that a deadline cannot be kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, submitted
from webapp.visitor import person_id, signed_in
from workflows import queries
from workflows.actions import escalations as actions
from workflows.actions.deadline_rules import set_deadline_rules
from workflows.queries import escalations
from workflows.queries.deadline_values import EscalationLine
from workflows.queries.values import ProblemPage
from workflows.rules.errors import FieldProblem, InvalidInput, NotPermitted, NotYet

bp = Blueprint("escalations", __name__)


@bp.get("/escalations")
@signed_in
def listing() -> ResponseReturnValue:
    """What waits for a decision, and what was decided."""
    return _list()


@bp.post("/escalations")
@signed_in
def set_rules() -> ResponseReturnValue:
    """Set when people are reminded, and when yellow turns red."""
    try:
        set_deadline_rules(
            database.session(),
            days_before=request.form.get("days_before", "").strip(),
            red_after=request.form.get("red_after", "").strip(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _list(refusal.problems), 422
    flash("已保存。已经发出的提醒不变，以后的提醒和亮灯按新的天数。", "done")
    return redirect(url_for("escalations.listing"), 303)


@bp.get("/escalations/<uuid:step_id>")
@signed_in
def show(step_id: UUID) -> ResponseReturnValue:
    """One proposal with its problem beside it."""
    return _draw(step_id)


@bp.post("/escalations/<uuid:step_id>")
@signed_in
def decide(step_id: UUID) -> ResponseReturnValue:
    """Approve or dismiss."""
    step = _step(step_id)
    try:
        done = actions.decide_escalation(
            database.session(),
            step_id=step_id,
            values={"decision": request.form.get("decision", ""), "reason": request.form.get("reason", "")},
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(step_id, refusal.problems), 422
    submitted.accepted(done.sentence)
    if _page(step.problem_id).to_order:
        return redirect(url_for("verbs.show", problem_id=step.problem_id, verb="start-order"), 303)
    return redirect(url_for("problems.show", problem_id=step.problem_id), 303)


@bp.get("/problems/<uuid:problem_id>/hopeless")
@signed_in
def show_hopeless(problem_id: UUID) -> ResponseReturnValue:
    """The form to state that a deadline cannot be kept."""
    return _draw_hopeless(problem_id)


@bp.post("/problems/<uuid:problem_id>/hopeless")
@signed_in
def declare_hopeless(problem_id: UUID) -> ResponseReturnValue:
    """State it."""
    _page(problem_id)
    try:
        done = actions.declare_hopeless(
            database.session(),
            problem_id=problem_id,
            values={"reason": request.form.get("reason", "")},
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw_hopeless(problem_id, refusal.problems), 422
    submitted.accepted(done.sentence)
    return redirect(url_for("problems.show", problem_id=problem_id), 303)


def _list(problems: Sequence[FieldProblem] = ()) -> str:
    page = escalations.escalation_page(
        database.session(), person_id=person_id(), state=request.args.get("state", "")[:20], at=database.now()
    )
    return render_template("escalations.html", place="matters", page=page, problems=problems, given=request.form)


def _step(step_id: UUID) -> EscalationLine:
    return escalations.escalation(database.session(), person_id=person_id(), step_id=step_id, at=database.now())


def _page(problem_id: UUID) -> ProblemPage:
    return queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())


def _draw(step_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    step = _step(step_id)
    return render_template(
        "escalation.html",
        place="matters",
        step=step,
        page=_page(step.problem_id),
        problems=problems,
        given=request.form,
        longest=actions.LONGEST,
        request_id=request.form.get("request_id") or uuid4(),
    )


def _draw_hopeless(problem_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    page = _page(problem_id)
    if "declare_hopeless" not in page.verbs:
        if page.problem.state in ("closed", "rectified") or page.problem.due_on is None:
            raise NotYet(why="这个问题现在没有正在计算的整改时限")
        raise NotPermitted(why="此事由责任单位、牵头单位或领导小组办公室办理，或者已经声明过")
    return render_template(
        "hopeless.html",
        place="problems",
        page=page,
        problems=problems,
        given=request.form,
        longest=actions.LONGEST,
        request_id=request.form.get("request_id") or uuid4(),
    )
