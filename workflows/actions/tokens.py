"""Personal tokens: made by their owner, shown once, known here by their hash only.

A token does what its owner may do and never more: whoever acts with it is loaded with the seats they hold at that moment.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.actions.sign_in import SEEN_EVERY, key_of
from workflows.records import Person, PersonalToken, journal
from workflows.rules import tokens
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet

LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Whoever acts with a token: the person, what the token may be used for. `unnoticed`: its use should be noted again."""

    token_id: UUID
    name: str
    scopes: tuple[str, ...]
    person: Person
    unnoticed: bool


def make_token(session: Session, *, name: str, scopes: Sequence[str], days: str, by: UUID, at: datetime) -> str:
    """A new token; the text is returned this once and kept nowhere. `days` as typed.

    Raises InvalidInput with every field, NotYet for whoever has too many.
    """
    name, chosen = " ".join(name.split()), tokens.in_order(scopes)
    lasts = _days(days)
    if problems := _wrong(name, chosen, lasts):
        raise InvalidInput(problems)
    if _usable(session, by, at) >= tokens.MOST:
        raise NotYet(why=f"您已有 {tokens.MOST} 个可用的令牌，请先停用不再使用的")
    text = tokens.spelt("".join(secrets.choice(tokens.ALPHABET) for _ in range(tokens.RANDOM)))
    row = PersonalToken(
        person_id=by,
        digest=key_of(text),
        name=name,
        ending=text[-4:],
        scopes=" ".join(chosen),
        created_at=at,
        ends_at=at + timedelta(days=lasts),
        used_at=None,
        revoked_at=None,
    )
    session.add(row)
    facts = {"name": name, "scopes": row.scopes, "days": lasts}
    who.note(session, "token:made", case=None, by=who.actor(session, by, at), at=at, **facts)
    return text


def revoke_token(session: Session, *, token_id: UUID, by: UUID, at: datetime) -> str:
    """Let it be used no more, from the next request on; its name. Raises NotFound for somebody else's. A second time changes nothing."""
    row = session.get(PersonalToken, token_id)
    if row is None or row.person_id != by:
        raise NotFound(what="这个令牌")
    if row.revoked_at is None:
        row.revoked_at = at
        who.note(session, "token:revoked", case=None, by=who.actor(session, by, at), at=at, name=row.name)
    return row.name


def whose_token(session: Session, *, text: str, at: datetime) -> Bearer | None:
    """Whoever may act with this token; None when it is none, over, revoked, or its owner's account is closed. Writes nothing."""
    if not tokens.is_token(text):
        return None
    found = session.execute(
        select(PersonalToken, Person)
        .join(Person, Person.id == PersonalToken.person_id)
        .where(PersonalToken.digest == key_of(text), PersonalToken.ends_at > at, PersonalToken.revoked_at.is_(None))
        .where(Person.active)
    ).one_or_none()
    if found is None:
        return None
    row, person = found
    unnoticed = row.used_at is None or abs(at - row.used_at) >= SEEN_EVERY
    scopes = tuple(row.scopes.split())
    return Bearer(token_id=row.id, name=row.name, scopes=scopes, person=person, unnoticed=unnoticed)


def note_used(session: Session, *, token_id: UUID, at: datetime) -> None:
    """Keep when a token was used last."""
    session.execute(update(PersonalToken).where(PersonalToken.id == token_id).values(used_at=at))


def act_by(session: Session, bearer: Bearer) -> None:
    """Let every entry this session writes into the journal name the token."""
    session.info[journal.THROUGH] = bearer.name


def _usable(session: Session, by: UUID, at: datetime) -> int:
    mine = (PersonalToken.person_id == by, PersonalToken.ends_at > at, PersonalToken.revoked_at.is_(None))
    return session.scalar(select(func.count()).select_from(PersonalToken).where(*mine)) or 0


def _days(typed: str) -> int:
    """Whole days; 0 for what is no number of days a token may live."""
    typed = typed.strip()
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    return days if timedelta(days=days) <= tokens.LONGEST else 0


def _wrong(name: str, scopes: Sequence[str], days: int) -> list[FieldProblem]:
    found = []
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        message = f"请给令牌起个名字，1 到 {LONGEST_NAME} 字，写明由哪个程序使用。"
        found.append(FieldProblem(field="name", label="名称", message=message))
    if not scopes:
        found.append(FieldProblem(field="scopes", label="用途", message="请至少选择一项用途。"))
    if not days:
        message = f"有效期请填写 1 到 {tokens.LONGEST.days} 的整数（天）。"
        found.append(FieldProblem(field="days", label="有效期", message=message))
    return found
