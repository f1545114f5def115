"""One's own account: another password, and the end of sessions on other machines."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.actions import telling, who
from workflows.actions.password_hashes import hash_password, hasher
from workflows.records import PastPassword, Person, WebSession
from workflows.rules import passwords
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound

LANGUAGES = ("zh", "en")


def change_password(session: Session, *, old: str, new: str, again: str, by: UUID, keep: str, at: datetime) -> int:
    """Replace one's own password and end one's other sessions; returns how many ended.

    `keep` is the key of the session in which this happens. Raises InvalidInput with every field.
    """
    person = _person(session, by)
    if problems := _wrong(session, person, old, new, again):
        raise InvalidInput(problems)
    set_password(session, person, new, must_change=False, at=at)
    telling.tell(
        session,
        "account",
        to=person.id,
        at=at,
        facts={"what": "您的密码已更改；如果不是您本人改的，请立即联系安全管理员"},
    )
    ended = end_sessions(session, person.id, but=keep)
    who.note(session, "password:changed", case=None, by=who.actor(session, by, at), at=at, login=person.login)
    return ended


def set_password(session: Session, person: Person, password: str, *, must_change: bool, at: datetime) -> None:
    """Write a new password, keeping the hash of the one before among those that may not come back."""
    session.add(PastPassword(person_id=person.id, password_hash=person.password_hash, until=at))
    person.password_hash, person.password_set_at, person.must_change = hash_password(password), at, must_change
    session.flush()
    kept = select(PastPassword.id).where(PastPassword.person_id == person.id).order_by(PastPassword.until.desc())
    newest = session.scalars(kept.limit(passwords.REMEMBERED)).all()
    session.execute(delete(PastPassword).where(PastPassword.person_id == person.id, PastPassword.id.not_in(newest)))


def choose_language(session: Session, *, language: str, by: UUID) -> None:
    """The language of one's own pages. A preference is no event: it is not journalled. Raises NotFound for a language we do not speak."""
    if language not in LANGUAGES:
        raise NotFound(what="这种语言")
    _person(session, by).language = language


def end_session(session: Session, *, key: str, by: UUID, at: datetime) -> None:
    """End one of one's own sessions. Raises NotFound for somebody else's."""
    opened = session.get(WebSession, key)
    if opened is None or opened.person_id != by:
        raise NotFound(what="这次登录")
    session.delete(opened)
    who.note(session, "session:ended", case=None, by=who.actor(session, by, at), at=at, count=1)


def end_sessions(session: Session, person_id: UUID, *, but: str = "") -> int:
    """End every session of a person except one; returns how many."""
    done = session.execute(
        delete(WebSession).where(WebSession.person_id == person_id, WebSession.id != but).returning(WebSession.id)
    )
    return len(done.all())


def matches(known: str, password: str) -> bool:
    """Whether a password is the one behind a hash."""
    try:
        return hasher().verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


def _wrong(session: Session, person: Person, old: str, new: str, again: str) -> list[FieldProblem]:
    found = []
    if not matches(person.password_hash, old):
        found.append(FieldProblem(field="old", label="现在的密码", message="现在的密码不对，请重新输入。"))
    if weak := passwords.weakness(new, login=person.login, name=person.name):
        found.append(FieldProblem(field="new", label="新密码", message=weak))
    elif _used(session, person, new):
        message = f"新密码不能与现在的或最近 {passwords.REMEMBERED} 次用过的相同。"
        found.append(FieldProblem(field="new", label="新密码", message=message))
    if new != again:
        found.append(FieldProblem(field="again", label="再输一次", message="两次输入的新密码不一样。"))
    return found


def _used(session: Session, person: Person, new: str) -> bool:
    past = session.scalars(select(PastPassword.password_hash).where(PastPassword.person_id == person.id))
    return any(matches(known, new) for known in (person.password_hash, *past))


def _person(session: Session, person_id: UUID) -> Person:
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound(what="这个账号")
    return found
