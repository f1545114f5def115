"""The office's pages for a random audit: freeze the pool, draw when the seed is out, give a list up, replace an auditor."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows import actions, queries
from workflows.rules.draw_form import RULE_FIELDS
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("draws", __name__)


@bp.get("/draws")
@signed_in
def show() -> ResponseReturnValue:
    """The pool of one list and the draws made from it."""
    return _pool(request.args.get("list_id", type=UUID))


@bp.post("/draws")
@signed_in
def freeze() -> ResponseReturnValue:
    """Freeze list, rule and the source of the seed."""
    list_id = request.form.get("list_id", type=UUID)
    if list_id is None:
        raise InvalidInput([FieldProblem(field="list_id", label="问题清单", message="请选择一份问题清单。")])
    try:
        row = actions.freeze_audit(
            database.session(),
            list_id=list_id,
            values=request.form,
            high=request.form.getlist("high", type=UUID),
            seen=request.form.get("seen"),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _pool(list_id, refusal.problems), 422
    flash("名单、规则和种子来源已冻结并公开。等约定的号码公布后，再来填写号码并抽取。", "done")
    return redirect(url_for("published.show", draw_id=row.id), 303)


@bp.get("/draws/<uuid:draw_id>/seed")
@signed_in
def ask_seed(draw_id: UUID) -> ResponseReturnValue:
    """The form for the number that has come out."""
    return _about("draw_seed.html", draw_id)


@bp.post("/draws/<uuid:draw_id>/seed")
@signed_in
def draw(draw_id: UUID) -> ResponseReturnValue:
    """Draw."""
    try:
        row = actions.draw_audit(
            database.session(), draw_id=draw_id, values=request.form, by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        return _about("draw_seed.html", draw_id, refusal.problems), 422
    flash("已抽取。被抽中的问题转给抽中的抽查人员，其余问题进入公示。", "done")
    return redirect(url_for("draws.show", list_id=row.list_id), 303)


@bp.get("/draws/<uuid:draw_id>/withdraw")
@signed_in
def ask_reason(draw_id: UUID) -> ResponseReturnValue:
    """The form to give a frozen list up."""
    return _about("draw_withdraw.html", draw_id)


@bp.post("/draws/<uuid:draw_id>/withdraw")
@signed_in
def withdraw(draw_id: UUID) -> ResponseReturnValue:
    """Give a frozen list up; its cases return to the pool."""
    try:
        row = actions.withdraw_audit(
            database.session(), draw_id=draw_id, values=request.form, by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        return _about("draw_withdraw.html", draw_id, refusal.problems), 422
    flash("冻结名单已撤销，其中的问题已回到抽查池。撤销的名单和原因继续公开。", "done")
    return redirect(url_for("draws.show", list_id=row.list_id), 303)


@bp.get("/draws/<uuid:draw_id>/auditors/<uuid:case_id>")
@signed_in
def ask_auditor(draw_id: UUID, case_id: UUID) -> ResponseReturnValue:
    """The form to replace an auditor who cannot come."""
    return _auditor(draw_id, case_id)


@bp.post("/draws/<uuid:draw_id>/auditors/<uuid:case_id>")
@signed_in
def replace(draw_id: UUID, case_id: UUID) -> ResponseReturnValue:
    """Let the next by rank do it."""
    try:
        name = actions.replace_auditor(
            database.session(),
            draw_id=draw_id,
            case_id=case_id,
            values=request.form,
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _auditor(draw_id, case_id, refusal.problems), 422
    flash(f"已更换，由{name}抽查。更换已记入办理记录并公开。", "done")
    return redirect(url_for("draws.show"), 303)


def _pool(list_id: UUID | None, problems: Sequence[FieldProblem] = ()) -> str:
    page = queries.draw_page(database.session(), person_id=person_id(), list_id=list_id, at=database.now())
    high = request.form.getlist("high", type=UUID) if problems else [row.case_id for row in page.pool if row.reasons]
    return render_template(
        "draws.html", place="draws", page=page, problems=problems, given=request.form, rule=RULE_FIELDS, high=high
    )


def _about(template: str, draw_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    page = queries.draw_page(database.session(), person_id=person_id(), list_id=None, at=database.now())
    draw = queries.public_draw(database.session(), draw_id=draw_id, at=database.now())
    return render_template(template, place="draws", page=page, draw=draw, problems=problems, given=request.form)


def _auditor(draw_id: UUID, case_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    page = queries.replace_page(
        database.session(), person_id=person_id(), draw_id=draw_id, case_id=case_id, at=database.now()
    )
    return render_template("draw_auditor.html", place="draws", page=page, problems=problems, given=request.form)
