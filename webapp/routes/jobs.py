"""The queue of background jobs, for the system administrator: what waits, runs, has failed, and putting it right."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import managing_jobs
from workflows.jobs import managing, waiting
from workflows.queries import people
from workflows.rules.deadlines import start_of_day
from workflows.rules.errors import NotVisible
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen

bp = Blueprint("jobs", __name__)

PAGE = 50
FILTERS = ("state", "name", "day")
STATES = {"failed": "没有做成", "waiting": "等待", "running": "进行中", "done": "已做完"}


@bp.get("/jobs")
@signed_in
def listing() -> ResponseReturnValue:
    """A page of jobs, narrowed by state, kind and day. Raises NotVisible."""
    session = database.session()
    if seat_for_action(people.actor(session, person_id(), database.now()), "manage_jobs", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["manage_jobs"]))
    chosen = {name: request.args.get(name, "").strip()[:100] for name in FILTERS}
    day = None
    with suppress(ValueError):
        day = start_of_day(date.fromisoformat(chosen["day"]))
    page = managing.page(
        session, state=chosen["state"], name=chosen["name"], day=day, before=request.args.get("before", "")[:300],
        limit=PAGE,
    )  # fmt: skip
    kept = {name: value for name, value in chosen.items() if value}
    return render_template(
        "jobs.html", place="operations", page=page, chosen=chosen, kept=kept, counts=waiting(session), states=STATES,
        names=managing_jobs.NAMES, may_cancel=managing_jobs.may_be_cancelled,
    )  # fmt: skip


@bp.post("/jobs")
@signed_in
def change() -> ResponseReturnValue:
    """Try one again, or take it out of the queue. Raises NotPermitted, NotFound, NotYet."""
    job_id, go = request.form.get("job", "")[:300], request.form.get("go", "")
    act = managing_jobs.cancel_job if go == "cancel" else managing_jobs.retry_job
    job = act(database.session(), job_id=job_id, by=person_id(), at=database.now(), real=house().clock.real())
    name = managing_jobs.words(job)
    flash(f"“{name}”已取消。" if go == "cancel" else f"“{name}”已重新排队，后台进程几秒内开始做。", "done")
    return redirect(url_for("jobs.listing", state=request.args.get("state")), 303)
