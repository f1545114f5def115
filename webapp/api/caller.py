"""Who calls: the token in the header, the person behind it, and how often. Cookies are never looked at."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from flask import current_app, g, request
from sqlalchemy.exc import OperationalError

from webapp import database
from webapp.allowance import Allowance
from webapp.api.refusals import AccountDue, NoKey, NotKnown, ScopeMissing
from webapp.house import house
from webapp.limits import TooOften
from webapp.visitor import of_person
from workflows.actions import tokens
from workflows.actions.tokens import Bearer
from workflows.rules.tokens import SCOPES, is_token

KEY_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.")
LONGEST_KEY = 64


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The person and what their token may be used for."""

    person_id: UUID
    scopes: tuple[str, ...]
    token: str


def require_caller(scope: str) -> Caller:
    """Who calls, allowed to use this scope. Raises NotKnown, TooOften, ScopeMissing, AccountDue."""
    g.visitor = None  # whatever cookie came along: here nobody is known by it
    bearer = _bearer()
    _count(str(bearer.token_id))
    if scope and scope not in bearer.scopes:
        raise ScopeMissing(name=SCOPES[scope][0], scope=scope)
    person = of_person(bearer.person)
    if person.must_change or person.must_enrol:
        raise AccountDue()
    g.visitor = person
    tokens.act_by(database.session(), bearer)
    if bearer.unnoticed:
        _note(bearer)
    structlog.contextvars.bind_contextvars(person=str(person.id), token=bearer.name)
    g.caller = Caller(person_id=person.id, scopes=bearer.scopes, token=bearer.name)
    found: Caller = g.caller
    return found


def request_id() -> UUID:
    """The id that makes a repeated request act once: of this person, at this address, with this key. Raises NoKey.

    A key means nothing at another address or in another hand, so that nobody can take somebody's id away.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= LONGEST_KEY or not set(key) <= KEY_CHARACTERS:
        raise NoKey()
    caller: Caller = g.caller
    return uuid5(NAMESPACE_URL, f"{caller.person_id} {request.method} {request.path} {key}")


def _bearer() -> Bearer:
    """Raises NotKnown; TooOften for an address that tries many tokens."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    text = text.strip()
    if kind.lower() != "bearer" or not is_token(text):
        raise NotKnown()
    found = tokens.whose_token(database.session(), text=text, at=house().clock.real())
    if found is None:
        _count(f"address {request.remote_addr}")
        raise NotKnown()
    return found


def _count(who: str) -> None:
    most = house().settings.api_per_minute
    allowance: Allowance = current_app.extensions.setdefault("api", Allowance(most, timedelta(minutes=1)))
    if seconds := allowance.seconds_to_wait(who, house().clock.real()):
        raise TooOften(seconds=seconds)


def _note(bearer: Bearer) -> None:
    """Beside the request itself, and left to the next one while somebody else holds the database."""
    at = house().clock.real()
    if request.method not in database.ASKING:
        tokens.note_used(database.session(), token_id=bearer.token_id, at=at)
        return
    with suppress(OperationalError), house().passing() as session:
        tokens.note_used(session, token_id=bearer.token_id, at=at)
        session.commit()
