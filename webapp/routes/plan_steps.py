"""Deciding about a plan under review: each press is one step, kept at once. What is refused comes back with what was typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, plan_forms, submitted
from webapp.house import house
from webapp.routes.plans import page_of
from webapp.visitor import person_id, signed_in
from workflows.actions import plan_accepting, plan_deciding, plan_locks
from workflows.actions.plan_accepting import Acceptance, DoubtsLeft
from workflows.actions.plan_deciding import StaleStep, Step
from workflows.actions.plan_locks import HeldByAnother
from workflows.actions.plans import PROCESS, ListExists
from workflows.plans.review import FIELDS, TAKES_LINES, NoSuchProblem, NotALineToAdd
from workflows.plans.review.mending import plain
from workflows.plans.review.undoing import new_key
from workflows.queries import people, plan_pages, plan_reviews
from workflows.queries.plan_words import step_words
from workflows.rules.errors import FieldProblem, InvalidInput, Refusal

bp = Blueprint("plan_steps", __name__)

DONE = {
    "settle": "已记下您的核对。",
    "match": "已对应，方案里同名的单位都照此处理。",
    "split": "已拆分，请核对两个问题。",
    "merge": "已合并。",
    "add": "已由这些行增加一个问题，请核对。",
    "take": "已归入，请核对。",
    "drop": "已删去，理由和经手人都记着；可以撤销。",
}


@bp.post("/plans/<uuid:review_id>/steps")
@signed_in
def decide(review_id: UUID) -> ResponseReturnValue:
    """One step. A refusal is shown beside what was typed; nothing of it is lost."""
    session, given, at = database.session(), request.form, database.now()
    kind = plan_forms.kind_of(given)
    try:
        step = Step(
            id=submitted.request_id(),
            kind=kind,
            body=plan_forms.body_of(
                kind, given, _before(review_id) if kind == "set" else None, house().settings.season_starts
            ),
            seen=int(given.get("rev", "0")) if given.get("rev", "0").isdigit() else 0,
            take=given.get("take") == "yes",
        )
        decided = plan_deciding.decide(session, house().store, review_id=review_id, step=step, by=person_id(), at=at)
    except (InvalidInput, StaleStep, HeldByAnother, NotALineToAdd) as refusal:
        database.undo()
        return _again(review_id, refusal)
    flash(DONE.get(kind, "已保存。"), "done")
    if kind == "add" and "back" not in given:
        made = new_key(decided.rev)
        return redirect(url_for("plans.show", review_id=review_id, problem=made, _anchor="problem"), 303)
    return redirect(_next(review_id, kind), 303)


@bp.post("/plans/<uuid:review_id>/undo")
@signed_in
def undo(review_id: UUID) -> ResponseReturnValue:
    """Take the person's own last step back."""
    taken_back = plan_deciding.undo(
        database.session(),
        house().store,
        review_id=review_id,
        request_id=submitted.request_id(),
        by=person_id(),
        at=database.now(),
    )
    flash(f"已撤销：{step_words(taken_back)}。", "done")
    problem = taken_back.body.get("problem")
    return redirect(url_for("plans.show", review_id=review_id, problem=problem), 303)


@bp.post("/plans/<uuid:review_id>/locks")
@signed_in
def lock(review_id: UUID) -> ResponseReturnValue:
    """Begin, go on, or stop working on a problem; the page's script says so while a form is open."""
    problem, at = request.form.get("problem", "")[:64], database.now()
    session, by = database.session(), person_id()
    if request.form.get("go") == "let":
        plan_locks.let_go(session, review_id=review_id, problem=problem, by=by, at=at)
    else:
        take = request.form.get("take") == "yes"
        plan_locks.take_up(session, review_id=review_id, problem=problem, by=by, at=at, take=take)
    if request.headers.get("HX-Request") == "true":
        return "", 204
    return redirect(url_for("plans.show", review_id=review_id, problem=problem), 303)


@bp.get("/plans/<uuid:review_id>/meanwhile")
@signed_in
def meanwhile(review_id: UUID) -> ResponseReturnValue:
    """What others have done since a page was made, and what they are working on, in one line of plain text."""
    since = request.args.get("since", "0")
    said = plan_pages.meanwhile(
        database.session(),
        person_id=person_id(),
        review_id=review_id,
        since=int(since) if since.isdigit() and len(since) < 9 else 0,
        at=database.now(),
    )
    return said, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/plans/<uuid:review_id>/accept")
@signed_in
def acceptance(review_id: UUID) -> ResponseReturnValue:
    """What will be registered, what is still doubtful, and how the list is to be called; a later version is compared instead."""
    at = database.now()
    line = plan_pages.plan_line(database.session(), person_id=person_id(), review_id=review_id, at=at)
    if line.replaces_id is not None:
        return redirect(url_for("plan_differences.show", review_id=review_id), 303)
    return _acceptance(review_id, ())


@bp.post("/plans/<uuid:review_id>/accept")
@signed_in
def accept(review_id: UUID) -> ResponseReturnValue:
    """Accept the plan; the worker opens the register."""
    given, seen = request.form, request.form.get("rev", "")
    said = Acceptance(
        id=submitted.request_id(),
        list_name=given.get("list_name", ""),
        inspection=given.get("inspection", ""),
        round=given.get("round", ""),
        process=given.get("process", "")[:64] or PROCESS,
        leave_rest=given.get("leave_rest") == "yes",
        seen=int(seen) if seen.isdigit() else 0,
    )
    try:
        plan_accepting.accept_plan(
            database.session(), house().store, review_id=review_id, acceptance=said, by=person_id(), at=database.now()
        )
    except (InvalidInput, ListExists, DoubtsLeft) as refusal:
        database.undo()
        return _acceptance(review_id, _told(refusal)), 409 if isinstance(refusal, DoubtsLeft) else 422
    return redirect(url_for("plans.show", review_id=review_id), 303)


def _told(refusal: Refusal) -> list[FieldProblem]:
    if isinstance(refusal, InvalidInput):
        return refusal.problems
    field = "leave_rest" if isinstance(refusal, DoubtsLeft) else "list_name"
    label = "疑点" if isinstance(refusal, DoubtsLeft) else "清单名称"
    return [FieldProblem(field=field, label=label, message=str(refusal))]


def _acceptance(review_id: UUID, problems: object) -> str:
    page = plan_pages.acceptance_page(
        database.session(), house().store, person_id=person_id(), review_id=review_id, at=database.now()
    )
    given = request.form if request.method == "POST" else None
    return render_template(
        "plan_accept.html", place="plans", page=page, problems=problems, given=given, request_id=uuid4()
    )


def _before(review_id: UUID) -> Any:
    """The present value of the field: what was read stays beside what is mended."""
    session, name = database.session(), request.form.get("field", "")
    found = plan_reviews.row(session, people.actor(session, person_id(), database.now()), review_id)
    stands = plan_reviews.review(session, house().store, found)
    entry = stands.by_key.get(request.form.get("problem", ""))
    if entry is None:
        raise NoSuchProblem()
    return plain(entry.problem, name) if name in FIELDS else None


def _again(review_id: UUID, refusal: Refusal) -> ResponseReturnValue:
    problems = refusal.problems if isinstance(refusal, InvalidInput) else []
    typed = {
        "field": kind if (kind := request.form.get("kind", "")) in ("add", "take") else request.form.get("field", kind),
        "form": request.form,
        "problems": problems,
    }
    said = {"refusal": str(refusal), "held": isinstance(refusal, HeldByAnother)}
    page = render_template(
        "plan.html",
        place="plans",
        page=page_of(review_id),
        request_id=uuid4,
        takes=TAKES_LINES,
        typed={**typed, **said},
    )
    return page, 422 if problems or isinstance(refusal, NotALineToAdd) else 409


def _next(review_id: UUID, kind: str) -> str:
    """Back to where the person was: the same field, or the next doubt after one was settled."""
    given = request.form
    if back := given.get("next_doubt", ""):
        return url_for("plans.show", review_id=review_id, doubt=back[:600], _anchor="doubts")
    if next_problem := given.get("next_problem", ""):
        return url_for("plans.show", review_id=review_id, problem=next_problem[:64], _anchor="problem")
    if given.get("back") in ("outside", "doubts"):
        return url_for(f"plan_tabs.{given['back']}", review_id=review_id)
    field = given.get("field", "")[:64]
    anchor = f"f-{field}" if field and kind in ("set", "take") else "problem"
    return url_for(
        "plans.show", review_id=review_id, problem=given.get("problem", "")[:64] or None, field=field or None, _anchor=anchor
    )  # fmt: skip
