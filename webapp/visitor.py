"""Who is at the door: the cookie, the person behind it, and the guard for pages that need one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from typing import ParamSpec
from uuid import UUID

import structlog
from flask import Response, flash, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from webapp import database, kept_forms
from webapp.house import house
from workflows.actions import sign_in as door
from workflows.queries import people
from workflows.queries import settings as set_values
from workflows.queries.messages import Unread
from workflows.queries.second_factors import is_in_force, is_required
from workflows.records import Person
from workflows.rules.passwords import expired

COOKIE = "xiaohao_session"
OWN_ACCOUNT = frozenset({"account", "second_factor"})
"""What stays open to somebody who must first set their account in order."""
P = ParamSpec("P")


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """The signed-in person as a page needs them; a plain value, so that an error page can still greet them without the database."""

    id: UUID
    name: str
    place: str
    roles: frozenset[str]
    unread: Unread = field(default_factory=Unread)
    """The messages that wait for them."""
    language: str = ""
    """What they chose for their account, `zh` or `en`; empty while they have not."""
    must_change: bool = False
    """Whether nothing else is open to them before they have chosen a password of their own."""
    must_enrol: bool = False
    """Whether nothing else is open to them before they have a second proof, which their role needs."""


def visitor() -> Visitor | None:
    """The signed-in person of this request, looked up once; None for a stranger."""
    if "visitor" not in g:
        _frame()
        g.visitor = _look_up(request.cookies.get(COOKIE, ""))
    found: Visitor | None = g.visitor
    return found


def stranger() -> None:
    """Show this page as to somebody who has not signed in, whoever asks: it is the same for everybody and may be kept."""
    _frame()
    g.visitor = None


def _frame() -> None:
    session = database.session()
    g.office_name = set_values.read(session, "office.name")
    g.demonstration = bool(set_values.read(session, "site.demonstration"))
    g.portal_open = bool(set_values.read(session, "portal.open"))


def person_id() -> UUID:
    """The id of the person behind a guarded page."""
    person: Visitor = g.visitor
    return person.id


def signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Guard a page: a stranger is asked to sign in first and comes back to what they wanted to read."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        person = visitor()
        if person is None:
            return _to_sign_in()
        if request.blueprint not in OWN_ACCOUNT and (person.must_change or person.must_enrol):
            page = "account.show" if person.must_change else "second_factor.show"
            return make_response(redirect(url_for(page), 303))
        return view(*args, **kwargs)

    guarded.signed_in = True  # type: ignore[attr-defined]  # read by the test over every route
    return guarded


def keep_cookie(answer: Response, token: str) -> Response:
    """Hand the token to the browser: for this browser session only, out of reach of scripts."""
    answer.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=house().settings.https)
    return answer


def drop_cookie(answer: Response) -> Response:
    """Take the token back."""
    answer.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=house().settings.https)
    return answer


def _look_up(token: str) -> Visitor | None:
    if not token:
        return None
    session, settings = database.session(), house().settings
    at = house().clock.real()
    caller = door.whose(session, token=token, idle=settings.idle, at=at)
    if caller is None:
        return None
    if caller.unnoticed:
        _note_seen(token, at)
    structlog.contextvars.bind_contextvars(person=str(caller.person.id))
    return replace(of_person(caller.person), unread=caller.unread)


def of_person(person: Person) -> Visitor:
    """Somebody with the seats they hold now, and what they must set in order first."""
    session, settings = database.session(), house().settings
    seats = people.actor(session, person.id, database.now()).seats
    places = dict.fromkeys(seat.unit_name for seat in seats)
    roles = frozenset(seat.role for seat in seats)
    return Visitor(
        id=person.id,
        name=person.name,
        place="、".join(places),
        roles=roles,
        must_enrol=is_required(session, roles) and not is_in_force(session, person.id),
        language=person.language or "",
        must_change=person.must_change or expired(person.password_set_at, house().clock.real(), settings.password_days),
    )


def _note_seen(token: str, at: datetime) -> None:
    """A page that is only read notes it beside itself, and leaves it to the next page while somebody else holds the database."""
    if request.method not in database.ASKING:
        door.note_seen(database.session(), token=token, at=at)
        return
    with suppress(OperationalError), house().passing() as session:
        door.note_seen(session, token=token, at=at)
        session.commit()


def _to_sign_in() -> Response:
    token = request.cookies.get(COOKIE, "")
    kept = bool(token) and kept_forms.keep_of_lapsed(token)
    if token:
        minutes = house().settings.idle_minutes
        saved = "您刚才填写的内容已经保存，登录后会回到原来的页面；还没有提交。" if kept else ""
        flash(f"您已超过 {minutes} 分钟没有操作，或登录已结束。为了安全，请重新登录。{saved}", "notice")
    back = request.path if kept else request.full_path.rstrip("?") if request.method == "GET" else None
    target = url_for("sign_in.show", next=back)
    if request.headers.get("HX-Request") == "true":
        return make_response("", 401, {"HX-Redirect": target})
    return make_response(redirect(target, 303))
