"""Published lists, problems and papers as strangers read them.

Nothing is loaded by its id alone: an unpublished list, a withheld problem and one that never existed are the same refusal.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from workflows.queries import matters, published_notices
from workflows.queries.problem_facts import PART_NAMES, state_of
from workflows.queries.problem_filters import in_state
from workflows.queries.problem_list import responsible_units
from workflows.queries.publicity import is_public
from workflows.queries.published_values import (
    PublishedCase,
    PublishedList,
    PublishedPage,
    PublishedPaper,
    PublishedProblem,
)
from workflows.records import Case, Document, Measure, Problem, ProblemList, ProblemUnit, Unit
from workflows.rules.deadlines import city_day
from workflows.rules.errors import NotFound
from workflows.rules.matters import PROBLEM, STATES
from workflows.rules.publication import PAPERS

PAGE = 50
FURTHEST = 2**31 - 1
"""The last position a list can have: a figure in an address may be any."""


def lists(session: Session) -> tuple[PublishedList, ...]:
    """Every published list with its figures, the newest first."""
    query = select(ProblemList).where(ProblemList.published_at.is_not(None), matters.of_kind(PROBLEM))
    return tuple(_list(session, row) for row in session.scalars(query.order_by(ProblemList.created_at.desc())))


def page(session: Session, *, list_id: UUID, state: str = "", text: str = "", after: int = 0) -> PublishedPage:
    """A page of a published list, in the plan's order. An unknown state narrows nothing. Raises NotFound."""
    about = _list(session, _published(session, list_id))
    wanted, sought = (state if state in STATES else ""), text.strip()[:100]
    conditions = [Problem.list_id == list_id]
    if wanted:
        conditions.append(in_state(wanted))
    if sought:
        fields = (Problem.title, Problem.text, Problem.number)
        conditions.append(or_(*(each.contains(sought, autoescape=True) for each in fields)))
    place = min(max(after, 0), FURTHEST)
    query = _problems().where(*conditions, Problem.position > place).order_by(Problem.position).limit(PAGE + 1)
    found = list(session.execute(query).all())
    return PublishedPage(
        about=about,
        rows=_rows(session, found[:PAGE]),
        state=wanted,
        text=sought,
        found=session.scalar(_select(func.count()).where(*conditions)) or 0,
        next=found[PAGE - 1][0].position if len(found) > PAGE else 0,
    )


def whole(session: Session, *, list_id: UUID) -> tuple[PublishedList, tuple[PublishedProblem, ...]]:
    """All problems of a published list, for open data. Raises NotFound."""
    about = _list(session, _published(session, list_id))
    found = session.execute(_problems().where(Problem.list_id == list_id).order_by(Problem.position)).all()
    return about, _rows(session, found)


def problem(session: Session, *, problem_id: UUID) -> PublishedCase:
    """One problem as strangers read it. Raises NotFound."""
    row = session.execute(_problems().where(Problem.id == problem_id)).one_or_none()
    if row is None:
        raise NotFound(what="这个问题")
    found, case, about = row
    measures = session.scalars(select(Measure.text).where(Measure.problem_id == found.id).order_by(Measure.position))
    return PublishedCase(
        about=_rows(session, [row])[0],
        list_id=about.id,
        list_name=about.name,
        text=found.text,
        target=found.target or "",
        measures=tuple(measures),
        parts=_parts(session, found.id),
        notices=published_notices.of_case(session, case.id),
        papers=_papers(session, case.id),
    )


def paper(session: Session, *, document_id: UUID) -> PublishedPaper:
    """A paper written for everybody about a problem that is public. Raises NotFound."""
    row = session.scalar(
        select(Document)
        .join(Case, Case.id == Document.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(Document.id == document_id, is_public(), _for_everybody())
    )
    if row is None:
        raise NotFound(what="这份文书")
    return _paper(row)


def _published(session: Session, list_id: UUID) -> ProblemList:
    query = select(ProblemList).where(ProblemList.published_at.is_not(None), matters.of_kind(PROBLEM))
    row = session.scalar(query.where(ProblemList.id == list_id))
    if row is None:
        raise NotFound(what="这份问题清单")
    return row


def _select(*what: Any) -> Select[Any]:
    return (
        select(*what)
        .select_from(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(is_public())
    )


def _problems() -> Select[Any]:
    return _select(Problem, Case, ProblemList)


def _list(session: Session, row: ProblemList) -> PublishedList:
    counting = _select(func.count()).where(Problem.list_id == row.id)
    counts = ((key, words, session.scalar(counting.where(in_state(key))) or 0) for key, words in STATES.items())
    withheld = select(func.count()).select_from(Problem).where(Problem.list_id == row.id)
    return PublishedList(
        id=row.id,
        name=row.name,
        inspection="".join(filter(None, (row.inspection, row.round))),
        total=session.scalar(counting) or 0,
        counts=tuple(each for each in counts if each[2]),
        withheld=session.scalar(withheld.where(Problem.withheld.is_not(None))) or 0,
        published_at=row.published_at,
    )


def _rows(session: Session, found: Any) -> tuple[PublishedProblem, ...]:
    units = responsible_units(session, [row.id for row, _, _ in found])
    return tuple(_row(row, case, units.get(row.id, "")) for row, case, _ in found)


def _row(row: Problem, case: Case, units: str) -> PublishedProblem:
    state = state_of(row, case)
    return PublishedProblem(
        id=row.id,
        number=row.number or "",
        title=row.title,
        area=row.area or "",
        units=units,
        due_on=row.due_on,
        deadline=row.deadline_raw or "",
        state=state,
        state_words=STATES[state],
        closed_on=city_day(case.closed_at) if case.closed_at else None,
        rectified_on=city_day(case.rectified_at) if case.rectified_at else None,
    )


def _parts(session: Session, problem_id: UUID) -> tuple[tuple[str, str], ...]:
    """Units by part; one the office has not matched is as the plan printed it."""
    rows = session.execute(
        select(ProblemUnit.part, func.coalesce(Unit.name, ProblemUnit.raw))
        .outerjoin(Unit, Unit.id == ProblemUnit.unit_id)
        .where(ProblemUnit.problem_id == problem_id)
        .order_by(ProblemUnit.position)
    ).all()
    named = ((words, [name for part, name in rows if part == key and name]) for key, words in PART_NAMES.items())
    return tuple((words, "、".join(dict.fromkeys(names))) for words, names in named if names)


def _for_everybody() -> ColumnElement[bool]:
    return and_(
        Document.kind.in_(PAPERS),
        Document.status == "ready",
        Document.cancelled_at.is_(None),
        Document.file_digest.is_not(None),
    )


def _papers(session: Session, case_id: UUID) -> tuple[PublishedPaper, ...]:
    query = select(Document).where(Document.case_id == case_id, _for_everybody()).order_by(Document.issued_at)
    return tuple(_paper(row) for row in session.scalars(query))


def _paper(row: Document) -> PublishedPaper:
    return PublishedPaper(
        id=row.id,
        kind=row.kind,
        title=row.title,
        number=row.number,
        issued_on=city_day(row.issued_at),
        digest=row.file_digest or "",
    )
