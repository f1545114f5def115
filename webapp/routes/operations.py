"""What the system and the journal administrator look at: whether the installation is well, and what was done by whom."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.doctor import diagnose
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows import jobs
from workflows.queries import people
from workflows.queries.journal_pages import checked, journal_page
from workflows.rules.errors import NotPermitted
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not

bp = Blueprint("operations", __name__)

FILTERS = ("who", "chain", "day")


@bp.get("/operations")
@signed_in
def health() -> ResponseReturnValue:
    """The doctor's lines, and the jobs that were given up."""
    session = database.session()
    if seat_for_action(people.actor(session, person_id(), database.now()), "see_operations", {}) is None:
        raise NotPermitted(why=why_not(ACTIONS["see_operations"]))
    lines, failed, counts = list(diagnose(house().settings)), jobs.failed(session, limit=10), jobs.waiting(session)
    return render_template("operations.html", place="operations", lines=lines, failed=failed, counts=counts)


@bp.get("/journal")
@signed_in
def journal() -> ResponseReturnValue:
    """The journal, newest first."""
    return _journal()


@bp.post("/journal")
@signed_in
def check() -> ResponseReturnValue:
    """Recompute every chain and say what holds."""
    breaks = checked(database.session(), person_id=person_id(), at=database.now())
    return _journal(breaks=breaks)


def _journal(**more: object) -> str:
    chosen = {name: request.args.get(name, "").strip()[:50] for name in FILTERS}
    page = journal_page(
        database.session(),
        person_id=person_id(),
        **chosen,
        before=request.args.get("before", "")[:50],
        at=database.now(),
    )
    kept = {name: value for name, value in chosen.items() if value}
    return render_template(
        "journal.html",
        place="journal",
        page=page,
        chosen=chosen,
        kept=kept,
        breaks=more.get("breaks"),
        asked=bool(more),
    )
