"""Does every case stand in exactly one place? The engine's state, the open tasks, the due time, sign-offs and journal, laid side by side.

Each transaction writes them together, so they agree unless a database was edited by hand, restored in parts, or we are wrong. Here, beside
the verbs, because the due time is counted as the verbs count it. Only looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from workflows.actions import advance
from workflows.engine import Run
from workflows.queries import deadlines
from workflows.records import Case, JournalEntry, Problem, ProblemDeadline, SignOff, Task
from workflows.rules.errors import Refusal

BATCH = 200
"""Cases held in memory at a time."""
SIGNED = ("box:completed", "box:returned")
"""The journal's words for a sign-off."""


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """One thing about a case that does not fit the rest, in both languages."""

    case_id: UUID
    number: str
    message: str
    english: str


Found = Iterator[tuple[str, str]]
"""Message and English of each thing found."""


def disagreements(session: Session, *, at: datetime, limit: int | None = None) -> Iterator[Disagreement]:
    """Everything that does not fit, case by case; of the `limit` cases opened last, or of all."""
    ids = list(session.scalars(select(Case.id).order_by(Case.opened_at.desc(), Case.id).limit(limit)))
    for start in range(0, len(ids), BATCH):
        query = select(Case, Problem).join(Problem, Problem.id == Case.problem_id).options(undefer(Case.state))
        for case, problem in session.execute(query.where(Case.id.in_(ids[start : start + BATCH]))).all():
            for message, english in _of_case(session, case, problem, at):
                yield Disagreement(case_id=case.id, number=problem.number or "", message=message, english=english)
        session.expunge_all()


def _of_case(session: Session, case: Case, problem: Problem, at: datetime) -> Found:
    tasks = list(session.scalars(select(Task).where(Task.case_id == case.id)))
    try:
        run = advance.load(session, case)
        yield from _place(case, run, [task for task in tasks if task.closed_at is None])
        yield from _time(session, case, problem, run, at)
    except Refusal as refusal:
        yield f"流程状态读不出来：{refusal}", f"the engine's state cannot be read: {refusal.english}"
    yield from _signatures(session, case, tasks)


def _place(case: Case, run: Run, tasks: list[Task]) -> Found:
    """A case taken off the list keeps its state and waits for nobody."""
    boxes = {box.token: box for box in run.open_boxes() if box.kind == "user"} if case.cancelled_at is None else {}
    for token in boxes.keys() - {task.token for task in tasks}:
        yield (
            f"流程停在“{boxes[token].name}”，却没有待办",
            f"it stands at {boxes[token].box}, but there is no open task",
        )
    for task in tasks:
        if task.token not in boxes:
            yield f"有待办“{task.name}”，流程却不在那里", f"task {task.box} is open, but the case does not stand there"
    twice = [each for each, times in Counter((task.token, task.unit_id) for task in tasks).items() if times > 1]
    if twice:
        yield "同一环节有两个相同的待办", "the same task is open twice"
    if services := [box.name for box in run.open_boxes() if box.kind == "service"]:
        yield f"自动环节没有办：{'、'.join(services)}", "service boxes were left undone"
    if case.cancelled_at is None and case.stage != advance.stage_of(run):
        yield f"登记的环节 {case.stage} 与流程不符", f"stage {case.stage} is not where the case stands"


def _time(session: Session, case: Case, problem: Problem, run: Run, at: datetime) -> Found:
    """Woken too early is harmless; woken too late or never is a deadline that does not fire."""
    current = deadlines.in_force(session, case.id)
    if current is None:
        yield "没有登记时限", "no deadline was kept"
        return
    if case.cancelled_at is None and current.due_on != problem.due_on:
        yield (
            f"问题的时限 {problem.due_on} 与登记的时限 {current.due_on} 不符",
            "the problem's day is not the one in force",
        )
    yield from _wakes(session, case, problem, run, current, at)


def _wakes(session: Session, case: Case, problem: Problem, run: Run, current: ProblemDeadline, at: datetime) -> Found:
    known = session.scalar(select(func.max(JournalEntry.at)).where(JournalEntry.chain == str(case.id)))
    at = max(at, known or at)  # a clock set back does not make a case forget what it has said
    wanted = advance.wake_at(session, case, problem, run, current, at=at)
    resting = case.suspended_at is not None or case.cancelled_at is not None
    if resting and case.due_at is not None:
        yield "已暂停或撤销，却还登记着到期时间", "it rests, and is still due"
    elif wanted is not None and (case.due_at is None or case.due_at > max(wanted, at)):
        yield f"应在 {wanted.isoformat()} 到期，却不会按时处理", f"it is due at {wanted.isoformat()}, and would be late"


def _signatures(session: Session, case: Case, tasks: list[Task]) -> Found:
    """Each task that a person closed has one sign-off, theirs; each sign-off has its task and its entry in the journal."""
    signed = list(session.execute(select(SignOff.task_id, SignOff.person_id).where(SignOff.case_id == case.id)))
    closed = Counter((task.id, task.closed_by_id) for task in tasks if task.closed_by_id is not None)
    given = Counter((task_id, person_id) for task_id, person_id in signed if task_id is not None)
    if closed != given:
        yield "办结的待办与签字不能一一对应", "closed tasks and sign-offs do not match one to one"
    query = select(func.count()).where(JournalEntry.chain == str(case.id), JournalEntry.what.in_(SIGNED))
    noted = session.scalar(query) or 0
    if noted != len(signed):
        yield f"签字 {len(signed)} 次，日志记了 {noted} 次", f"{len(signed)} sign-offs, {noted} of them in the journal"
