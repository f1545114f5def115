"""Units and people as the administrators see them, and one's own account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from workflows.queries import people, settings
from workflows.queries.directory_values import Account, Directory, OwnSession, PersonPage, PersonRow, SeatRow, UnitRow
from workflows.queries.values import Choice
from workflows.records import Membership, Person, Unit, WebSession
from workflows.rules.errors import NotFound, NotPermitted, NotVisible
from workflows.rules.levels import LEVEL_WORDS
from workflows.rules.permissions import ACTIONS, Actor, seat_for_action, why_not, why_not_seen
from workflows.rules.roles import HELD, ROLES

PAGE = 100


def units(session: Session, *, person_id: UUID, at: datetime) -> Directory:
    """Every unit, closed ones last. Raises NotPermitted."""
    actor = _allowed(session, person_id, at)
    seated = (
        select(Membership.unit_id, func.count(Membership.person_id.distinct()).label("number"))
        .where(Membership.until.is_(None))
        .group_by(Membership.unit_id)
        .subquery()
    )
    rows = session.execute(
        select(Unit, func.coalesce(seated.c.number, 0))
        .outerjoin(seated, seated.c.unit_id == Unit.id)
        .order_by(Unit.active.desc(), Unit.level, Unit.name)
    ).all()
    codes = settings.read_all(session, [f"unit.code.{unit.id}" for unit, _ in rows])
    found = tuple(_unit_row(unit, number, codes[f"unit.code.{unit.id}"]) for unit, number in rows)
    return Directory(units=found, total=len(found), manages_units=_may(actor, "manage_units"))


def unit(session: Session, *, person_id: UUID, unit_id: UUID, at: datetime) -> UnitRow:
    """One unit, for those who manage them. Raises NotPermitted, NotFound."""
    found = session.get(Unit, unit_id)
    if found is None:
        raise NotFound(what="这个单位")
    if not _may(people.actor(session, person_id, at), "manage_units"):
        raise NotPermitted(why=why_not(ACTIONS["manage_units"]))
    seated = select(func.count(Membership.person_id.distinct())).where(
        Membership.unit_id == found.id, Membership.until.is_(None)
    )
    return _unit_row(found, session.scalar(seated) or 0, settings.read(session, f"unit.code.{found.id}"))


def accounts(session: Session, *, person_id: UUID, text: str = "", unit_id: str = "", at: datetime) -> Directory:
    """The first hundred accounts that match a name, login or unit. Raises NotPermitted."""
    actor = _allowed(session, person_id, at)
    query = _matching(text.strip()[:50], unit_id)
    total = session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    rows = session.scalars(query.order_by(Person.active.desc(), Person.login).limit(PAGE)).all()
    seats = _seats(session, [row.id for row in rows])
    return Directory(
        people=tuple(
            PersonRow(
                id=row.id,
                login=row.login,
                name=row.name,
                title=row.title or "",
                active=row.active,
                seats=tuple(seat for seat in seats.get(row.id, ()) if seat.until is None),
            )
            for row in rows
        ),
        total=total,
        manages_people=_may(actor, "manage_people"),
    )


def account_of(session: Session, *, person_id: UUID, other_id: UUID, at: datetime) -> PersonPage:
    """One account as an administrator sees it. Raises NotPermitted, NotFound."""
    actor = _allowed(session, person_id, at)
    row = session.get(Person, other_id)
    if row is None:
        raise NotFound(what="这个账号")
    open_sessions = select(func.count()).select_from(WebSession).where(WebSession.person_id == row.id)
    return PersonPage(
        id=row.id,
        login=row.login,
        name=row.name,
        title=row.title or "",
        active=row.active,
        created_at=row.created_at,
        password_set_at=row.password_set_at,
        must_change=row.must_change,
        sessions=session.scalar(open_sessions.where(WebSession.ends_at > at)) or 0,
        seats=tuple(_seats(session, [row.id]).get(row.id, ())),
        units=unit_choices(session),
        roles=tuple(Choice(value=role.key, label=role.name) for role in HELD),
        manages_people=_may(actor, "manage_people"),
        manages_seats=_may(actor, "manage_seats"),
        manages_sign_in=_may(actor, "manage_sign_in"),
        own=row.id == person_id,
    )


def own_account(session: Session, *, person_id: UUID, here: str, at: datetime) -> Account:
    """One's own account; `here` is the key of the session that asks."""
    row = session.get_one(Person, person_id)
    opened = session.scalars(
        select(WebSession)
        .where(WebSession.person_id == person_id, WebSession.ends_at > at)
        .order_by(WebSession.seen_at.desc())
        .limit(PAGE)
    )
    return Account(
        login=row.login,
        name=row.name,
        title=row.title or "",
        seats=tuple(each for each in _seats(session, [row.id]).get(row.id, ()) if each.until is None),
        password_set_at=row.password_set_at,
        must_change=row.must_change,
        sessions=tuple(
            OwnSession(key=each.id, created_at=each.created_at, seen_at=each.seen_at, here=each.id == here)
            for each in opened
        ),
    )


def unit_choices(session: Session) -> tuple[Choice, ...]:
    """The open units, to choose from."""
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.active).order_by(Unit.level, Unit.name))
    return tuple(Choice(value=str(key), label=name) for key, name in rows)


def level_choices() -> tuple[Choice, ...]:
    """The levels a unit can have."""
    return tuple(Choice(value=key, label=words) for key, words in LEVEL_WORDS.items())


def _allowed(session: Session, person_id: UUID, at: datetime) -> Actor:
    actor = people.actor(session, person_id, at)
    if not _may(actor, "see_directory"):
        raise NotVisible(why=why_not_seen(ACTIONS["see_directory"]))
    return actor


def _may(actor: Actor, action: str) -> bool:
    return seat_for_action(actor, action, {}) is not None


def _unit_row(unit: Unit, number: int, code: str) -> UnitRow:
    return UnitRow(
        id=unit.id,
        name=unit.name,
        short_name=unit.short_name or "",
        level=unit.level,
        level_words=LEVEL_WORDS[unit.level],
        code=code,
        active=unit.active,
        people=number,
    )


def _matching(text: str, unit_id: str) -> Select[Person]:
    query = select(Person)
    if text:
        query = query.where(
            or_(Person.name.contains(text, autoescape=True), Person.login.contains(text, autoescape=True))
        )
    try:
        wanted = UUID(unit_id)
    except ValueError:
        return query
    seated = select(Membership.person_id).where(Membership.unit_id == wanted, Membership.until.is_(None))
    return query.where(Person.id.in_(seated))


def _seats(session: Session, person_ids: list[UUID]) -> dict[UUID, list[SeatRow]]:
    rows = session.execute(
        select(Membership, Unit.name)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id.in_(person_ids))
        .order_by(Membership.until.is_not(None), Membership.since.desc(), Membership.id)
    )
    found: dict[UUID, list[SeatRow]] = {}
    for row, unit_name in rows:
        line = SeatRow(id=row.id, unit=unit_name, role=ROLES[row.role].name, since=row.since, until=row.until)
        found.setdefault(row.person_id, []).append(line)
    return found
