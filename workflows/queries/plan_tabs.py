"""The lists about a plan under review: all problems, all doubts, the lines nobody took, everything that was decided. Paged, for plans are long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.plans.review import LABEL_OF, Decision, Doubt, Entry, Review, live
from workflows.plans.review.undoing import new_key
from workflows.plans.review.values import LEFT, OPEN, UNIT_FIELDS
from workflows.queries import people, plan_reviews
from workflows.queries.plan_original import outside_lines
from workflows.queries.plan_pages import by_code, held_by, plan_line
from workflows.queries.plan_values import HeldShown, LineShown, PlanLine
from workflows.queries.plan_words import CODES, deadline_words, step_words
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.phrases import title_of

PAGE = 50
FILTERS = ("open", "missing", "mended")
Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """A problem in the list of all problems of a plan."""

    key: str
    number: str
    title: str
    area: str
    place: str
    units: str
    deadline: str
    open: int
    left: int
    missing: tuple[str, ...]
    mended: int
    held_by: str


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A decision in the list of decisions."""

    seq: int
    words: str
    about: str
    about_key: str
    by: str
    at: datetime
    undone: bool


@dataclass(frozen=True, kw_only=True)
class TabPage:
    """One page of a long list about a plan. `page` counts from 1; `pages` is at least 1."""

    plan: PlanLine
    page: int
    pages: int
    total: int
    entries: tuple[EntryLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    doubts: tuple[tuple[str, tuple[Doubt, ...]], ...] = ()
    kinds: tuple[tuple[str, str, int], ...] = ()
    """Code, what it is called, how many are open."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Key of a problem → its number."""
    runs: tuple[tuple[int, int, str, tuple[LineShown, ...]], ...] = ()


def problems_tab(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, only: str, page: int, at: datetime
) -> TabPage:
    """All problems, or those with open doubts, with something the text does not say, or that were mended. Raises NotFound, NotYet."""
    plan, stands, _ = _stands(session, store, person_id, review_id, at)
    held = held_by(session, review_id, person_id, at)
    lines = [_entry_line(stands, each, held) for each in stands.entries]
    chosen = [each for each in lines if only not in FILTERS or getattr(each, only)]
    shown, number, pages = _page(chosen, page)
    return TabPage(plan=plan, page=number, pages=pages, total=len(chosen), entries=tuple(shown))


def doubts_tab(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, code: str, page: int, at: datetime
) -> TabPage:
    """The open doubts by kind; of one kind when its code is given. Raises NotFound, NotYet."""
    plan, stands, _ = _stands(session, store, person_id, review_id, at)
    counted = Counter(each.code for each in stands.open_doubts)
    chosen = [each for each in stands.open_doubts if not code or each.code == code]
    shown, number, pages = _page(chosen, page)
    return TabPage(
        plan=plan,
        page=number,
        pages=pages,
        total=len(chosen),
        doubts=by_code(shown),
        kinds=tuple((each, CODES.get(each, each), count) for each, count in counted.items()),
        numbers={key: entry.problem.number for key, entry in stands.by_key.items()},
    )


def outside_tab(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, page: int, at: datetime
) -> TabPage:
    """The lines that belong to no problem, with the reason. Raises NotFound, NotYet."""
    plan, stands, _ = _stands(session, store, person_id, review_id, at)
    shown, number, pages = _page(stands.outside, page)
    runs = tuple((each.first, each.last, each.why, outside_lines(stands, each)) for each in shown)
    return TabPage(plan=plan, page=number, pages=pages, total=len(stands.outside), runs=runs)


def steps_tab(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, page: int, at: datetime
) -> TabPage:
    """Everything that was decided, latest first, with who and when. Raises NotFound, NotYet."""
    plan, stands, steps = _stands(session, store, person_id, review_id, at)
    counting = {each.seq for each in live(steps)}
    shown, number, pages = _page(list(reversed(steps)), page)
    return TabPage(
        plan=plan,
        page=number,
        pages=pages,
        total=len(steps),
        steps=tuple(_step_line(stands, each, counting) for each in shown),
    )


def _stands(
    session: Session, store: EvidenceStore, person_id: UUID, review_id: UUID, at: datetime
) -> tuple[PlanLine, Review, tuple[Decision, ...]]:
    plan = plan_line(session, person_id=person_id, review_id=review_id, at=at)
    found = plan_reviews.row(session, people.actor(session, person_id, at), review_id)
    steps = plan_reviews.decisions(session, review_id)
    return plan, plan_reviews.review(session, store, found, steps), steps


def _page(rows: Sequence[Row], page: int) -> tuple[Sequence[Row], int, int]:
    """The rows of a page; a page that is not there becomes the nearest that is."""
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(1, page), pages)
    return rows[(number - 1) * PAGE : number * PAGE], number, pages


def _entry_line(stands: Review, entry: Entry, held: dict[str, HeldShown]) -> EntryLine:
    problem = entry.problem
    doubts = stands.doubts_by_problem.get(entry.key, ())
    names = [raw for field in UNIT_FIELDS for raw in getattr(problem, field)]
    return EntryLine(
        key=entry.key,
        number=problem.number,
        title=title_of(problem.text),
        area=problem.area or "",
        place=problem.place,
        units="、".join(dict.fromkeys(names[:3])) + ("等" if len(names) > 3 else ""),
        deadline=deadline_words(problem.deadline) if problem.deadline else "",
        open=sum(1 for each in doubts if each.state == OPEN),
        left=sum(1 for each in doubts if each.state == LEFT),
        missing=tuple(LABEL_OF[name] for name in entry.missing),
        mended=len(entry.decided),
        held_by=held[entry.key].name if entry.key in held and not held[entry.key].mine else "",
    )


def _step_line(stands: Review, step: Decision, counting: set[int]) -> StepLine:
    key = new_key(step.seq) if step.kind == "add" else str(step.body.get("problem", ""))
    entry = stands.by_key.get(key)
    return StepLine(
        seq=step.seq,
        words=step_words(step),
        about=f"问题 {entry.problem.number}" if entry else "",
        about_key=entry.key if entry else "",
        by=step.by,
        at=step.at,
        undone=step.kind != "undo" and step.seq not in counting,
    )
