"""The difference between the version in force and an uploaded plan, as a page shows it: what must be decided first, each change word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.plans import ProblemReading
from workflows.plans.comparing import Change, Piece, Row, words_difference
from workflows.plans.comparing.difference import FIELD_WORDS, said
from workflows.plans.review import register_of
from workflows.queries import people, plan_pages, plan_reviews, registers
from workflows.queries.plan_values import PlanLine
from workflows.queries.plan_versions import standing
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.errors import NotFound
from workflows.rules.permissions import seat_for_action

MOST = 1_000
"""Rows on the page, what must be decided first; the rest are counted, and done as they are by default."""
ORDER = ("doubtful", "gone", "added", "changed")


@dataclass(frozen=True, kw_only=True)
class ChangeShown:
    """One changed field. `now` is what the list says today where somebody has changed it since; empty otherwise."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    now: str = ""


@dataclass(frozen=True, kw_only=True)
class RowShown:
    """A problem that is not the same in both versions."""

    key: str
    kind: str
    number: str
    title: str
    was: str  # the old problem's text, for a doubtful match and for one that is gone
    likeness: int  # per cent
    changes: tuple[ChangeShown, ...]
    problem_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DifferencePage:
    """Everything the page of a difference shows. `base` is the number of the version in force, 0 before versions were kept."""

    plan: PlanLine
    list_id: UUID
    list_name: str
    base: int
    counts: Mapping[str, int]
    rows: tuple[RowShown, ...]
    more: int
    open_doubts: int
    may_cancel: bool

    @property
    def empty(self) -> bool:
        return not self.rows


def difference_page(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, at: datetime
) -> DifferencePage:
    """The difference of an uploaded plan to the list it is a later version of. Raises NotFound, NotYet while it is being read."""
    actor = people.actor(session, person_id, at)
    found = plan_reviews.row(session, actor, review_id)
    if found.replaces_id is None:
        raise NotFound(what="这份方案要更新的清单")
    steps = plan_reviews.decisions(session, review_id)
    review = plan_reviews.review(session, store, found, steps)
    stands = standing(session, found.replaces_id)
    difference = stands.compared(register_of(review, steps).reading)
    ids = [each.problem_id for each in stands.kept]
    listed = registers.problems_of(session, found.replaces_id, also_cancelled=True)
    now = dict(zip((row.id for row in listed), registers.register_of(listed), strict=True))
    rows = sorted((row for row in difference.rows if row.kind in ORDER), key=lambda row: ORDER.index(row.kind))
    return DifferencePage(
        plan=plan_pages.plan_line(session, person_id=person_id, review_id=review_id, at=at),
        list_id=found.replaces_id,
        list_name=stands.problem_list.name,
        base=stands.number,
        counts={kind: difference.count(kind) for kind in ("unchanged", *ORDER)},
        rows=tuple(_shown(row, ids, now) for row in rows[:MOST]),
        more=max(0, len(rows) - MOST),
        open_doubts=len(review.open_doubts),
        may_cancel=seat_for_action(actor, "cancel", {}) is not None,
    )


def _shown(row: Row, ids: list[UUID], now: Mapping[UUID, ProblemReading]) -> RowShown:
    problem = row.new or row.old
    problem_id = ids[row.old_at] if row.old_at is not None else None
    current = now.get(problem_id) if problem_id else None
    return RowShown(
        key=row.key,
        kind=row.kind,
        number=problem.number if problem else "",
        title=(problem.text if problem else "").split("\n")[0][:80],
        was=row.old.text if row.old else "",
        likeness=round(100 * row.likeness),
        changes=tuple(_change(change, current) for change in row.changes),
        problem_id=problem_id,
    )


def _change(change: Change, current: ProblemReading | None) -> ChangeShown:
    pieces = words_difference(change.before, change.after)
    today = said(current, change.field) if current and change.field != "measures" else ""
    known = {"".join(each.split()) for each in (change.before, change.after)}
    return ChangeShown(
        label=FIELD_WORDS[change.field],
        old=tuple(each for each in pieces if each.kind != "in"),
        new=tuple(each for each in pieces if each.kind != "out"),
        now=today if today and "".join(today.split()) not in known else "",
    )
