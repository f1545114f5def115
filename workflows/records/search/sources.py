"""Which records can be found, and by which of their words. A new kind of record that people write in is one `Source` here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from workflows.records.base import Base
from workflows.records.cases import Case
from workflows.records.comments import Comment, CommentWithdrawal
from workflows.records.documents import Document
from workflows.records.evidence import Evidence
from workflows.records.extensions import Extension
from workflows.records.measures import Measure
from workflows.records.problems import Problem, ProblemNumber
from workflows.records.public_notices import Objection, PublicNotice
from workflows.records.sign_offs import CoSignature, SignOff, Withdrawal
from workflows.records.tasks import Task

_NO_WORDS = re.compile(r"[A-Za-z0-9_.:+-]{0,64}")
"""Keys, identities, days and numbers of a form: nothing a person wrote."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of record that can be found.

    `rows` gives (id, problem id, instant, texts…) of all of them; `record.id` narrows it. `read` makes one text of the texts.
    """

    record: type[Base]
    rows: Select[*tuple[Any, ...]]
    read: Callable[[tuple[Any, ...]], str]

    @property
    def name(self) -> str:
        """The table of the record."""
        return str(self.record.__tablename__)

    @property
    def key(self) -> Any:
        """The column that tells the records apart."""
        return self.record.__table__.c["id"]


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A record whose change makes another's text stale: whose, and which attributes matter (none named: any)."""

    source: str
    owner: str
    attributes: frozenset[str] = frozenset()


def joined(texts: tuple[Any, ...]) -> str:
    """The texts one below the other; what another already says is left out."""
    said = dict.fromkeys(str(each).strip() for each in texts if each and str(each).strip())
    return "\n".join(each for each in said if not any(each in other for other in said if other != each))


def form_text(texts: tuple[Any, ...]) -> str:
    """What a person wrote into a form, field by field; the first text is the form's values."""
    values, *others = texts
    return joined((*_written(json.loads(values)), *others))


def _written(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not _NO_WORDS.fullmatch(value):
            yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _written(each)


_NUMBERS = (
    select(func.aggregate_strings(ProblemNumber.level + " " + ProblemNumber.number, "\n"))
    .where(ProblemNumber.problem_id == Problem.id)
    .correlate(Problem)
    .scalar_subquery()
)


def _of_case(record: Any, at: Any, *texts: Any) -> Select[*tuple[Any, ...]]:
    return select(record.id, Case.problem_id, at, *texts).join(Case, Case.id == record.case_id)


SOURCES = (
    Source(
        record=Problem,
        rows=select(
            Problem.id,
            Problem.id,
            Problem.created_at,
            *(Problem.number, _NUMBERS, Problem.area, Problem.title, Problem.text, Problem.target),
        ),
        read=joined,
    ),
    Source(
        record=Measure,
        rows=select(Measure.id, Measure.problem_id, Measure.added_at, Measure.text, Measure.target),
        read=joined,
    ),
    Source(
        record=Document,
        rows=select(Document.id, Case.problem_id, Document.issued_at, Document.number, Document.title).outerjoin(
            Case, Case.id == Document.case_id
        ),
        read=joined,
    ),
    Source(
        record=SignOff,
        rows=_of_case(SignOff, SignOff.at, SignOff.values, SignOff.opinion).where(
            SignOff.id.not_in(select(Withdrawal.sign_off_id))
        ),
        read=form_text,
    ),
    Source(
        record=CoSignature,
        rows=select(
            CoSignature.id, Case.problem_id, CoSignature.asked_at, CoSignature.question, CoSignature.opinion
        ).select_from(CoSignature).join(Task, Task.id == CoSignature.task_id).join(Case, Case.id == Task.case_id),
        read=joined,
    ),
    Source(
        record=Extension,
        rows=select(
            Extension.id, Extension.problem_id, Extension.asked_at, Extension.reason, Extension.decision_reason
        ),
        read=joined,
    ),
    Source(
        record=Objection,
        rows=select(Objection.id, Case.problem_id, Objection.received_at, Objection.text, Objection.answer)
        .join(PublicNotice, PublicNotice.id == Objection.notice_id)
        .join(Case, Case.id == PublicNotice.case_id),
        read=joined,
    ),
    Source(
        record=Comment,
        rows=_of_case(Comment, Comment.at, Comment.text).where(
            Comment.id.not_in(select(CommentWithdrawal.comment_id))
        ),
        read=joined,
    ),
    Source(
        record=Evidence,
        rows=_of_case(Evidence, Evidence.uploaded_at, Evidence.name, Evidence.note),
        read=joined,
    ),
)  # fmt: skip
"""In the order in which they are listed."""

BY_NAME = {source.name: source for source in SOURCES}
WATCHED: dict[type[Base], Watched] = {
    **{source.record: Watched(source=source.name, owner="id") for source in SOURCES},
    Problem: Watched(source="problem", owner="id", attributes=frozenset({"number", "area", "title", "text", "target"})),
    Document: Watched(source="document", owner="id", attributes=frozenset({"number", "title"})),
    ProblemNumber: Watched(source="problem", owner="problem_id"),
    CommentWithdrawal: Watched(source="comment", owner="comment_id"),
    Evidence: Watched(source="evidence", owner="id", attributes=frozenset({"name", "note"})),
    Withdrawal: Watched(source="sign_off", owner="sign_off_id"),
}
"""Records that are looked at when they are written, and whose text that changes."""


def identity(record: Base, watched: Watched) -> UUID:
    """Whose text a changed record makes stale."""
    found: UUID = getattr(record, watched.owner)
    return found
