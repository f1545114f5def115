"""Moving running cases to another version: looked at first, then asked for together, then done one case at a time.

Each move is a transaction of its own and stands in the journal of its case. The state before is kept: until the case has gone on, the
move can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import engine, jobs
from workflows.actions import advance, side_by_side, who
from workflows.actions.diagrams import Given, given, given_reason
from workflows.queries import cases, diagrams
from workflows.records import Case, CaseMove, Diagram, Problem, Task
from workflows.rules.errors import ChangedMeanwhile, FieldProblem, InvalidInput, NotFound, NotYet, Refusal

MOST = 2_000
"""Cases looked at, or asked for, at once."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A case that runs under another version, and what keeps it from being moved; nothing when it can be."""

    case_id: UUID
    problem_id: UUID
    number: str
    title: str
    stage: str
    from_version: int
    why_not: tuple[str, ...]


def candidates(session: Session, *, to_id: UUID, by: UUID, at: datetime) -> tuple[Candidate, ...]:
    """Every case of the same process under another version, judged but not touched. Raises NotPermitted, NotFound."""
    to = _target(session, to_id)
    who.require(session, who.actor(session, by, at), "move_cases")
    known = given(diagrams.form_texts(session, to_id))
    query = (
        select(Case, Problem, Diagram)
        .join(Problem, Problem.id == Case.problem_id)
        .join(Diagram, Diagram.id == Case.diagram_id)
        .where(Diagram.key == to.key, Diagram.id != to_id, Case.cancelled_at.is_(None))
        .order_by(Problem.list_id, Problem.position)
        .limit(MOST)
    )
    return tuple(_candidate(session, *row, to_id=to_id, known=known) for row in session.execute(query))


def ask_to_move(
    session: Session, *, to_id: UUID, case_ids: Collection[UUID], reason: str, by: UUID, at: datetime
) -> UUID:
    """Ask for cases to be moved, as one batch that the worker goes through; returns the batch.

    Raises NotPermitted, NotFound, InvalidInput without a reason or without cases.
    """
    to = _target(session, to_id)
    who.require(session, who.actor(session, by, at), "move_cases")
    reason = given_reason(reason)
    query = select(Case).join(Diagram, Diagram.id == Case.diagram_id)
    chosen = list(session.scalars(query.where(Case.id.in_(case_ids), Diagram.key == to.key, Diagram.id != to_id)))
    if not 0 < len(chosen) <= MOST:
        said = f"请至少选择一个案件，一次最多 {MOST} 个。"
        raise InvalidInput([FieldProblem(field="case", label="要移动的案件", message=said)])
    batch = uuid4()
    session.add_all(
        CaseMove(
            batch=batch, case_id=case.id, from_id=case.diagram_id, to_id=to_id, reason=reason, asked_at=at, by_id=by
        )
        for case in chosen
    )
    session.flush()
    jobs.enqueue(session, "move_cases", {"batch": str(batch)}, key=f"move-cases:{batch}")
    return batch


def waiting_moves(session: Session, batch: UUID) -> list[UUID]:
    """The moves of a batch that were neither done nor refused yet."""
    query = select(CaseMove.id).where(CaseMove.batch == batch, CaseMove.moved_at.is_(None), CaseMove.refused.is_(None))
    return list(session.scalars(query.order_by(CaseMove.id)))


def move_case(session: Session, *, move_id: UUID, at: datetime) -> CaseMove:
    """Do one move that was asked for; why it cannot be done is kept with it. Done before, it does nothing."""
    asked = _locked(session, move_id)
    if asked.moved_at is not None or asked.refused is not None:
        return asked
    case = cases.locked(session, asked.case_id)
    try:
        run = _moved(session, case, asked)
    except Refusal as refusal:
        asked.refused = str(refusal)
        session.flush()
        return asked
    asked.state_before, asked.moved_at = case.state, at
    _put(session, case, asked.to_id, run, at)
    asked.state_after = sha256(case.state).hexdigest()
    _note(session, "case:moved", case, asked, by=asked.by_id, at=at, reason=asked.reason)
    session.flush()
    return asked


def revert_move(session: Session, *, move_id: UUID, by: UUID, at: datetime) -> CaseMove:
    """Put a case back under the version it came from, exactly as it stood. Raises NotPermitted, NotYet once it has gone on."""
    done = _locked(session, move_id)
    who.require(session, who.actor(session, by, at), "move_cases")
    case = cases.locked(session, done.case_id)
    if done.reverted_at is not None or done.moved_at is None or done.state_before is None:
        raise NotYet(why="这个案件没有移动，或者已经退回原来的版本")
    if case.diagram_id != done.to_id or sha256(case.state).hexdigest() != done.state_after:
        raise NotYet(why="案件移动以后又办理过，不能再退回原来的版本")
    run = engine.Run.load(diagrams.running(session, done.from_id), done.state_before)
    if why := half_answered(session, case, advance.load(session, case), done.from_id):
        raise NotYet(why="；".join(why).removesuffix("。"))
    done.reverted_at, done.reverted_by_id = at, by
    _put(session, case, done.from_id, run, at)
    _note(session, "case:moved-back", case, done, by=by, at=at)
    session.flush()
    return done


def _candidate(
    session: Session, case: Case, problem: Problem, diagram: Diagram, *, to_id: UUID, known: Given
) -> Candidate:
    try:
        run = advance.load(session, case)
        found = engine.obstacles(run, diagrams.running(session, to_id), **known)
        why_not = tuple(one.message for one in found) or half_answered(session, case, run, to_id)
    except Refusal as refusal:
        why_not = (str(refusal),)
    return Candidate(
        case_id=case.id,
        problem_id=problem.id,
        number=problem.number or "",
        title=problem.title,
        stage=cases.stage_name(session, case),
        from_version=diagram.version,
        why_not=why_not,
    )


def _moved(session: Session, case: Case, asked: CaseMove) -> engine.Run:
    """Raises CaseNotMovable; ChangedMeanwhile for a case that is no longer where it was asked for, NotYet for one taken off the list."""
    if case.diagram_id != asked.from_id:
        raise ChangedMeanwhile
    if case.cancelled_at is not None:
        raise NotYet(why="问题已撤销列入或并入另一问题")
    known = given(diagrams.form_texts(session, asked.to_id))
    run = advance.load(session, case)
    moved = engine.move(run, diagrams.running(session, asked.to_id), **known)
    if why := half_answered(session, case, run, asked.to_id):
        raise NotYet(why="；".join(why).removesuffix("。"))
    return moved


def half_answered(session: Session, case: Case, run: engine.Run, to_id: UUID) -> tuple[str, ...]:
    """Why a case may not be moved although the engine could: of several units some have answered, and the other version asks but one."""
    kept = {node.id: side_by_side.part_of(node) for node in diagrams.running(session, to_id).nodes}
    return tuple(
        f"正在办理的“{box.name}”由各单位分别办理，已有单位办结；新版本里只办一次，已有的答复没有着落。请等各单位都办结以后再移。"
        for box in run.open_boxes()
        if side_by_side.part_of(box) and not kept.get(box.box) and side_by_side.answered(session, case, box.token)
    )


def _put(session: Session, case: Case, diagram_id: UUID, run: engine.Run, at: datetime) -> None:
    """The case stands under this diagram from now on; open tasks keep everything but their name."""
    case.diagram_id = diagram_id
    advance.settle(session, case, run, at=at)
    names = {box.token: box.name for box in run.open_boxes()}
    for task in session.scalars(select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None))):
        task.name = names.get(task.token, task.name)


def _note(session: Session, what: str, case: Case, move: CaseMove, *, by: UUID, at: datetime, **more: object) -> None:
    versions = [session.get_one(Diagram, each).version for each in (move.from_id, move.to_id)]
    facts = {"from_version": versions[0], "to_version": versions[1], **more}
    who.note(session, what, case=case, by=who.actor(session, by, at), at=at, **facts)


def _target(session: Session, to_id: UUID) -> Diagram:
    to = session.get(Diagram, to_id)
    if to is None:
        raise NotFound(what="这张流程图")
    if diagrams.retired(session, to_id):
        raise NotYet(why=f"第 {to.version} 版已经停用，不能把案件移到这一版")
    return to


def _locked(session: Session, move_id: UUID) -> CaseMove:
    query = select(CaseMove).where(CaseMove.id == move_id).with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound(what="这次移动")
    return found
