"""Full text over what people wrote. One query decides what answers and what may be seen, so that not even a number tells of more."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from workflows.queries import access, people, search_voices
from workflows.queries.marking import excerpt, marked
from workflows.queries.problem_filters import day_of, in_state, of_unit, uuid_of
from workflows.queries.search_values import GROUPS, Found, Hit, Question, Suggestion
from workflows.queries.unit_choices import city_units
from workflows.records import Case, Problem, ProblemList, SearchEntry, search
from workflows.rules.deadlines import start_of_day
from workflows.rules.matters import PROBLEM, STATES, kind_of
from workflows.rules.permissions import Actor
from workflows.rules.texts import Written

PAGE = 20
MOST_SUGGESTIONS = 4
_GROUP_OF = {source: key for key, (_, sources) in GROUPS.items() for source in sources}
_DAY = timedelta(days=1)


def find(
    session: Session, *, person_id: UUID, question: Question, after: str = "", limit: int = PAGE, at: datetime
) -> Found:
    """A page of what answers and this person may see; nothing where nothing was asked. An `after` that is not ours means the first page."""
    actor, terms = people.actor(session, person_id, at), search.terms(question.text)
    rows = _rows(session, actor, question, terms, after, limit) if terms else []
    counts = _counts(session, actor, question, terms) if terms else {}
    total = counts.get(question.group, 0) if question.group in GROUPS else sum(counts.values())
    return Found(
        question=question,
        terms=terms,
        hits=_hits(session, rows[:limit], terms),
        total=total,
        groups=tuple((key, words, counts.get(key, 0)) for key, (words, _) in GROUPS.items()),
        next=_key(rows[limit - 1][0]) if len(rows) > limit else "",
        suggestions=_suggestions(session, actor, terms) if terms and not total else (),
        units=city_units(session),
        states=tuple((key, PROBLEM.state_words(key)) for key in STATES),
    )


def is_place(after: str) -> bool:
    """Whether this names a place among the answers; the empty text names the first page. A person's page forgives, a program is told."""
    return not after or _place(after) is not None


def _select(what: Any, session: Session, actor: Actor, terms: tuple[str, ...]) -> Select[Any]:
    """What answers and may be seen. A paper about the whole city has no problem: who does not see the whole city does not find it."""
    columns = what if isinstance(what, tuple) else (what,)
    query = select(*columns).select_from(SearchEntry).where(search.matching(terms, session.get_bind().dialect.name))
    if actor.sees_all:
        return query
    return query.where(SearchEntry.problem_id.in_(select(Problem.id).where(access.visible(actor))))


def _narrowed(question: Question) -> ColumnElement[bool]:
    """What the filters ask besides, but for the kind."""
    conditions: list[ColumnElement[bool]] = [true()]
    if question.state in STATES:
        standing = select(Problem.id).join(Case, Case.problem_id == Problem.id).where(in_state(question.state))
        conditions.append(SearchEntry.problem_id.in_(standing))
    if unit_id := uuid_of(question.unit_id):
        conditions.append(SearchEntry.problem_id.in_(of_unit(unit_id)))
    if (since := day_of(question.since)) is not None:
        conditions.append(SearchEntry.at >= start_of_day(since))
    if (until := day_of(question.until)) is not None:
        conditions.append(SearchEntry.at < start_of_day(until) + _DAY)
    return and_(*conditions)


def _rows(
    session: Session, actor: Actor, question: Question, terms: tuple[str, ...], after: str, limit: int
) -> list[Any]:
    """The ids of a page first: whole texts would be carried through the sorting of everything that answers."""
    order = (SearchEntry.weight, SearchEntry.at.desc(), SearchEntry.id.desc())
    ids = _select(SearchEntry.id, session, actor, terms).where(_narrowed(question)).order_by(*order).limit(limit + 1)
    if question.group in GROUPS:
        ids = ids.where(SearchEntry.source.in_(GROUPS[question.group][1]))
    if (place := _place(after)) is not None:
        weight, at, entry_id = place
        earlier = tuple_(SearchEntry.at, SearchEntry.id) < tuple_(at, entry_id)
        ids = ids.where(or_(SearchEntry.weight > weight, and_(SearchEntry.weight == weight, earlier)))
    query = (
        select(SearchEntry, Problem, ProblemList.process)
        .outerjoin(Problem, Problem.id == SearchEntry.problem_id)
        .outerjoin(ProblemList, ProblemList.id == Problem.list_id)
        .where(SearchEntry.id.in_(list(session.scalars(ids))))
    )
    return list(session.execute(query.order_by(*order)).all())


def _counts(session: Session, actor: Actor, question: Question, terms: tuple[str, ...]) -> dict[str, int]:
    query = _select((SearchEntry.source, func.count(SearchEntry.id)), session, actor, terms)
    counts: dict[str, int] = {}
    for source, number in session.execute(query.where(_narrowed(question)).group_by(SearchEntry.source)):
        counts[_GROUP_OF[source]] = counts.get(_GROUP_OF[source], 0) + number
    return counts


def _hits(session: Session, rows: list[Any], terms: tuple[str, ...]) -> tuple[Hit, ...]:
    voices = search_voices.of(session, [(entry.source, entry.source_id) for entry, _, _ in rows])
    return tuple(_hit(*row, who=voices.get(row[0].source_id, ""), terms=terms) for row in rows)


def _hit(entry: SearchEntry, problem: Problem | None, process: str | None, *, who: str, terms: tuple[str, ...]) -> Hit:
    group, paper = _GROUP_OF[entry.source], entry.source == "document"
    return Hit(
        group=group,
        group_name=kind_of(process).name if group == "problem" and process else GROUPS[group][0],
        problem_id=entry.problem_id,
        document_id=entry.source_id if paper else None,
        number=(problem.number or "") if problem else "",
        title=marked(problem.title if problem else "", terms),
        excerpt=marked(entry.text.replace("\n", " "), terms) if paper else excerpt(entry.text, terms),
        who=who,
        at=entry.at,
    )


def _suggestions(session: Session, actor: Actor, terms: tuple[str, ...]) -> tuple[Suggestion, ...]:
    """What has answers instead, without any filter: each word alone, or the halves of a long one."""
    parts = terms if len(terms) > 1 else tuple(_halves(terms[0]))
    found = ((part, session.scalar(_select(func.count(SearchEntry.id), session, actor, (part,)))) for part in parts)
    return tuple(Suggestion(text=Written(part), count=count) for part, count in found if count)[:MOST_SUGGESTIONS]


def _halves(term: str) -> list[str]:
    """The beginning and the end of a word that is too long to be anywhere; whole, where it may be that filters hide it."""
    half = max(2, len(term) // 2)
    return list(dict.fromkeys((term, term[:half], term[-half:]))) if len(term) > 2 else [term]


def _key(entry: SearchEntry) -> str:
    place = [entry.weight, entry.at.isoformat(), entry.id]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place(after: str) -> tuple[int, datetime, int] | None:
    try:
        weight, at, entry_id = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        moment = datetime.fromisoformat(at)
        return (int(weight), moment, int(entry_id)) if moment.tzinfo and abs(int(entry_id)) < 2**63 else None
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return None
