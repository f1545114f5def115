"""Finding words in ten thousand problems: the index of pieces beside looking through every text."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from bench._many import RARE, SIZE, many_problems
from bench.report import Report, Row
from webapp.house import House
from workflows import queries
from workflows.queries.search_values import Question
from workflows.records import Person, SearchEntry, search

QUESTIONS = (RARE, "渗滤液", "扬尘 监测数据", "2026-00007", "扬尘", "尘")
TIMES = 7


def run() -> Report:
    """Milliseconds of the database to count what answers, by index and by LIKE, and of the whole page."""
    rows: list[Row] = []
    with many_problems() as city:
        house: House = city.application.extensions["xiaohao"]
        with house.readers() as session:
            entries = session.scalar(select(func.count(SearchEntry.id))) or 0
            person = session.scalars(select(Person.id).where(Person.login == "sunyue")).one()
            for asked in QUESTIONS:
                by_index, looked, found = _both(session, asked)
                page = partial(
                    queries.find, session, person_id=person, question=Question(text=asked), at=datetime.now(UTC)
                )
                rows += [
                    Row(name=f"“{asked}”（{found} 条），逐条 LIKE", value=looked),
                    Row(name=f"“{asked}”（{found} 条），索引", value=by_index, parts=(("整页", fastest(page)),)),
                ]
    return Report(
        title=f"全文搜索：{SIZE} 个问题里找词",
        unit="毫秒",
        beside=rows[0].name,
        rows=tuple(rows),
        notes=(
            f"索引共 {entries} 条；SQLite，{TIMES} 次里最快的；整页含各种类计数、可见范围和标出命中处。一个字不用索引。",
        ),
    )


def _both(session: Session, asked: str) -> tuple[float, float, int]:
    terms = search.terms(asked)
    counted = select(func.count(SearchEntry.id))
    by_index = counted.where(search.matching(terms, "sqlite"))
    by_looking = counted.where(and_(*(SearchEntry.folded.contains(term, autoescape=True) for term in terms)))
    return (
        fastest(partial(session.scalar, by_index)),
        fastest(partial(session.scalar, by_looking)),
        session.scalar(by_index) or 0,
    )


def fastest(work: Callable[[], object]) -> float:
    """Milliseconds of the fastest of some times."""
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken) * 1000
