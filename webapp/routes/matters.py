"""Orders, checks and rounds, each as a list; one of them is shown on the page of its line. And what the office does on these lists."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, submitted
from webapp.visitor import person_id, signed_in
from webapp.words import WEEKDAYS
from workflows import queries
from workflows.actions import checks as check_actions
from workflows.actions import rounds as round_actions
from workflows.queries import checks as check_queries
from workflows.queries import matter_pages, round_pages
from workflows.queries.matter_values import FindingLine, MatterPage
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.matters import CHECK, ORDER, ROUND, Kind

bp = Blueprint("matters", __name__)


@bp.get("/matters")
@signed_in
def home() -> ResponseReturnValue:
    """The first of the lists."""
    return redirect(url_for("matters.orders"), 303)


@bp.get("/orders")
@signed_in
def orders() -> ResponseReturnValue:
    """Supervision orders."""
    return render_template("orders.html", place="matters", page=_page(ORDER))


@bp.get("/checks")
@signed_in
def checks() -> ResponseReturnValue:
    """Look-alike checks."""
    return render_template("checks.html", place="matters", page=_page(CHECK))


@bp.get("/rounds")
@signed_in
def rounds() -> ResponseReturnValue:
    """Progress rounds, and for the office the way to open one."""
    return _rounds()


@bp.post("/rounds")
@signed_in
def open_round() -> ResponseReturnValue:
    """Open this week's."""
    try:
        done = round_actions.open_round(
            database.session(),
            values={"due_on": request.form.get("due_on", ""), "text": request.form.get("text", "")},
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _rounds(refusal.problems), 422
    submitted.accepted(done.sentence)
    return redirect(url_for("problems.show", problem_id=done.problem_id), 303)


@bp.post("/rounds/weekly")
@signed_in
def set_weekly() -> ResponseReturnValue:
    """Set on which day the clock opens it."""
    try:
        opens, due = request.form.get("opens", ""), request.form.get("due", "")
        round_actions.set_weekly(database.session(), opens=opens, due=due, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _rounds(refusal.problems), 422
    flash("已保存。", "done")
    return redirect(url_for("matters.rounds"), 303)


@bp.get("/findings/<uuid:finding_id>")
@signed_in
def finding(finding_id: UUID) -> ResponseReturnValue:
    """Something a unit found, with the check beside it."""
    return _finding(finding_id)


@bp.post("/findings/<uuid:finding_id>")
@signed_in
def decide_finding(finding_id: UUID) -> ResponseReturnValue:
    """Put it on the list, or not."""
    line, _ = _line(finding_id)
    try:
        done = check_actions.decide_finding(
            database.session(),
            finding_id=finding_id,
            values={name: request.form.get(name, "") for name in ("decision", "number", "reason")},
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _finding(finding_id, refusal.problems), 422
    submitted.accepted(done.sentence)
    return redirect(url_for("problems.show", problem_id=line.check_id), 303)


def _page(kind: Kind) -> MatterPage:
    state = request.args.get("state", "")[:20]
    return matter_pages.matter_page(
        database.session(), kind=kind, person_id=person_id(), state=state, at=database.now()
    )


def _rounds(problems: Sequence[FieldProblem] = ()) -> str:
    opening = round_pages.opening(database.session(), person_id=person_id(), at=database.now())
    return render_template(
        "rounds.html",
        place="matters",
        page=_page(ROUND),
        may_open=opening.may_open,
        this_week=opening.this_week,
        weekly=opening.weekly,
        due_on=opening.due_on.isoformat(),
        text=round_actions.TEXT,
        weekdays=[(number, f"星期{name}") for number, name in enumerate(WEEKDAYS, 1)],
        problems=problems,
        given=request.form,
        request_id=request.form.get("request_id") or uuid4(),
    )


def _line(finding_id: UUID) -> tuple[FindingLine, str]:
    return check_queries.finding(database.session(), person_id=person_id(), finding_id=finding_id, at=database.now())


def _finding(finding_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    line, number = _line(finding_id)
    page = queries.problem_page(database.session(), person_id=person_id(), problem_id=line.check_id, at=database.now())
    return render_template(
        "finding.html",
        place="matters",
        line=line,
        number=number,
        page=page,
        problems=problems,
        given=request.form,
        request_id=request.form.get("request_id") or uuid4(),
    )
