"""The second proof at sign-in: an app that shows codes, and ten codes on paper for when the telephone is lost.

Keys lie in the database encrypted with a secret of the site (`sealing`, 32 bytes), so that a copy of the database makes no codes. Whoever
changes the site's secret makes every enrolment void: the security administrator resets them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.actions.accounts import end_sessions
from workflows.queries.second_factors import is_required
from workflows.records import Person, RecoveryCode, SecondFactor
from workflows.rules import one_time, passwords
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet

WRONG = "验证码不对。请看手机上现在显示的 6 位数字；手机的时间须准确，同一个数字只能用一次。"


def begin(session: Session, *, by: UUID, sealing: bytes, at: datetime) -> None:
    """Make a new key for oneself, to be confirmed with a code. Raises NotYet where one is in force already."""
    row = session.get(SecondFactor, by)
    if row is not None and row.confirmed_at is not None:
        raise NotYet(why="您已启用两步验证；换手机的，请先停用再重新启用")
    if row is None:
        row = SecondFactor(person_id=by, sealed_key="", made_at=at)
        session.add(row)
    row.sealed_key, row.made_at, row.last_step = _sealed(secrets.token_bytes(one_time.KEY_BYTES), sealing), at, 0


def confirm(session: Session, *, code: str, by: UUID, sealing: bytes, at: datetime) -> tuple[str, ...]:
    """Put the key in force with a first code; returns the recovery codes, shown this once. Raises NotFound, NotYet, InvalidInput."""
    row = session.get(SecondFactor, by)
    if row is None:
        raise NotFound(what="待确认的两步验证")
    if row.confirmed_at is not None:
        raise NotYet(why="两步验证已经启用，不需要再确认")
    if not _code_fits(row, code, sealing, at):
        raise InvalidInput([FieldProblem(field="code", label="验证码", message=WRONG)])
    row.confirmed_at = at
    actor = who.actor(session, by, at)
    who.note(session, "second-factor:on", case=None, by=actor, at=at, name=actor.name)
    return _new_codes(session, by, sealing)


def turn_off(session: Session, *, code: str, by: UUID, sealing: bytes, at: datetime) -> None:
    """Do without it from now on. Raises NotFound, InvalidInput for a wrong code, NotYet where one's role needs it."""
    row = session.get(SecondFactor, by)
    if row is None or row.confirmed_at is None:
        raise NotFound(what="已启用的两步验证")
    actor = who.actor(session, by, at)
    if is_required(session, {seat.role for seat in actor.seats}):
        raise NotYet(why="您的角色必须使用两步验证；换手机或丢失的，请安全管理员重置")
    if not check(session, by, code=code, sealing=sealing, at=at):
        raise InvalidInput([FieldProblem(field="code", label="验证码", message=WRONG)])
    _remove(session, by)
    who.note(session, "second-factor:off", case=None, by=actor, at=at, name=actor.name)


def renew_codes(session: Session, *, code: str, by: UUID, sealing: bytes, at: datetime) -> tuple[str, ...]:
    """New recovery codes; the old ones hold no longer. Raises NotFound, InvalidInput for a wrong code."""
    row = session.get(SecondFactor, by)
    if row is None or row.confirmed_at is None:
        raise NotFound(what="已启用的两步验证")
    if not _code_fits(row, code, sealing, at):
        raise InvalidInput([FieldProblem(field="code", label="验证码", message=WRONG)])
    actor = who.actor(session, by, at)
    who.note(session, "second-factor:codes", case=None, by=actor, at=at, name=actor.name)
    return _new_codes(session, by, sealing)


def reset(session: Session, *, person_id: UUID, by: UUID, at: datetime) -> Person:
    """Take somebody's second proof away because the telephone is lost, and end their sessions. Raises NotPermitted, NotFound, NotYet."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(what="这个账号")
    actor = who.actor(session, by, at)
    who.require(session, actor, "manage_sign_in")
    if session.get(SecondFactor, person_id) is None:
        raise NotFound(what="这个账号的两步验证")
    if person_id == by:
        raise NotYet(why="不能重置自己的两步验证，请由另一名安全管理员办理")
    _remove(session, person_id)
    end_sessions(session, person_id)
    who.note(session, "second-factor:reset", case=None, by=actor, at=at, login=person.login, name=person.name)
    return person


def check(session: Session, person_id: UUID, *, code: str, sealing: bytes, at: datetime) -> bool:
    """Whether a code of the app or an unused recovery code was typed; it is used up by this."""
    row = session.get(SecondFactor, person_id)
    if row is None or row.confirmed_at is None:
        return False
    return _code_fits(row, code, sealing, at) or _recovery_fits(session, person_id, code, sealing, at)


def opened(sealed: str, sealing: bytes) -> bytes | None:
    """The key; None where it was sealed with another secret of the site."""
    try:
        return _box(sealing).decrypt(sealed.encode())
    except InvalidToken:
        return None


def _code_fits(row: SecondFactor, code: str, sealing: bytes, at: datetime) -> bool:
    key = opened(row.sealed_key, sealing)
    step = one_time.matching_step(key, code[:20], at=at, after=row.last_step) if key else None
    if step is None:
        return False
    row.last_step = step
    return True


def _recovery_fits(session: Session, person_id: UUID, code: str, sealing: bytes, at: datetime) -> bool:
    unused = select(RecoveryCode).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    found = session.scalar(unused.where(RecoveryCode.code_hash == _hashed(code, sealing)))
    if found is None:
        return False
    found.used_at = at
    return True


def _new_codes(session: Session, person_id: UUID, sealing: bytes) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = tuple(passwords.generated()[:14] for _ in range(one_time.RECOVERY_CODES))
    session.add_all(RecoveryCode(person_id=person_id, code_hash=_hashed(each, sealing)) for each in codes)
    return codes


def _remove(session: Session, person_id: UUID) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))


def _hashed(code: str, sealing: bytes) -> str:
    plain = "".join(each for each in code.lower()[:100] if each.isalnum())
    return hmac.new(sealing, plain.encode(), hashlib.sha256).hexdigest()


def _sealed(key: bytes, sealing: bytes) -> str:
    return _box(sealing).encrypt(key).decode()


def _box(sealing: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sealing))
