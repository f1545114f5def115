"""Units and people, for the administrators."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows.actions import directory as actions
from workflows.queries import directory
from workflows.queries.leaving import held_tasks
from workflows.queries.second_factors import is_in_force
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("directory", __name__)

UNIT_FIELDS = ("name", "short_name", "level", "code")
PERSON_FIELDS = ("login", "name", "title")


@bp.get("/units")
@signed_in
def units() -> ResponseReturnValue:
    """Every unit, and the form for a new one."""
    return _units()


@bp.post("/units")
@signed_in
def add_unit() -> ResponseReturnValue:
    """Register a unit."""
    given = _given(UNIT_FIELDS)
    try:
        unit = actions.register_unit(database.session(), values=given, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _units(given, refusal.problems), 422
    flash(f"已登记{unit.name}。", "done")
    return redirect(url_for("directory.units"), 303)


@bp.get("/units/<uuid:unit_id>")
@signed_in
def unit(unit_id: UUID) -> ResponseReturnValue:
    """One unit, to be changed."""
    return _unit(unit_id)


@bp.post("/units/<uuid:unit_id>")
@signed_in
def change_unit(unit_id: UUID) -> ResponseReturnValue:
    """Change it, or close or open it again."""
    session, by, at = database.session(), person_id(), database.now()
    go, given = request.form.get("go", "change"), _given(UNIT_FIELDS)
    try:
        if go in ("close", "open"):
            found = actions.close_unit(session, unit_id=unit_id, active=go == "open", by=by, at=at)
        else:
            found = actions.change_unit(session, unit_id=unit_id, values=given, by=by, at=at)
    except InvalidInput as refusal:
        database.undo()
        return _unit(unit_id, given, refusal.problems), 422
    said = {"close": "停用", "open": "启用"}.get(go, "更改")
    flash(f"已{said}{found.name}。", "done")
    return redirect(url_for("directory.units"), 303)


@bp.get("/people")
@signed_in
def people() -> ResponseReturnValue:
    """The accounts, narrowed by name or unit, and the form for a new one."""
    return _people()


@bp.post("/people")
@signed_in
def add_person() -> ResponseReturnValue:
    """Register somebody; the password to hand over is shown this once."""
    given = _given(PERSON_FIELDS)
    try:
        person, first = actions.register_person(database.session(), values=given, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _people(given, refusal.problems), 422
    return render_template(
        "first_password.html", place="people", person_id=person.id, name=person.name, login=person.login, first=first
    )


@bp.get("/people/<uuid:other_id>")
@signed_in
def person(other_id: UUID) -> ResponseReturnValue:
    """One account with its seats."""
    return _person(other_id)


@bp.post("/people/<uuid:other_id>")
@signed_in
def change_person(other_id: UUID) -> ResponseReturnValue:
    """Close or open the account, or reset its password."""
    session, by, at = database.session(), person_id(), database.now()
    if request.form.get("go") == "reset":
        first = actions.reset_password(session, person_id=other_id, by=by, at=at)
        page = directory.account_of(session, person_id=by, other_id=other_id, at=at)
        return render_template(
            "first_password.html", place="people", person_id=other_id, name=page.name, login=page.login, first=first
        )
    go = request.form.get("go")
    active, put_back = go == "open", go == "close-and-put-back"
    if go == "close" and held_tasks(session, other_id):
        flash("此人名下还有没办完的任务：请先移交，或者放回待办后停用。", "bad")
        return redirect(url_for("leaving.show", other_id=other_id), 303)
    found = actions.close_person(session, person_id=other_id, active=active, put_back=put_back, by=by, at=at)
    flash(f"已{'启用' if active else '停用'}{found.name}的账号。", "done")
    return redirect(url_for("directory.person", other_id=other_id), 303)


@bp.post("/people/<uuid:other_id>/seats")
@signed_in
def add_seat(other_id: UUID) -> ResponseReturnValue:
    """Give a role in a unit."""
    given = _given(("unit_id", "role"))
    try:
        actions.seat_person(database.session(), person_id=other_id, **given, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _person(other_id, given, refusal.problems), 422
    flash("已任职，从现在起生效。", "done")
    return redirect(url_for("directory.person", other_id=other_id), 303)


@bp.post("/people/<uuid:other_id>/seats/<uuid:membership_id>")
@signed_in
def end_seat(other_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """End a role."""
    actions.end_seat(database.session(), membership_id=membership_id, by=person_id(), at=database.now())
    flash("已结束任职，从现在起失效。", "done")
    return redirect(url_for("directory.person", other_id=other_id), 303)


def _given(names: Sequence[str]) -> dict[str, str]:
    return {name: request.form.get(name, "").strip()[:200] for name in names}


def _units(given: dict[str, str] | None = None, problems: Sequence[FieldProblem] = ()) -> str:
    page = directory.units(database.session(), person_id=person_id(), at=database.now())
    levels = directory.level_choices()
    return render_template("units.html", place="people", page=page, given=given or {}, problems=problems, levels=levels)


def _unit(unit_id: UUID, given: dict[str, str] | None = None, problems: Sequence[FieldProblem] = ()) -> str:
    row = directory.unit(database.session(), person_id=person_id(), unit_id=unit_id, at=database.now())
    kept = {"short_name": row.short_name, "level": row.level, "code": row.code}
    levels = directory.level_choices()
    return render_template("unit.html", place="people", unit=row, given=given or kept, problems=problems, levels=levels)


def _people(given: dict[str, str] | None = None, problems: Sequence[FieldProblem] = ()) -> str:
    chosen = {name: request.args.get(name, "").strip()[:50] for name in ("text", "unit_id")}
    session = database.session()
    page = directory.accounts(session, person_id=person_id(), **chosen, at=database.now())
    units = directory.unit_choices(session)
    return render_template(
        "people.html", place="people", page=page, units=units, chosen=chosen, given=given or {}, problems=problems
    )


def _person(other_id: UUID, given: dict[str, str] | None = None, problems: Sequence[FieldProblem] = ()) -> str:
    page = directory.account_of(database.session(), person_id=person_id(), other_id=other_id, at=database.now())
    factor = is_in_force(database.session(), other_id)
    return render_template(
        "person.html", place="people", page=page, given=given or {}, problems=problems, second_factor=factor
    )
