"""What can be done about a problem outside its diagram: ask for a later deadline, decide on that, register an objection, reopen.

Each has a page of its own with the problem beside the form; all work alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, fields, kept_forms, submitted
from webapp.kept_forms import Kept
from webapp.places import place_of
from webapp.visitor import person_id, signed_in
from workflows import actions, queries
from workflows.actions import Done, checks, rounds, serious
from workflows.forms import Form, Values
from workflows.queries import diagrams
from workflows.queries.values import ExtensionLine, ProblemPage
from workflows.rules.errors import FieldProblem, InvalidInput, NotPermitted, NotYet

bp = Blueprint("verbs", __name__)


@dataclass(frozen=True, kw_only=True)
class Verb:
    """A verb: its key in `ProblemPage.forms`, its button, its action and the name under which the action takes what it concerns."""

    key: str
    button: str
    does: Callable[..., Done]
    about: str = "problem_id"


VERBS = {
    "ask-extension": Verb(key="ask_extension", button="提交申请", does=actions.ask_extension),
    "register-objection": Verb(key="register_objection", button="登记异议", does=actions.register_objection),
    "record-notice": Verb(key="record_notice", button="登记公示", does=actions.record_notice),
    "reopen": Verb(key="reopen", button="决定重新整改", does=actions.reopen_case),
    "co-sign": Verb(key="co_sign", button="答复", does=actions.co_sign),
    "ask-co-signature": Verb(key="ask_co_signature", button="请对方加签", does=actions.ask_co_signature),
    "withdraw": Verb(key="withdraw", button="撤回", does=actions.withdraw),
    "chase": Verb(key="chase", button="催办", does=actions.chase),
    "reassign": Verb(key="reassign", button="转办其他单位", does=actions.reassign_units),
    "start-order": Verb(key="start_order", button="起草并报负责人签发", does=actions.start_order),
    "report-serious": Verb(key="report_serious", button="报告领导小组办公室", does=serious.report_serious),
    "start-check": Verb(key="start_check", button="部署排查", does=checks.start_check),
    "end-collecting": Verb(key="end_collecting", button="截止填报", does=rounds.end_collecting),
    "set-unit-deadline": Verb(key="set_unit_deadline", button="确定", does=actions.set_unit_deadline),
    "suspend": Verb(key="suspend", button="暂停办理", does=actions.suspend_case),
    "resume": Verb(key="resume", button="恢复办理", does=actions.resume_case),
    "correct": Verb(key="correct", button="更正", does=actions.correct_fact),
    "merge": Verb(key="merge", button="并入", does=actions.merge_case),
    "cancel": Verb(key="cancel", button="撤销列入", does=actions.cancel_case),
}
DECIDE = Verb(key="decide_extension", button="作出决定", does=actions.decide_extension, about="extension_id")


ADDRESS = f"/problems/<uuid:problem_id>/<any({', '.join(repr(name) for name in VERBS)}):verb>"


@bp.get(ADDRESS)
@signed_in
def show(problem_id: UUID, verb: str) -> ResponseReturnValue:
    """The form of a verb, where this person may use it now."""
    found = VERBS[verb]
    _, form = _load(problem_id, found)
    kept = kept_forms.kept(form, person_id())
    return _draw(found, problem_id, kept.values if kept else {}, kept=kept)


@bp.post(ADDRESS)
@signed_in
def act(problem_id: UUID, verb: str) -> ResponseReturnValue:
    """Do it."""
    return _act(VERBS[verb], problem_id, problem_id)


@bp.get("/problems/<uuid:problem_id>/extensions/<uuid:extension_id>")
@signed_in
def show_extension(problem_id: UUID, extension_id: UUID) -> ResponseReturnValue:
    """The office's form to decide about a later deadline."""
    return _draw(DECIDE, problem_id, {}, extension_id=extension_id)


@bp.post("/problems/<uuid:problem_id>/extensions/<uuid:extension_id>")
@signed_in
def decide_extension(problem_id: UUID, extension_id: UUID) -> ResponseReturnValue:
    """Grant or refuse."""
    return _act(DECIDE, problem_id, extension_id)


def _require_decidable(extension: ExtensionLine | None) -> None:
    if extension is None:
        abort(404)
    if extension.granted is not None:
        raise NotYet(why="这份延期申请已经审批过了")
    if not extension.may_decide:
        raise NotPermitted(why="延期申请由领导小组办公室审批，且不能由申请人本人审批")


def _load(problem_id: UUID, verb: Verb) -> tuple[ProblemPage, Form]:
    page = queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    if verb is DECIDE:
        return page, diagrams.form(database.session(), page.diagram_id, verb.key)
    if verb.key not in page.forms:
        raise NotPermitted(why="这件事现在不能办，或者不由您办理")
    return page, page.forms[verb.key]


def _act(verb: Verb, problem_id: UUID, about: UUID) -> ResponseReturnValue:
    _, form = _load(problem_id, verb)
    values: Values = {}
    try:
        values = form.read(submitted.items())
        done = verb.does(
            database.session(),
            **{verb.about: about},
            values=values,
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(verb, problem_id, values, problems=refusal.problems, extension_id=about), 422
    submitted.accepted(done.sentence)
    return redirect(url_for("problems.show", problem_id=problem_id), 303)


def _draw(
    verb: Verb,
    problem_id: UUID,
    values: Values,
    *,
    problems: Sequence[FieldProblem] = (),
    extension_id: UUID | None = None,
    kept: Kept | None = None,
) -> str:
    page, form = _load(problem_id, verb)
    extension = next((each for each in page.extensions if each.id == extension_id), None)
    if verb is DECIDE:
        _require_decidable(extension)
    return render_template(
        "verb.html",
        place=place_of(page.problem.kind),
        page=page,
        form=form,
        button=verb.button,
        extension=extension,
        fields=fields.shown(
            form, fields.Filled(values=values or page.first_values(form), problems=problems, choices=page.choices)
        ),
        problems=problems,
        kept=kept,
        request_id=request.form.get("request_id") or uuid4(),
    )
