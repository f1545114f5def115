"""Taking back what one has just signed (撤回). The sign-off stays on record, marked as withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import advance, papers, side_by_side
from workflows.actions.once import Done
from workflows.actions.press import Press, begin, require_fitting, require_running
from workflows.engine import Run
from workflows.queries import cases, diagrams, unit_answers
from workflows.records import SignOff, Task, Withdrawal
from workflows.rules.errors import NotPermitted, NotYet


def withdraw(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Take back one's own last completion while nobody has acted on it; of several units each its own answer, while others are still asked.

    Raises NotPermitted for anybody else's, NotYet once something has come of it (a paper, a notice, the next person's action).
    """
    press = begin(session, None, problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_fitting(session, "withdraw", press.problem)
    require_running(press.case)
    press.valid("withdraw", values)
    if (answer := unit_answers.own_answer(session, press.case, by)) is not None:
        sign_off, run = answer, advance.load(session, press.case)
    else:
        sign_off, run = _last_completion(press), _run_before(press)
    _mark(press, sign_off, str(values["reason"]))
    _ask_unit_again(session, press, sign_off)
    advance.settle(session, press.case, run, at=at)
    press.note("box:withdrawn", box=sign_off.box, reason=values["reason"])
    return press.done(f"已撤回。{cases.where_now(session, press.case)}")


def _last_completion(press: Press) -> SignOff:
    case = press.case
    sign_off = press.session.get(SignOff, case.undo_sign_off_id) if case.undo_sign_off_id else None
    if case.undo_state is None or sign_off is None:
        raise NotYet(why="下一环节已经办理，或者已形成文书、公示，不能撤回；确需更改的，请办理人退回")
    if sign_off.person_id != press.actor.person_id:
        raise NotPermitted(why="只能撤回自己刚办理的环节")
    return sign_off


def _run_before(press: Press) -> Run:
    """The case as it stood before the completion, and the problem's day of then."""
    press.problem.due_on = press.case.undo_due_on
    return Run.load(diagrams.running(press.session, press.case.diagram_id), press.case.undo_state or b"")


def _mark(press: Press, sign_off: SignOff, reason: str) -> None:
    press.session.add(Withdrawal(sign_off_id=sign_off.id, reason=reason, at=press.at))
    why = f"所依据的办理意见已撤回：{reason}"
    papers.void_about(press.session, press.case, sign_off.id, by=press.actor, reason=why, at=press.at)
    press.session.flush()


def _ask_unit_again(session: Session, press: Press, sign_off: SignOff) -> None:
    """Of several units only the one that took its answer back has a task again; the others have answered."""
    task = session.get(Task, sign_off.task_id) if sign_off.task_id else None
    if task is not None and task.unit_id is not None:
        session.add(side_by_side.again(task, at=press.at))
        session.flush()
