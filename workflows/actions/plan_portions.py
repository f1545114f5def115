"""A register drawn up aside, portion by portion, and put in place as a whole.

Nobody can meet half a register, because nothing of it is in a table anybody reads until it is there entirely. What takes long (rows, first steps of
the cases, journal, search) is worked out outside any transaction; a portion is one short one; what remains for the last transaction is
inserting. A worker killed anywhere leaves the portions that were written, and the next one goes on behind them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID, uuid5

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.actions import plan_versions, who
from workflows.actions.newcomers import found_of, newcomer
from workflows.actions.opening import Newcomer, Opening
from workflows.actions.plans import Loaded, Source, new_list, note_loaded, require_free_name, require_process
from workflows.plans.review import Registered
from workflows.queries import deadlines, people
from workflows.queries.plan_versions import Kept
from workflows.records import PlanPortion, PlanReview, Problem, ProblemList, Unit, journal
from workflows.records.packed_rows import packed, put
from workflows.rules.canonical import canonical, digest_of
from workflows.rules.permissions import Actor

PORTION = 200
"""Problems written aside in one transaction."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """All that a register is drawn up from, read at one moment."""

    review_id: UUID
    accepted_at: datetime
    register: Registered
    source: Source
    problem_list: ProblemList
    names: Mapping[str, UUID]
    opening: Opening
    actor: Actor
    basis: str

    @property
    def problems(self) -> int:
        """How many the register will have."""
        return len(self.register.reading.problems)

    @property
    def portions(self) -> int:
        """How many portions that makes."""
        return -(-self.problems // PORTION)


def draft_of(session: Session, found: PlanReview, register: Registered, source: Source, *, at: datetime) -> Draft:
    """Everything that is asked of the database for an accepted plan, and everything that can be refused.

    Raises NotPermitted, ListExists, NotForPlans, NotFound.
    """
    if found.accepted_by_id is None or found.accepted_at is None:
        raise ValueError(f"plan {found.id} was not accepted")
    actor = who.actor(session, found.accepted_by_id, at)
    who.require(session, actor, "load_plan")
    require_free_name(session, source.list_name)
    names = people.unit_names(session) | dict(register.matches)
    at = _begun_at(session, found.id) or at
    listed = new_list(source, actor, at)
    listed.id = uuid5(found.id, found.accepted_at.isoformat())
    opening = Opening.of(session, require_process(session, source.process), listed, by=actor, at=at)
    return Draft(
        review_id=found.id,
        accepted_at=found.accepted_at,
        register=register,
        source=source,
        problem_list=listed,
        names=names,
        opening=opening,
        actor=actor,
        basis=_basis(session, found.accepted_at, source.process),
    )


def _begun_at(session: Session, review_id: UUID) -> datetime | None:
    """One register, one moment: that of its first portion."""
    query = select(PlanPortion.drawn_at).where(PlanPortion.review_id == review_id).order_by(PlanPortion.position)
    return session.scalar(query.limit(1))


def _basis(session: Session, accepted_at: datetime, process: str) -> str:
    """A digest of what the city is now, as far as a register depends on it."""
    levels = session.execute(select(Unit.id, Unit.level))
    told = {
        "accepted": accepted_at,
        "units": sorted((name, str(unit)) for name, unit in people.unit_names(session).items()),
        "levels": sorted((str(unit), level) for unit, level in levels),
        "diagram": require_process(session, process).id,
        "schedule": repr(deadlines.plan(session)),
        "portion": PORTION,
    }
    return digest_of(canonical(told))


def still_holds(session: Session, draft: Draft) -> bool:
    """Whether the city is still what the portions were drawn up from, and all of them are there."""
    return draft.basis == _basis(session, draft.accepted_at, draft.source.process) and not missing(session, draft)


def missing(session: Session, draft: Draft) -> list[int]:
    """The portions that are still to be drawn up, by their numbers."""
    mine = PlanPortion.review_id == draft.review_id, PlanPortion.basis == draft.basis
    written = set(session.scalars(select(PlanPortion.position).where(*mine)))
    return [position for position in range(1, draft.portions + 1) if position not in written]


def drawn_up(draft: Draft, positions: list[int]) -> Iterator[PlanPortion]:
    """These portions, one after the other; no database is needed."""
    newcomers = _newcomers(draft)
    for position in range(1, draft.portions + 1):
        batch = list(islice(newcomers, PORTION)) if position in positions else _passed(newcomers)
        if batch:
            yield _portion(draft, position, batch)


def _newcomers(draft: Draft) -> Iterator[tuple[int, str]]:
    return enumerate(found_of(draft.register.reading, draft.register))


def _passed(newcomers: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    list(islice(newcomers, PORTION))
    return []


def _portion(draft: Draft, position: int, batch: list[tuple[int, str]]) -> PlanPortion:
    problems, at = draft.register.reading.problems, draft.opening.at
    made: list[Newcomer] = [
        newcomer(draft.problem_list, found, problems[place], place + 1, draft.names, at) for place, found in batch
    ]
    drawn = draft.opening.drawn_up(made)
    begun = journal.begun(drawn.entries, {})
    return PlanPortion(
        review_id=draft.review_id,
        position=position,
        problems=len(made),
        basis=draft.basis,
        drawn_at=at,
        problem_ids=canonical([str(each.problem.id) for each in made]),
        alone=canonical([str(each.id) for each in drawn.alone]),
        rows=packed([*(row for rows in drawn.rows for row in rows), *begun, *drawn.followers]),
    )


def keep(session: Session, draft: Draft, portion: PlanPortion) -> bool:
    """Write a portion, once; False when the plan is not being registered any more, and nothing was written."""
    if locked(session, draft) is None:
        return False
    mine = PlanPortion.review_id == draft.review_id
    session.execute(delete(PlanPortion).where(mine, PlanPortion.basis != draft.basis))
    if session.scalar(select(PlanPortion.id).where(mine, PlanPortion.position == portion.position)) is None:
        session.add(portion)
        session.flush()
    return True


def forget(session: Session, review_id: UUID) -> None:
    """Throw away what was written aside."""
    session.execute(delete(PlanPortion).where(PlanPortion.review_id == review_id))


def locked(session: Session, draft: Draft) -> PlanReview | None:
    """The plan, held until the transaction ends; None when it is not being registered any more, or was accepted anew."""
    query = select(PlanReview).where(PlanReview.id == draft.review_id, PlanReview.status == "opening")
    found = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    return found if found is not None and found.accepted_at == draft.accepted_at else None


def version_of(session: Session, draft: Draft) -> plan_versions.Packed:
    """What the plan says, packed as the list's first version: seconds for thousands, and so done before the last transaction."""
    portions = select(PlanPortion.problem_ids).where(PlanPortion.review_id == draft.review_id)
    ids = [UUID(each) for one in session.scalars(portions.order_by(PlanPortion.position)) for each in json.loads(one)]
    readings = draft.register.reading.problems
    return plan_versions.packed(Kept(problem_id=found, reading=each) for found, each in zip(ids, readings, strict=True))


def put_in_place(session: Session, draft: Draft, version: plan_versions.Packed, *, at: datetime) -> Loaded:
    """The list with all its problems and cases, in the caller's one transaction. The caller has locked the plan.

    Raises ListExists when the name was taken meanwhile.
    """
    require_free_name(session, draft.source.list_name)
    session.add(draft.problem_list)
    session.flush()
    of_plan = select(PlanPortion).where(PlanPortion.review_id == draft.review_id).order_by(PlanPortion.position)
    alone: list[UUID] = []
    for portion in session.scalars(of_plan).all():
        put(session, portion.rows)
        alone += [UUID(each) for each in json.loads(portion.alone)]
        session.expunge(portion)  # ten thousand problems are not held twice
    for problem_id in alone:
        draft.opening.open_alone(session, session.get_one(Problem, problem_id))
    file = plan_versions.PlanFile(name=draft.source.file_name, digest=draft.source.digest)
    plan_versions.keep_packed(
        session, list_id=draft.problem_list.id, register=version, file=file, by=draft.actor.person_id, at=at
    )
    note_loaded(session, draft.source, draft.problems, by=draft.actor, at=at)
    forget(session, draft.review_id)
    return Loaded(list_id=draft.problem_list.id, problems=draft.problems, unmatched=())
