"""The page of papers with its filters, and the page of a batch that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from workflows.queries import access, people
from workflows.queries.timeline import document_line
from workflows.queries.values import Choice, DocumentLine
from workflows.records import Case, Document, PrintBatch, PrintItem, Problem, ProblemList
from workflows.rules.errors import NotFound

SHOWN = 200
STATES: Mapping[str, str] = {
    "ready": "已签发",
    "waiting": "正在排版",
    "signing": "等待签名",
    "failed": "没有做成",
    "void": "已作废",
}
FAILED_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class PaperFilter:
    """What is narrowed down to; empty is all."""

    kind: str = ""
    state: str = ""
    list_id: str = ""


@dataclass(frozen=True, kw_only=True)
class PapersPage:
    """The newest papers of a filter, how many it has in all, and what can be chosen."""

    lines: tuple[DocumentLine, ...]
    total: int
    kinds: tuple[str, ...]
    lists: tuple[Choice, ...]
    batches: tuple[BatchLine, ...]


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """A batch with its progress."""

    id: UUID
    prints: str
    result: str
    status: str
    error: str
    total: int
    done: int
    failed: int
    size: int | None
    file_digest: str
    asked_at: datetime

    @property
    def file_name(self) -> str:
        """What the downloaded file is called."""
        what = "副本" if self.prints == "copies" else "文书"
        return f"{what} {self.total} 份 {self.asked_at:%Y%m%d-%H%M}.{'pdf' if self.result == 'merged' else 'zip'}"


@dataclass(frozen=True, kw_only=True)
class FailedPaper:
    """A paper that is not in the result, and why."""

    document_id: UUID
    number: str
    title: str
    why: str


@dataclass(frozen=True, kw_only=True)
class BatchPage:
    """One batch and what is missing in it."""

    line: BatchLine
    failed: tuple[FailedPaper, ...]


def papers_page(session: Session, *, person_id: UUID, filters: PaperFilter, at: datetime) -> PapersPage:
    """The papers of the problems the person may see, newest first."""
    visible = access.visible_papers(people.actor(session, person_id, at))
    where = [visible, *conditions(filters)]
    rows = session.execute(
        select(Document, Problem)
        .outerjoin(Case, Case.id == Document.case_id)
        .outerjoin(Problem, Problem.id == Case.problem_id)
        .where(*where)
        .order_by(Document.issued_at.desc(), Document.id)
        .limit(SHOWN)
    )
    lists = session.execute(
        select(ProblemList.id, ProblemList.name)
        .where(ProblemList.id.in_(select(Problem.list_id).join(Case, Case.problem_id == Problem.id)
        .join(Document, Document.case_id == Case.id).where(visible)))
        .order_by(ProblemList.created_at.desc())
    )  # fmt: skip
    return PapersPage(
        lines=tuple(document_line(document, problem) for document, problem in rows),
        total=session.scalar(select(func.count()).select_from(Document).where(*where)) or 0,
        kinds=tuple(session.scalars(select(Document.kind).where(visible).distinct().order_by(Document.kind))),
        lists=tuple(Choice(value=str(each.id), label=each.name) for each in lists),
        batches=_batches(session, person_id),
    )


def chosen_papers(session: Session, *, person_id: UUID, filters: PaperFilter, at: datetime) -> tuple[UUID, ...]:
    """Every paper of a filter that the person may see, for printing all of them."""
    visible = access.visible_papers(people.actor(session, person_id, at))
    return tuple(session.scalars(select(Document.id).where(visible, *conditions(filters))))


def batch_page(session: Session, *, person_id: UUID, batch_id: UUID) -> BatchPage:
    """A batch of the person's own. Raises NotFound for anybody else's: it holds what its asker may see."""
    row = session.scalar(select(PrintBatch).where(PrintBatch.id == batch_id, PrintBatch.asked_by_id == person_id))
    if row is None:
        raise NotFound(what="这批打印")
    failed = session.execute(
        select(Document.id, Document.number, Document.title, PrintItem.error)
        .join(PrintItem, PrintItem.document_id == Document.id)
        .where(PrintItem.batch_id == batch_id, PrintItem.status == "failed")
        .order_by(PrintItem.position)
        .limit(FAILED_SHOWN)
    )
    return BatchPage(
        line=_line(row, _counts(session, [row.id])),
        failed=tuple(
            FailedPaper(document_id=each.id, number=each.number, title=each.title, why=each.error or "")
            for each in failed
        ),
    )


def conditions(filters: PaperFilter) -> list[ColumnElement[bool]]:
    found = []
    if filters.kind:
        found.append(Document.kind == filters.kind)
    if filters.state == "void":
        found.append(Document.cancelled_at.is_not(None))
    elif filters.state:
        found += [Document.status == filters.state, Document.cancelled_at.is_(None)]
    if filters.list_id:
        cases = select(Case.id).join(Problem, Problem.id == Case.problem_id)
        found.append(Document.case_id.in_(cases.where(Problem.list_id == _id(filters.list_id))))
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _batches(session: Session, person_id: UUID, limit: int = 5) -> tuple[BatchLine, ...]:
    query = (
        select(PrintBatch).where(PrintBatch.asked_by_id == person_id).order_by(PrintBatch.asked_at.desc()).limit(limit)
    )
    rows = list(session.scalars(query))
    counts = _counts(session, [row.id for row in rows])
    return tuple(_line(row, counts) for row in rows)


def _counts(session: Session, batch_ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    rows = session.execute(
        select(PrintItem.batch_id, PrintItem.status, func.count())
        .where(PrintItem.batch_id.in_(batch_ids))
        .group_by(PrintItem.batch_id, PrintItem.status)
    )
    found: dict[UUID, dict[str, int]] = {}
    for batch_id, status, count in rows:
        found.setdefault(batch_id, {})[status] = count
    return found


def _line(row: PrintBatch, counts: Mapping[UUID, Mapping[str, int]]) -> BatchLine:
    mine = counts.get(row.id, {})
    return BatchLine(
        id=row.id,
        prints=row.prints,
        result=row.result,
        status=row.status,
        error=row.error or "",
        total=sum(mine.values()),
        done=mine.get("done", 0),
        failed=mine.get("failed", 0),
        size=row.size,
        file_digest=row.file_digest or "",
        asked_at=row.asked_at,
    )
