"""What can be done about a problem besides its tasks: the same verbs, forms and conditions as on its page."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from flask import abort
from pydantic import StringConstraints

from webapp import database
from webapp.api import common
from webapp.api.models import Done, Given, Shown, Values
from webapp.api.operation import operation
from webapp.api.reading import tidied
from webapp.problem_verbs import DECIDE, VERBS, require_decidable
from webapp.visitor import person_id
from workflows import actions, queries
from workflows.actions import escalations
from workflows.queries.petitions import petition_page
from workflows.queries.values import ProblemPage
from workflows.rules.errors import NotPermitted

TAG = "problems"
ADDRESS = f"/problems/<uuid:problem_id>/actions/<any({', '.join(repr(name) for name in VERBS)}):verb>"


class Verb(Shown):
    """Something the caller may do about the problem now."""

    verb: str
    button: str
    form: common.AskedForm


class VerbList(Shown):
    """Everything the caller may do about the problem now, besides its tasks."""

    items: tuple[Verb, ...]


class Reason(Given):
    """Why."""

    reason: Annotated[str, StringConstraints(max_length=2000)]


class PetitionListed(Shown):
    """What was put on the list."""

    sentence: str
    problem_id: UUID


class NewPetition(Values):
    """A petition, field by field as the form says (`GET /petitions/form`)."""


@operation("GET", "/problems/<uuid:problem_id>/actions", tag=TAG, scope="read", gives=VerbList)
def list_actions(*, problem_id: UUID) -> dict[str, Any]:
    """列出现在可以对问题办理的事项，连同表单
    What the caller may do about the problem now, each with its form.
    """
    page = _page(problem_id)
    offered = [(name, verb) for name, verb in VERBS.items() if verb.key in page.forms]
    items = [
        Verb(
            verb=name,
            button=verb.button,
            form=common.form(page.forms[verb.key], page.first_values(page.forms[verb.key]), page.choices),
        )
        for name, verb in offered
    ]
    return {"items": items}


@operation(
    "POST", ADDRESS, tag=TAG, scope="problems", gives=Done, body=Values, once=True,
    paths={"verb": {"type": "string", "enum": list(VERBS)}},
)  # fmt: skip
def act_on_problem(*, problem_id: UUID, verb: str, body: Values, request_id: UUID) -> object:
    """对问题办理一个事项
    Do one of the verbs: ask for an extension, chase, suspend, reopen … with the values of its form.
    """
    chosen, page = VERBS[verb], _page(problem_id)
    if chosen.key not in page.forms:
        raise NotPermitted(why="这件事现在不能办，或者不由您办理")
    return chosen.does(
        database.session(),
        **{chosen.about: problem_id},
        values=tidied(body.values),
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


@operation(
    "POST", "/problems/<uuid:problem_id>/extensions/<uuid:extension_id>/decision",
    tag=TAG, scope="problems", gives=Done, body=Values, once=True,
)  # fmt: skip
def decide_extension(*, problem_id: UUID, extension_id: UUID, body: Values, request_id: UUID) -> object:
    """审批延期申请
    Grant or refuse a later deadline.
    """
    found = next((each for each in _page(problem_id).extensions if each.id == extension_id), None)
    if found is None:
        abort(404)
    if found.granted is None:
        require_decidable(found)
    return DECIDE.does(
        database.session(),
        extension_id=extension_id,
        values=tidied(body.values),
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


@operation(
    "POST", "/problems/<uuid:problem_id>/hopeless", tag=TAG, scope="problems", gives=Done, body=Reason, once=True
)
def declare_hopeless(*, problem_id: UUID, body: Reason, request_id: UUID) -> object:
    """声明不能按期完成
    State that the deadline cannot be kept.
    """
    _page(problem_id)
    return escalations.declare_hopeless(
        database.session(),
        problem_id=problem_id,
        values={"reason": body.reason},
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


@operation("GET", "/petitions/form", tag=TAG, scope="read", gives=common.AskedForm)
def show_petition_form() -> common.AskedForm:
    """查看登记信访件的表单
    The form to register a petition, for the office.
    """
    page = petition_page(database.session(), person_id=person_id(), at=database.now())
    return common.form(page.form, {"received_on": _today().isoformat()}, dict(page.choices))


@operation(
    "POST", "/petitions", tag=TAG, scope="problems", gives=PetitionListed, body=NewPetition, once=True, status=201
)
def register_petition(*, body: NewPetition, request_id: UUID) -> object:
    """登记信访件
    Put a petition that an inspection handed over on the list.
    """
    session, at = database.session(), database.now()
    petition_page(session, person_id=person_id(), at=at)
    return actions.register_petition(session, values=tidied(body.values), request_id=request_id, by=person_id(), at=at)


def _today() -> date:
    return database.now().date()


def _page(problem_id: UUID) -> ProblemPage:
    return queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
