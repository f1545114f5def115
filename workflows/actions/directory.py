"""Units, people and their seats. Three administrators, none of whom can act on a problem: one registers, one lets in, one reads the record.

Nobody is ever removed: sign-offs, papers and the journal name people and units, so both are only closed.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import leaving, telling, who
from workflows.actions.accounts import end_sessions, set_password
from workflows.actions.directory_checks import Values, text_of, wrong_person, wrong_seat, wrong_unit
from workflows.actions.password_hashes import hash_generated, hash_password
from workflows.queries import settings
from workflows.queries.leaving import held_tasks
from workflows.records import Membership, Person, SignInAttempt, Unit
from workflows.rules import passwords
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet
from workflows.rules.permissions import Actor
from workflows.rules.roles import ROLES


def register_unit(session: Session, *, values: Values, by: UUID, at: datetime) -> Unit:
    """A new unit: `name`, `short_name`, `level`, `code` (机关代字, may be empty). Raises NotPermitted, InvalidInput."""
    actor = _allowed(session, "manage_units", by, at)
    if problems := wrong_unit(session, values, None):
        raise InvalidInput(problems)
    unit = Unit(name=text_of(values, "name"), short_name=text_of(values, "short_name") or None, level=values["level"])
    session.add(unit)
    session.flush()
    _code(session, unit, values)
    who.note(session, "unit:registered", case=None, by=actor, at=at, name=unit.name)
    return unit


def change_unit(session: Session, *, unit_id: UUID, values: Values, by: UUID, at: datetime) -> Unit:
    """Another short name, level or code; the full name stays, since signed papers carry it. Raises like `register_unit`, NotFound."""
    unit, actor = _unit(session, unit_id), _allowed(session, "manage_units", by, at)
    if problems := wrong_unit(session, {**values, "name": unit.name}, unit):
        raise InvalidInput(problems)
    before = _unit_words(session, unit)
    unit.short_name, unit.level = text_of(values, "short_name") or None, values["level"]
    _code(session, unit, values)
    after = _unit_words(session, unit)
    who.note(session, "unit:changed", case=None, by=actor, at=at, name=unit.name, before=before, after=after)
    return unit


def close_unit(session: Session, *, unit_id: UUID, active: bool, by: UUID, at: datetime) -> Unit:
    """Close a unit that was merged away, or open it again. Raises NotPermitted, NotFound, NotYet while people sit in it."""
    unit, actor = _unit(session, unit_id), _allowed(session, "manage_units", by, at)
    seated = select(Membership.id).where(Membership.unit_id == unit.id, Membership.until.is_(None)).limit(1)
    if not active and session.scalar(seated) is not None:
        raise NotYet(why=f"{unit.name}还有任职人员，请先结束他们在本单位的任职")
    unit.active = active
    who.note(session, "unit:opened" if active else "unit:closed", case=None, by=actor, at=at, name=unit.name)
    return unit


def register_person(
    session: Session, *, values: Values, by: UUID, at: datetime, many: bool = False
) -> tuple[Person, str]:
    """A new account without any seat: `login`, `name`, `title`; returns it with the password to hand over, shown this once.

    `many`: one of hundreds in one transaction. Raises NotPermitted, InvalidInput.
    """
    actor = _allowed(session, "manage_people", by, at)
    if problems := wrong_person(session, values):
        raise InvalidInput(problems)
    first = passwords.generated()
    person = Person(
        login=text_of(values, "login"),
        name=text_of(values, "name"),
        title=text_of(values, "title") or None,
        password_hash=hash_generated(first) if many else hash_password(first),
        password_set_at=at,
        must_change=True,
        created_at=at,
    )
    session.add(person)
    session.flush()
    who.note(session, "person:registered", case=None, by=actor, at=at, login=person.login, name=person.name)
    return person, first


def change_title(session: Session, *, person_id: UUID, title: str, by: UUID, at: datetime) -> Person:
    """Another post beside their opinions from now on. Raises NotPermitted, NotFound, InvalidInput."""
    person, actor = _person(session, person_id), _allowed(session, "manage_people", by, at)
    title = title.strip()
    if len(title) > 100 or not title.isprintable():
        raise InvalidInput([FieldProblem(field="title", label="职务", message="职务最多 100 个字。")])
    before, person.title = person.title or "", title or None
    facts = {"name": person.name, "login": person.login, "before": before, "after": title}
    who.note(session, "person:changed", case=None, by=actor, at=at, **facts)
    return person


def close_person(
    session: Session, *, person_id: UUID, active: bool, by: UUID, at: datetime, put_back: bool = False
) -> Person:
    """Close an account, at once and on every machine, or open it again. `put_back`: their tasks become everybody's with it.

    Raises NotPermitted, NotFound, NotYet for one's own account and while tasks hang on the person by name.
    """
    person, actor = _person(session, person_id), _allowed(session, "manage_people", by, at)
    if person.id == by:
        raise NotYet(why="不能停用自己的账号，请由另一名系统管理员办理")
    if not active and put_back:
        leaving.put_all_back(session, person, reason="账号停用", by=actor, at=at)
    elif not active and (hanging := len(held_tasks(session, person.id))):
        raise NotYet(why=f"{person.name}还有 {hanging} 项由其承办的任务，请先移交，或者放回待办后停用")
    person.active = active
    if not active:
        end_sessions(session, person.id)
    what = "person:opened" if active else "person:closed"
    who.note(session, what, case=None, by=actor, at=at, login=person.login, name=person.name)
    return person


def seat_person(session: Session, *, person_id: UUID, unit_id: str, role: str, by: UUID, at: datetime) -> Membership:
    """Give somebody a role in a unit from now on. Raises NotPermitted, NotFound, InvalidInput (a role that excludes another)."""
    person, actor = _person(session, person_id), _allowed(session, "manage_seats", by, at)
    unit = _chosen(session, unit_id)
    held = session.scalars(
        select(Membership).where(Membership.person_id == person.id, Membership.until.is_(None))
    ).all()
    problems = wrong_seat(unit, role, {each.role for each in held}, own=person.id == by)
    if unit is not None and not problems and any((each.unit_id, each.role) == (unit.id, role) for each in held):
        again = f"此人已是{unit.name}的{ROLES[role].name}。"
        problems = [FieldProblem(field="role", label="角色", message=again)]
    if unit is None or problems:
        raise InvalidInput(problems)
    row = Membership(person_id=person.id, unit_id=unit.id, role=role, since=at)
    session.add(row)
    session.flush()
    facts = {"login": person.login, "name": person.name, "unit": unit.name, "role": ROLES[role].name}
    who.note(session, "seat:given", case=None, by=actor, at=at, **facts)
    return row


def end_seat(session: Session, *, membership_id: UUID, by: UUID, at: datetime) -> Membership:
    """End a role from now on; the row stays to explain old sign-offs. Raises NotPermitted, NotFound, NotYet for one's own."""
    row = session.get(Membership, membership_id)
    if row is None or row.until is not None:
        raise NotFound(what="这项任职")
    actor = _allowed(session, "manage_seats", by, at)
    if row.person_id == by:
        raise NotYet(why="不能结束自己的任职，请由另一名安全管理员办理")
    row.until = at
    person, unit = _person(session, row.person_id), _unit(session, row.unit_id)
    facts = {"login": person.login, "name": person.name, "unit": unit.name, "role": ROLES[row.role].name}
    who.note(session, "seat:ended", case=None, by=actor, at=at, **facts)
    return row


def reset_password(session: Session, *, person_id: UUID, by: UUID, at: datetime) -> str:
    """A first password again, to be changed at once; ends every session and opens a locked name. Returns it, shown this once."""
    person, actor = _person(session, person_id), _allowed(session, "manage_sign_in", by, at)
    first = passwords.generated()
    set_password(session, person, first, must_change=True, at=at)
    telling.tell(
        session,
        "account",
        to=person.id,
        by=by,
        at=at,
        facts={"what": "安全管理员为您重设了密码；如果不是您要求的，请向其核实"},
    )
    end_sessions(session, person.id)
    session.add(SignInAttempt(login=person.login, address="", at=at, succeeded=True))
    who.note(session, "password:reset", case=None, by=actor, at=at, login=person.login, name=person.name)
    return first


def _allowed(session: Session, action: str, by: UUID, at: datetime) -> Actor:
    actor = who.actor(session, by, at)
    who.require(session, actor, action)
    return actor


def _unit_words(session: Session, unit: Unit) -> str:
    code = settings.read(session, f"unit.code.{unit.id}")
    return f"简称“{unit.short_name or ''}”、层级 {unit.level}、机关代字“{code}”"


def _code(session: Session, unit: Unit, values: Values) -> None:
    if code := text_of(values, "code"):
        settings.write(session, f"unit.code.{unit.id}", code)


def _chosen(session: Session, unit_id: str) -> Unit | None:
    try:
        unit = session.get(Unit, UUID(unit_id))
    except ValueError:
        return None
    return unit if unit is not None and unit.active else None


def _unit(session: Session, unit_id: UUID) -> Unit:
    found = session.get(Unit, unit_id)
    if found is None:
        raise NotFound(what="这个单位")
    return found


def _person(session: Session, person_id: UUID) -> Person:
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound(what="这个账号")
    return found
