"""Signing in and out. The table keeps only a hash of the token, so that a copy of the database opens no session.

Failed attempts must be kept although nobody was signed in; so a wrong password is a result here, not an exception that rolls back.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from workflows.actions import password_hashes
from workflows.actions.known_addresses import came_from, tell_of_address
from workflows.queries.messages import Unread, unread_of
from workflows.queries.second_factors import is_in_force
from workflows.records import Person, SignInAttempt, WebSession, journal
from workflows.rules.sign_in import Attempt, LockRule, locked_until

CodeCheck = Callable[[UUID], bool]
SEEN_EVERY = timedelta(minutes=1)
REMEMBERED = timedelta(days=7)
"""For how long a form from a sign-in that ran out is still known to be its person's."""
WRONG = "登录名或密码不对。连续输错 {after} 次，这个登录名会锁定 {minutes} 分钟。"
CROWDED = "从您所在的网络输错密码的次数太多，已暂时停止登录。请 {minutes} 分钟后再试，到时自动恢复。"
WRONG_CODE = "验证码不对。请看手机上现在显示的 6 位数字，或者输入一个没有用过的备用码。连续输错 {after} 次会锁定 {minutes} 分钟。"
TIME_TO_TYPE = timedelta(minutes=5)
"""How long somebody whose password was right may take over the code."""
LOCKED = "这个登录名连续输错 {after} 次，已暂时锁定。请 {left} 分钟后再试，到时自动解锁。"


@dataclass(frozen=True, kw_only=True)
class SignInResult:
    """`token` for the cookie when it worked, else the sentence to show; `locked` tells a lock from a wrong password."""

    token: str = ""
    person_id: UUID | None = None
    refused: str = ""
    locked: bool = False
    awaits_code: bool = False
    """The password was right; `token` opens only the page that asks for the code."""


def sign_in(
    session: Session, *, login: str, password: str, address: str, rule: LockRule, lasts: timedelta, at: datetime
) -> SignInResult:
    """Check a password and open a web session. An unknown name costs the same time as a wrong password."""
    if locked := _locked(session, login, address, rule, at):
        return SignInResult(refused=locked, locked=True)
    person = session.scalar(select(Person).where(Person.login == login))
    worked = password_hashes.matches(person, password)
    if person is not None and worked and is_in_force(session, person.id):
        # no attempt is written: a right password must not wipe out the wrong codes typed before it
        return SignInResult(token=_open(session, person, TIME_TO_TYPE, at, awaits_code=True), awaits_code=True)
    elsewhere = worked and person is not None and not came_from(session, login, address, at)
    session.add(SignInAttempt(login=login[:200], address=address, at=at, succeeded=worked))
    if person is None or not worked:
        return SignInResult(refused=WRONG.format(after=rule.after, minutes=rule.minutes))
    _journal(session, person, "signed_in", at)
    if elsewhere:
        tell_of_address(session, person, address, at)
    return SignInResult(token=_open(session, person, lasts, at), person_id=person.id)


def enter_code(
    session: Session, *, token: str, check: CodeCheck, address: str, rule: LockRule, lasts: timedelta, at: datetime
) -> SignInResult | None:
    """The second step: a code of the app, or a recovery code. None when the first step is over or was never done.

    Wrong codes count like wrong passwords, for the name and for the address. `check` says whether a code is right, and uses it up.
    """
    person = half_way(session, token=token, at=at)
    if person is None:
        return None
    until = locked_until(_attempts(session, person.login, rule, at), rule=rule, at=at)
    if until is not None:
        left = max(1, -(-(until - at) // timedelta(minutes=1)))
        return SignInResult(refused=LOCKED.format(after=rule.after, left=left), locked=True)
    worked = check(person.id)
    elsewhere = worked and not came_from(session, person.login, address, at)
    session.add(SignInAttempt(login=person.login, address=address, at=at, succeeded=worked))
    if not worked:
        return SignInResult(refused=WRONG_CODE.format(after=rule.after, minutes=rule.minutes))
    session.execute(delete(WebSession).where(WebSession.id == key_of(token)))
    _journal(session, person, "signed_in", at)
    if elsewhere:
        tell_of_address(session, person, address, at)
    return SignInResult(token=_open(session, person, lasts, at), person_id=person.id)


def half_way(session: Session, *, token: str, at: datetime) -> Person | None:
    """Who has given the right password and still owes the code; None when nobody, or when they took too long."""
    query = select(Person).join(WebSession, WebSession.person_id == Person.id)
    waiting = (WebSession.id == key_of(token), WebSession.ends_at > at, WebSession.awaits_code, Person.active)
    return session.scalar(query.where(*waiting))


def confirm(session: Session, *, person_id: UUID, password: str, address: str, rule: LockRule, at: datetime) -> str:
    """Why somebody signed in is not believed to sit there themselves; empty when the password is theirs.

    Counted like signing in: whoever finds an unlocked screen may not try out passwords here. The caller keeps the attempt by committing.
    """
    person = session.get_one(Person, person_id)
    if locked := _locked(session, person.login, address, rule, at):
        return locked
    if password_hashes.matches(person, password):
        return ""  # no attempt is written: a right password must not wipe out wrong codes
    session.add(SignInAttempt(login=person.login[:200], address=address, at=at, succeeded=False))
    return WRONG.format(after=rule.after, minutes=rule.minutes)


def _locked(session: Session, login: str, address: str, rule: LockRule, at: datetime) -> str:
    """Why no password is looked at now; empty when one is."""
    until = locked_until(_attempts(session, login, rule, at), rule=rule, at=at)
    if until is not None:
        left = max(1, -(-(until - at) // timedelta(minutes=1)))
        return LOCKED.format(after=rule.after, left=left)
    crowded = _failures_from(session, address, rule, at) >= rule.per_address
    return CROWDED.format(minutes=rule.minutes) if crowded else ""


def sign_out(session: Session, *, token: str, at: datetime) -> None:
    """End the session of this token; an unknown token is nothing to complain about."""
    opened = session.get(WebSession, key_of(token))
    if opened is not None:
        person = session.get_one(Person, opened.person_id)
        session.delete(opened)
        _journal(session, person, "signed_out", at)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The person behind a token. `unnoticed`: they were last seen so long ago, or by a clock so far ahead, that it should be noted again."""

    person: Person
    unnoticed: bool
    unread: Unread


def whose(session: Session, *, token: str, idle: timedelta, at: datetime) -> Caller | None:
    """The active person behind a token, None when it is unknown, over, or idle for too long. Writes nothing."""
    columns = (Person, WebSession.seen_at, *unread_of(Person.id))
    query = select(*columns).join(WebSession, WebSession.person_id == Person.id)
    whole = (WebSession.id == key_of(token), WebSession.ends_at > at, ~WebSession.awaits_code)
    found = session.execute(query.where(*whole)).one_or_none()
    if found is None or at - found.seen_at >= idle or not found.Person.active:
        return None
    waiting = Unread(count=found[2], newest=found[3])
    return Caller(person=found.Person, unnoticed=abs(at - found.seen_at) >= SEEN_EVERY, unread=waiting)


def lapsed(session: Session, *, token: str, at: datetime) -> UUID | None:
    """Whose sign-in this was that ran out by itself, not long ago; None for one that was ended, or never whole. It opens nothing."""
    query = select(WebSession.person_id, WebSession.seen_at).join(Person, Person.id == WebSession.person_id)
    known = (WebSession.id == key_of(token), ~WebSession.awaits_code, Person.active)
    found = session.execute(query.where(*known)).one_or_none()
    return found.person_id if found is not None and at - found.seen_at < REMEMBERED else None


def note_seen(session: Session, *, token: str, at: datetime) -> None:
    """Keep when somebody was last seen, which idle sign-out counts from."""
    session.execute(update(WebSession).where(WebSession.id == key_of(token)).values(seen_at=at))


def _attempts(session: Session, login: str, rule: LockRule, at: datetime) -> list[Attempt]:
    found = session.scalars(
        select(SignInAttempt)
        .where(SignInAttempt.login == login, SignInAttempt.at > at - rule.span)
        .order_by(SignInAttempt.at)
    )
    return [Attempt(at=row.at, succeeded=row.succeeded) for row in found]


def _failures_from(session: Session, address: str, rule: LockRule, at: datetime) -> int:
    query = select(func.count()).select_from(SignInAttempt)
    failed = query.where(SignInAttempt.address == address, SignInAttempt.at > at - rule.span, ~SignInAttempt.succeeded)
    return session.scalar(failed) or 0


def _open(session: Session, person: Person, lasts: timedelta, at: datetime, *, awaits_code: bool = False) -> str:
    session.execute(delete(WebSession).where(WebSession.ends_at <= at))
    token = secrets.token_urlsafe(32)
    ends = at + lasts
    session.add(
        WebSession(
            id=key_of(token), person_id=person.id, created_at=at, seen_at=at, ends_at=ends, awaits_code=awaits_code
        )
    )
    return token


def key_of(token: str) -> str:
    """What `WebSession.id` holds: the hash of the cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def _journal(session: Session, person: Person, what: str, at: datetime) -> None:
    journal.write(
        session,
        chain="system",
        at=at,
        actor_id=person.id,
        actor_name=person.name,
        what=what,
        facts={"login": person.login},
    )
