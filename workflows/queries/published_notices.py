"""Public notices as strangers read them, the feed of what happened, and the answer to whoever holds a receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from workflows.queries.publicity import is_public
from workflows.queries.published_values import Happening, ObjectionAnswer, PublishedNotice
from workflows.records import Case, Objection, Problem, ProblemList, PublicNotice
from workflows.rules.errors import NotFound
from workflows.rules.notice_days import UNITS

FEED = 50
SHOWN = 100
"""Notices on one page; older ones stand on the pages of their problems."""


def notices(session: Session) -> tuple[PublishedNotice, ...]:
    """Those that run first, then the newest."""
    query = _notices().order_by(PublicNotice.over_at.is_not(None), PublicNotice.opened_at.desc()).limit(SHOWN)
    return tuple(_notice(row, case) for row, case in session.execute(query))


def notice(session: Session, *, notice_id: UUID) -> PublishedNotice:
    """One notice of a problem that is public. Raises NotFound."""
    found = session.execute(_notices().where(PublicNotice.id == notice_id)).one_or_none()
    if found is None:
        raise NotFound(what="这次公示")
    return _notice(*found)


def of_case(session: Session, case_id: UUID) -> tuple[PublishedNotice, ...]:
    """The notices of a case that is known to be public, the newest first."""
    query = _notices().where(PublicNotice.case_id == case_id).order_by(PublicNotice.opened_at.desc())
    return tuple(_notice(row, case) for row, case in session.execute(query))


def happenings(session: Session) -> tuple[Happening, ...]:
    """The newest notices and closures of published lists, the newest first."""
    opened = _notices().order_by(PublicNotice.opened_at.desc()).limit(FEED)
    closed = _public(Problem, Case).where(Case.closed_at.is_not(None)).order_by(Case.closed_at.desc())
    found = [
        *(_opened(_notice(row, case)) for row, case in session.execute(opened)),
        *(_closed(problem, case) for problem, case in session.execute(closed.limit(FEED))),
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:FEED])


def answer(session: Session, *, receipt: str) -> ObjectionAnswer:
    """The objection of a receipt with its answer. Raises NotFound."""
    row = session.scalar(select(Objection).where(Objection.receipt == receipt).options(selectinload(Objection.notice)))
    if row is None or not receipt:
        raise NotFound(what="这个回执编号的异议")
    return ObjectionAnswer(
        notice_title=row.notice.title,
        received_at=row.received_at,
        text=row.text,
        answered_at=row.answered_at,
        upheld=row.upheld,
        answer=row.answer or "",
    )


def _public(*what: Any) -> Select[Any]:
    joined = (
        select(*what)
        .select_from(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
    )
    return joined.where(is_public(), Case.cancelled_at.is_(None))


def _notices() -> Select[Any]:
    joined = _select_notices().join(Problem, Problem.id == Case.problem_id)
    public = joined.join(ProblemList, ProblemList.id == Problem.list_id)
    return public.where(is_public()).options(selectinload(PublicNotice.objections))


def _select_notices() -> Select[Any]:
    what: tuple[Any, ...] = (PublicNotice, Case)
    return select(*what).join(Case, Case.id == PublicNotice.case_id)


def _notice(row: PublicNotice, case: Case) -> PublishedNotice:
    rests = row.interrupted_at is not None or case.suspended_at is not None
    return PublishedNotice(
        id=row.id,
        problem_id=case.problem_id,
        title=row.title,
        text=row.text,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        span=f"{row.days} {UNITS[row.calendar]}",
        state="over" if row.over_at is not None else "resting" if rests else "open",
        opened_at=row.opened_at,
        objections=len(row.objections),
        answered=sum(each.answered_at is not None for each in row.objections),
        upheld=sum(each.upheld is True for each in row.objections),
    )


def _opened(row: PublishedNotice) -> Happening:
    return Happening(
        id=f"urn:uuid:{row.id}",
        title=row.title,
        summary=row.text,
        at=row.opened_at,
        problem_id=row.problem_id,
        notice_id=row.id,
        categories=("公示",),
    )


def _closed(problem: Problem, case: Case) -> Happening:
    assert case.closed_at is not None
    return Happening(
        id=f"urn:uuid:{case.id}",
        title=f"问题{problem.number or ''}“{problem.title}”已销号",
        summary=problem.target or problem.title,
        at=case.closed_at,
        problem_id=problem.id,
        categories=("销号",),
    )
