"""The office's page: the pool, the frozen list, the draw, and how anybody can repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows import actions, queries
from workflows.actions.audits import rule_from
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("draws", __name__)


@bp.get("/draws")
@signed_in
def show() -> ResponseReturnValue:
    """The pool of one list and the draws made from it."""
    return _draw(request.args.get("list_id", type=UUID))


@bp.post("/draws")
@signed_in
def freeze() -> ResponseReturnValue:
    """Freeze list, rule and the source of the seed."""
    list_id = _list_id()
    try:
        rule = rule_from(request.form.get("percent", ""), request.form.get("minimum", ""))
        actions.freeze_audit(
            database.session(),
            list_id=list_id,
            percent=rule.percent,
            minimum=rule.minimum,
            seed_source=request.form.get("seed_source", ""),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(list_id, refusal.problems), 422
    flash("名单和规则已冻结。等约定的公开号码产生后，回到这里填写种子并抽取。", "done")
    return redirect(url_for("draws.show", list_id=list_id), 303)


@bp.post("/draws/<uuid:draw_id>")
@signed_in
def act(draw_id: UUID) -> ResponseReturnValue:
    """Draw with the seed that has come out."""
    list_id = _list_id()
    try:
        actions.draw_audit(
            database.session(), draw_id=draw_id, seed=request.form.get("seed", ""), by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(list_id, refusal.problems), 422
    flash("已抽取。被抽中的问题转入抽查核实，其余问题进入公示。", "done")
    return redirect(url_for("draws.show", list_id=list_id), 303)


def _list_id() -> UUID:
    chosen = request.form.get("list_id", type=UUID)
    if chosen is None:
        raise InvalidInput([FieldProblem(field="list_id", label="问题清单", message="请选择一份问题清单")])
    return chosen


def _draw(list_id: UUID | None, problems: Sequence[FieldProblem] = ()) -> str:
    page = queries.draw_page(database.session(), person_id=person_id(), list_id=list_id, at=database.now())
    return render_template("draws.html", place="draws", page=page, problems=problems, given=request.form)
