"""Standing in for somebody who is away: set for some days, ended by the date, every act in the substitute's own name.

What is lent are the tasks of the absent person (`permissions.Actor.lent`), not their other powers: striking a paper void, deploying a diagram,
drawing the audit stay with those who hold the seat. Administrators and the two who sign petitions in person have no substitutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows.actions import telling, who
from workflows.queries import people
from workflows.queries.substitutions import may_arrange
from workflows.records import Person, Substitution
from workflows.rules.deadlines import city_day, end_of_day, start_of_day
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.permissions import Actor, seat_for_action
from workflows.rules.roles import ADMINISTRATORS, ROLES, SIGNED_IN_PERSON

LONGEST_DAYS = 180
LONGEST_REASON = 200
Values = Mapping[str, str]


def set_substitute(session: Session, *, values: Values, by: UUID, at: datetime) -> Substitution:
    """`values`: `absent`, `substitute` (ids), `first`, `last` (days, both included), `reason`.

    For oneself, for the people of a unit one leads, or for anybody as security administrator. Raises NotPermitted, NotFound, InvalidInput.
    """
    giver = who.actor(session, by, at)
    absent = _actor(session, values.get("absent", ""), at)
    if absent is None:
        raise NotFound(what="这个账号")
    if not may_arrange(giver, absent):
        raise NotPermitted(why="代办由本人、本单位负责人或安全管理员安排")
    substitute = _actor(session, values.get("substitute", ""), at)
    first, last = _day(values.get("first", "")), _day(values.get("last", ""))
    problems = [
        *_wrong_people(giver, absent, substitute),
        *_wrong_days(first, last, city_day(at)),
        *_wrong_text(values),
    ]
    if problems or substitute is None or first is None or last is None:
        raise InvalidInput(problems)
    since, until = max(start_of_day(first), at), end_of_day(last)
    if clash := _clash(session, absent, substitute, since, until):
        raise InvalidInput([clash])
    row = Substitution(
        absent_id=absent.person_id,
        substitute_id=substitute.person_id,
        since=since,
        until=until,
        reason=values["reason"].strip(),
        made_by_id=by,
        made_at=at,
    )
    session.add(row)
    facts = {"name": absent.name, "person": substitute.name, "first": first, "last": last, "reason": row.reason}
    who.note(session, "substitute:set", case=None, by=giver, at=at, **facts)
    begin, end = telling.day(first), telling.day(last)
    theirs = f"{begin}至 {end}您的任务由{substitute.name}代办"
    _tell(session, row, f"{begin}至 {end}由您代{absent.name}办理任务", theirs, by, at)
    return row


def end_substitution(session: Session, *, substitution_id: UUID, by: UUID, at: datetime) -> Substitution:
    """End it now, or call it off before it begins; the substitute may lay it down too. Raises NotFound, NotPermitted, NotYet."""
    row = session.get(Substitution, substitution_id)
    giver = who.actor(session, by, at)
    if row is None:
        raise NotFound(what="这项代办安排")
    absent, substitute = session.get_one(Person, row.absent_id), session.get_one(Person, row.substitute_id)
    if by != row.substitute_id and not may_arrange(giver, _as_actor(session, absent, at)):
        raise NotFound(what="这项代办安排")
    if row.until <= at:
        raise NotYet(why="这项代办已经结束")
    last, row.until = city_day(row.until - timedelta(seconds=1)), max(at, row.since)
    facts = {"name": absent.name, "person": substitute.name, "last": last}
    who.note(session, "substitute:ended", case=None, by=giver, at=at, **facts)
    _tell(session, row, f"您不再代{absent.name}办理任务", f"您的任务不再由{substitute.name}代办", by, at)
    return row


def _tell(session: Session, row: Substitution, substitute: str, absent: str, by: UUID, at: datetime) -> None:
    """Tell both, but not the one who arranged it."""
    for person_id, what in ((row.substitute_id, substitute), (row.absent_id, absent)):
        telling.tell(session, "standing_in", to=person_id, by=by, at=at, facts={"what": what, "reason": row.reason})


def _wrong_people(giver: Actor, absent: Actor, substitute: Actor | None) -> list[FieldProblem]:
    found = []
    lendable = {seat.role for seat in absent.seats} - ADMINISTRATORS - SIGNED_IN_PERSON
    if not lendable:
        held = "、".join(sorted({ROLES[seat.role].name for seat in absent.seats})) or "还没有任职"
        message = f"{absent.name}的任职（{held}）不能由别人代办。"
        found.append(FieldProblem(field="absent", label="谁不在", message=message))
    if substitute is None or not substitute.seats:
        found.append(FieldProblem(field="substitute", label="由谁代办", message="请从列表中选择一个在任的人。"))
    elif substitute.person_id == absent.person_id:
        found.append(FieldProblem(field="substitute", label="由谁代办", message="不能由本人代办，请选择另一个人。"))
    elif any(seat.role in ADMINISTRATORS for seat in substitute.seats):
        message = "三类管理员不能办理业务，也不能代办，请选择另一个人。"
        found.append(FieldProblem(field="substitute", label="由谁代办", message=message))
    elif not substitute.units & absent.units and seat_for_action(giver, "manage_seats", {}) is None:
        message = f"{substitute.name}不在{absent.name}的单位；跨单位代办请安全管理员安排。"
        found.append(FieldProblem(field="substitute", label="由谁代办", message=message))
    return found


def _wrong_days(first: date | None, last: date | None, today: date) -> list[FieldProblem]:
    if first is None or first < today:
        return [FieldProblem(field="first", label="从哪天起", message="请填写日期，今天或以后。")]
    if last is None or last < first:
        return [FieldProblem(field="last", label="到哪天止", message="请填写日期，不早于开始的那一天。")]
    if (last - first).days >= LONGEST_DAYS:
        message = f"一次最多 {LONGEST_DAYS} 天；时间更长的，请安全管理员调整任职。"
        return [FieldProblem(field="last", label="到哪天止", message=message)]
    return []


def _wrong_text(values: Values) -> list[FieldProblem]:
    reason = values.get("reason", "").strip()
    if 2 <= len(reason) <= LONGEST_REASON and reason.isprintable():
        return []
    message = f"请写明原因，2 到 {LONGEST_REASON} 个字，例如“外出培训”。"
    return [FieldProblem(field="reason", label="原因", message=message)]


def _clash(session: Session, absent: Actor, substitute: Actor, since: datetime, until: datetime) -> FieldProblem | None:
    """One person has one substitute at a time, and who is away stands in for nobody."""
    during = (Substitution.since < until, Substitution.until > since)
    either = or_(Substitution.absent_id == absent.person_id, Substitution.absent_id == substitute.person_id)
    found = session.scalar(select(Substitution).where(*during, either).limit(1))
    if found is None:
        return None
    last = city_day(found.until - timedelta(seconds=1))
    name, field = (absent.name, "first") if found.absent_id == absent.person_id else (substitute.name, "substitute")
    label = "从哪天起" if field == "first" else "由谁代办"
    message = f"这段时间里，{name}的任务已安排别人代办（到 {last.month} 月 {last.day} 日）；请换一个时间或人，或者先结束那项安排。"
    return FieldProblem(field=field, label=label, message=message)


def _actor(session: Session, given: str, at: datetime) -> Actor | None:
    try:
        return people.actor(session, UUID(given), at)
    except (ValueError, NotFound):
        return None


def _as_actor(session: Session, person: Person, at: datetime) -> Actor:
    """The person with their seats; without any when the account is closed."""
    return _actor(session, str(person.id), at) or Actor(person_id=person.id, name=person.name, seats=())


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        return None
