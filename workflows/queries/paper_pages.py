"""The page on which the office has papers made, and the register of numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.dossiers import PAPERS
from workflows.queries import access, people, timeline
from workflows.queries.dossiers import Occasion
from workflows.queries.dossiers.offers import asked_for, standing, why_not
from workflows.queries.values import DocumentLine
from workflows.records import Case, Document, DocumentSerial, Problem
from workflows.rules.errors import NotPermitted
from workflows.rules.permissions import ACTIONS, Actor, seat_for_action
from workflows.rules.permissions import why_not as why_not_permitted

SHOWN = 500
"""Numbers of one series on the register's page, newest first."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A paper the office may have made of this problem; `why_not` is empty when it can be made now, `number` names the one that is there."""

    kind: str
    name: str
    why_not: str
    number: str


@dataclass(frozen=True, kw_only=True)
class OfferPage:
    """What can be made (first what can be made now), what there is."""

    problem_id: UUID
    problem_number: str
    problem_title: str
    offers: tuple[Offer, ...]
    documents: tuple[DocumentLine, ...]


@dataclass(frozen=True, kw_only=True)
class NumberLine:
    """One number: its paper, or None where there is none, which would have to be explained."""

    serial: int
    number: str
    paper: DocumentLine | None


@dataclass(frozen=True, kw_only=True)
class Series:
    """A row of numbers of one year, newest first; `last` is the last one given."""

    code: str
    year: int
    last: int
    void: int
    missing: int
    lines: tuple[NumberLine, ...]


@dataclass(frozen=True, kw_only=True)
class Register:
    """The numbers of one year."""

    year: int
    years: tuple[int, ...]
    series: tuple[Series, ...]


def offer_page(session: Session, *, person_id: UUID, problem_id: UUID, at: datetime) -> OfferPage:
    """What the office can have made of a problem now. Raises NotFound, NotPermitted."""
    actor = people.actor(session, person_id, at)
    problem = access.problem(session, actor, problem_id)
    _require(actor, "issue_document")
    case = access.case_of(session, problem_id)
    occasion = Occasion(session=session, at=at, case=case, problem=problem)
    offers = (
        Offer(kind=kind, name=PAPERS[kind].name, why_not=why_not(occasion, kind), number=standing(occasion, kind))
        for kind in asked_for(occasion)
    )
    return OfferPage(
        problem_id=problem.id,
        problem_number=problem.number or "",
        problem_title=problem.title,
        offers=tuple(sorted(offers, key=lambda each: bool(each.why_not))),
        documents=timeline.documents(session, case.id),
    )


def register(session: Session, *, person_id: UUID, year: int | None, at: datetime) -> Register:
    """Every number of a year (the newest when none is chosen) with its paper; void ones with the reason. Raises NotPermitted."""
    _require(people.actor(session, person_id, at), "see_numbers")
    years = tuple(session.scalars(select(DocumentSerial.year).distinct().order_by(DocumentSerial.year.desc())))
    chosen = year if year in years else (years[0] if years else at.year)
    papers = _papers(session, chosen)
    rows = session.scalars(select(DocumentSerial).where(DocumentSerial.year == chosen).order_by(DocumentSerial.office))
    return Register(year=chosen, years=years, series=tuple(_series(row, papers[row.office]) for row in rows))


def _papers(session: Session, year: int) -> dict[str, dict[int, DocumentLine]]:
    """Code → serial → paper. The code is what stands before the year in the printed number."""
    found: dict[str, dict[int, DocumentLine]] = defaultdict(dict)
    rows = session.execute(
        select(Document, Problem)
        .outerjoin(Case, Case.id == Document.case_id)
        .outerjoin(Problem, Problem.id == Case.problem_id)
        .where(Document.year == year)
    )
    for document, problem in rows:
        found[document.number.partition("〔")[0]][document.serial] = timeline.document_line(document, problem)
    return found


def _series(row: DocumentSerial, papers: dict[int, DocumentLine]) -> Series:
    serials = range(row.last, 0, -1)
    lines = (
        NumberLine(serial=each, number=f"{row.office}〔{row.year}〕{each}号", paper=papers.get(each))
        for each in serials[:SHOWN]
    )
    return Series(
        code=row.office,
        year=row.year,
        last=row.last,
        void=sum(each.cancelled_at is not None for each in papers.values()),
        missing=sum(each not in papers for each in serials),
        lines=tuple(lines),
    )


def _require(actor: Actor, action: str) -> None:
    if seat_for_action(actor, action, {}) is None:
        raise NotPermitted(why=why_not_permitted(ACTIONS[action]))
