"""The list of problems: filters, counts and keyset paging, so that the last page costs what the first does."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from workflows.queries import access, calendars, cases, deadlines, matters, people
from workflows.queries.list_values import Filters, ProblemList, ProblemRow
from workflows.queries.problem_facts import lamp_of, state_of
from workflows.queries.problem_filters import conditions, in_state, in_words, uuid_of
from workflows.queries.unit_choices import city_units
from workflows.queries.values import Choice
from workflows.records import Case, Problem, ProblemUnit, Unit
from workflows.records import ProblemList as ListRecord
from workflows.rules.deadlines import Lamp, city_day
from workflows.rules.matters import PETITION, PROBLEM, STATES, Kind, kind_of
from workflows.rules.permissions import Actor

PAGE = 50


def problem_list(
    session: Session, *, person_id: UUID, filters: Filters, after: str = "", limit: int = PAGE, at: datetime
) -> ProblemList:
    """A page of what the person may see. An `after` that is not one of ours means the first page."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    kind = kind_asked(session, filters)
    found = _rows(session, actor, filters, kind, after, today, limit)
    ids = [each[0].id for each in found]
    units, ordered = responsible_units(session, ids), matters.orders(session, ids, standing=True)
    total = session.scalar(_select(func.count(Problem.id), actor).where(*conditions(filters, kind, today))) or 0
    return ProblemList(
        rows=tuple(
            _row(session, row, units, lamp, kind, ordered=row[0].id in ordered)
            for row, lamp in zip(found, _lamps(session, found, kind, today), strict=True)
        )[:limit],
        next=_key(found[limit - 1]) if len(found) > limit else "",
        total=total,
        counts=_counts(session, actor, filters, kind, today),
        kinds=_kinds(session, actor, filters, today),
        kind=kind,
        lists=_lists(session, kind),
        units=city_units(session),
        areas=_areas(session, actor, filters, kind),
        besides=in_words(filters, cases.box_name(session, filters.stage) if filters.stage else ""),
    )


def kind_asked(session: Session, filters: Filters) -> Kind:
    """What is listed: what the chosen list holds, else what was asked for, else problems."""
    chosen = session.get(ListRecord, list_id) if (list_id := uuid_of(filters.list_id)) else None
    if chosen is not None:
        return kind_of(chosen.process)
    return PETITION if filters.kind == PETITION.key else PROBLEM


def _kinds(session: Session, actor: Actor, filters: Filters, today: date) -> tuple[tuple[Kind, int], ...]:
    """Problems, and petitions once there is a list of them: how many match what was searched for. The two are never one figure."""
    if not _lists(session, PETITION):
        return ()
    sought, count = Filters(unit_id=filters.unit_id, lamp=filters.lamp, text=filters.text), func.count(Problem.id)
    return tuple(
        (each, session.scalar(_select(count, actor).where(*conditions(sought, each, today))) or 0)
        for each in (PROBLEM, PETITION)
    )


def _rows(
    session: Session, actor: Actor, filters: Filters, kind: Kind, after: str, today: date, limit: int
) -> list[Any]:
    query = (
        _select((Problem, Case, ListRecord), actor)
        .where(*conditions(filters, kind, today))
        .order_by(ListRecord.created_at.desc(), Problem.list_id, Problem.position, Problem.id)
        .limit(limit + 1)
    )
    place = _place(after)
    if place is not None:
        created, list_id, position, problem_id = place
        later = tuple_(Problem.list_id, Problem.position, Problem.id) > tuple_(list_id, position, problem_id)
        query = query.where(or_(ListRecord.created_at < created, and_(ListRecord.created_at == created, later)))
    return list(session.execute(query).all())


def _select(what: Any, actor: Actor) -> Select[Any]:
    columns = what if isinstance(what, tuple) else (what,)
    return (
        select(*columns)
        .select_from(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .join(ListRecord, ListRecord.id == Problem.list_id)
        .where(access.visible(actor))
    )


def _counts(
    session: Session, actor: Actor, filters: Filters, kind: Kind, today: date
) -> tuple[tuple[str, str, int], ...]:
    """How many per state, over everything that matches the other filters: (key, words, count)."""
    count = _select(func.count(Problem.id), actor).where(*conditions(filters, kind, today, with_state=False))
    return tuple((key, kind.state_words(key), session.scalar(count.where(in_state(key))) or 0) for key in STATES)


def _lamps(session: Session, rows: list[Any], kind: Kind, today: date) -> list[Lamp]:
    counting, hopeless = calendars.counting(session), deadlines.hopeless(session, [case.id for _, case, _ in rows])
    return [
        lamp_of(problem, case, today, counting, hopeless=case.id in hopeless, kind=kind) for problem, case, _ in rows
    ]


def _row(session: Session, row: Any, units: Mapping[UUID, str], lamp: Lamp, kind: Kind, *, ordered: bool) -> ProblemRow:
    problem, case, source = row
    return ProblemRow(
        id=problem.id,
        number=problem.number or "",
        title=problem.title,
        area=problem.area or "",
        list_name=source.name,
        units=units.get(problem.id, ""),
        stage_name=cases.stage_name(session, case),
        state_words=kind.state_words(state_of(problem, case)),
        due_on=problem.due_on,
        deadline_raw=problem.deadline_raw or "",
        lamp=lamp,
        order=ordered,
    )


def responsible_units(session: Session, problem_ids: list[UUID]) -> dict[UUID, str]:
    """The responsible units of some problems, as one phrase each: matched names, else as printed."""
    return units_as(session, problem_ids, "responsible")


def units_as(session: Session, problem_ids: list[UUID], part: str) -> dict[UUID, str]:
    """The units that take a part in some problems, as one phrase each."""
    rows = session.execute(
        select(ProblemUnit.problem_id, Unit.name, ProblemUnit.raw)
        .outerjoin(Unit, Unit.id == ProblemUnit.unit_id)
        .where(ProblemUnit.problem_id.in_(problem_ids), ProblemUnit.part == part)
        .order_by(ProblemUnit.position)
    )
    names: dict[UUID, list[str]] = {}
    for problem_id, name, raw in rows:
        shown = name or raw or ""
        if shown not in names.setdefault(problem_id, []):
            names[problem_id].append(shown)
    return {problem_id: "、".join(listed) for problem_id, listed in names.items()}


def _lists(session: Session, kind: Kind) -> tuple[Choice, ...]:
    query = select(ListRecord.id, ListRecord.name).where(matters.of_kind(kind))
    rows = session.execute(query.order_by(ListRecord.created_at.desc()))
    return tuple(Choice(value=str(list_id), label=name) for list_id, name in rows)


def _areas(session: Session, actor: Actor, filters: Filters, kind: Kind) -> tuple[str, ...]:
    query = _select((Problem.area, func.min(Problem.position)), actor).where(
        Problem.area.is_not(None), matters.of_kind(kind)
    )
    if list_id := uuid_of(filters.list_id):
        query = query.where(Problem.list_id == list_id)
    rows = session.execute(query.group_by(Problem.area).order_by(func.min(Problem.position)).limit(200))
    return tuple(area for area, _ in rows)


def _key(row: Any) -> str:
    problem, _, source = row
    place = [source.created_at.isoformat(), str(problem.list_id), problem.position, str(problem.id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place(after: str) -> tuple[datetime, UUID, int, UUID] | None:
    try:
        created, list_id, position, problem_id = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        at = datetime.fromisoformat(created)
        possible = at.tzinfo and 1970 <= at.year <= 2200 and 0 <= int(position) < 2**31
        return (at, UUID(list_id), int(position), UUID(problem_id)) if possible else None
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error):
        return None


def is_place(after: str) -> bool:
    """Whether this names a place in the list; the empty text names its beginning. A page asked for by a person forgives, a program is told."""
    return not after or _place(after) is not None
