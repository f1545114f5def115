"""What happens to a case in real life besides its boxes: chase, suspend and resume, cancel, merge, correct, reassign, take back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, assigning, deadline_moves, effects
from workflows.actions.once import Done
from workflows.actions.press import Press, begin, day_after_today, require_running
from workflows.boxes.public_notice import ends_a_notice
from workflows.engine import Run
from workflows.queries import cases, diagrams, matters, people, unit_answers
from workflows.records import Case, Problem, PublicNotice, Task
from workflows.rules.deadlines import deadline_instant
from workflows.rules.errors import FieldProblem, InvalidInput, NotYet

Values = Mapping[str, Any]
CORRECTABLE = ("title", "text", "area", "target", "responsible_persons_raw", "number")


def chase(session: Session, *, problem_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime) -> Done:
    """Urge whoever's turn it is. Changes no deadline. Raises NotYet where nobody's turn it is."""
    press = begin(session, "chase", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    press.valid("chase", values)
    tasks = _open_tasks(session, press.case)
    if not tasks:
        raise NotYet(why="现在没有等人办理的环节，不需要催办")
    for task in tasks:
        task.chased_at, task.chases = at, task.chases + 1
    names, times = "、".join(dict.fromkeys(task.name for task in tasks)), max(task.chases for task in tasks)
    units = unit_answers.named(session, tasks)
    press.note("chased", box_name=f"{names}（{units}）" if units else names, words=values["words"], times=times)
    whom = f"，只催还没有办的{units}" if units else ""
    return press.done(f"已催办（第 {times} 次）{whom}，对方会在待办里看到。")


def suspend_case(
    session: Session, *, problem_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Stop a case: nobody acts and no timer fires until it is resumed."""
    press = begin(session, "suspend", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    press.valid("suspend", values)
    if press.case.closed_at is not None:
        raise NotYet(why="问题已销号，不需要暂停")
    press.case.suspended_at, press.case.due_at = at, None
    press.case.undo_state = None
    press.note("case:suspended", reason=values["reason"])
    return press.done("已暂停办理，时限和公示停止计算。恢复时须给出新的整改时限。")


def resume_case(
    session: Session, *, problem_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Go on where the case stopped, with a new deadline; a notice runs on for the days it had left."""
    press = begin(session, "suspend", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    if press.case.suspended_at is None or press.case.cancelled_at is not None:
        raise NotYet(why="问题没有暂停，不需要恢复")
    press.valid("resume", values)
    due_on = day_after_today(values, "due_on", "新的整改时限", at)
    run = advance.load(session, press.case)
    _move_notice(session, press.case, run, at - press.case.suspended_at)
    press.case.suspended_at = None
    deadline_moves.move_deadline(session, press.case, press.problem, due_on, run=run, afresh=True)
    advance.settle(session, press.case, run, at=at)
    press.note("case:resumed", reason=values["reason"], due_on=due_on)
    return press.done(f"已恢复办理，新的整改时限 {due_on.isoformat()}。{cases.where_now(session, press.case)}")


def cancel_case(
    session: Session, *, problem_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Take a problem off the list that should never have been on it. This is not a closure and issues no paper."""
    press = begin(session, "cancel", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    _require_open(press.case)
    _require_no_order(session, press)
    press.valid("cancel", values)
    _take_off(session, press)
    press.note("case:cancelled", reason=values["reason"])
    return press.done("已撤销列入。撤销不是销号，经过和材料都保留。")


def merge_case(session: Session, *, problem_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime) -> Done:
    """Take a duplicate off the list and point to the problem it is rectified with. Raises InvalidInput for a number that is not there."""
    press = begin(session, "merge", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    _require_open(press.case)
    _require_no_order(session, press)
    press.valid("merge", values)
    target = _numbered(session, press.problem, str(values["number"]).strip())
    _take_off(session, press)
    press.case.merged_into_id = target.id
    press.note("case:merged", number=target.number, title=target.title, reason=values["reason"])
    return press.done(f"已并入问题 {target.number}“{target.title}”，本问题的经过和材料都保留。")


def correct_fact(
    session: Session, *, problem_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Correct what was registered; the old words stay in the journal. Raises InvalidInput when nothing would change."""
    press = begin(session, "correct", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    press.valid("correct", values)
    name, after = str(values["field"]), str(values["value"]).strip()
    before = str(getattr(press.problem, name) or "") if name in CORRECTABLE else ""
    if name not in CORRECTABLE or before == after:
        raise InvalidInput(
            [FieldProblem(field="value", label="更正为", message="“更正为”与现在登记的内容相同，没有需要更正的。")]
        )
    limit = 20_000 if name in ("text", "target", "responsible_persons_raw") else 300
    if len(after) > limit:
        raise InvalidInput([FieldProblem(field="value", label="更正为", message=f"“更正为”最多 {limit} 字。")])
    setattr(press.problem, name, after)
    form = diagrams.form(session, press.case.diagram_id, "correct")
    option = next((each for each in form.fields[0].options if each.value == name), None)
    label = option.label if option else name
    press.note("fact:corrected", field=name, label=label, before=before, after=after, reason=values["reason"])
    return press.done(f"已更正“{label}”，原来的内容保留在经过里。")


def reassign_units(
    session: Session, *, problem_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Hand a problem over to other units; whoever's turn it is now is a member of the new ones."""
    press = begin(session, "reassign", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    _require_open(press.case)
    press.valid("reassign", values)
    run, form = advance.load(session, press.case), diagrams.form(session, press.case.diagram_id, "reassign")
    before = people.involvement(session, press.problem.id)
    effects.write(
        session,
        effects.Answer(
            case=press.case, problem=press.problem, run=run, form=form, values=values, by=press.actor, at=at
        ),
    )
    assigning.drop_unfit(session, press.case, by=press.actor, at=at)
    press.note("case:reassigned", reason=values["reason"])
    advance.match_units(session, press.case, press.problem, run, before, at=at)
    advance.settle(session, press.case, run, at=at)
    order = matters.order_words(session, problem_id)
    rest = f"挂牌督办 {order} 仍由原来的单位办理，需要时请另行转办。" if order else ""
    return press.done(f"已转办。{cases.where_now(session, press.case)}{rest}")


def _require_open(case: Case) -> None:
    require_running(case)
    if case.closed_at is not None:
        raise NotYet(why="问题已销号；确需更改的，请先决定重新整改")


def _require_no_order(session: Session, press: Press) -> None:
    if (order := matters.orders(session, [press.problem.id], standing=False).get(press.problem.id)) is not None:
        raise NotYet(why=f"挂牌督办 {order.number} 还没有办结，请先摘牌或者撤销")


def _take_off(session: Session, press: Press) -> None:
    press.case.cancelled_at, press.case.due_at = press.at, None
    press.case.undo_state = None
    for task in _open_tasks(session, press.case):
        task.closed_at = press.at
    for notice in session.scalars(_running_notices(press.case)):
        notice.over_at = press.at


def _open_tasks(session: Session, case: Case) -> list[Task]:
    return list(session.scalars(select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None))))


def _running_notices(case: Case) -> Any:
    return select(PublicNotice).where(PublicNotice.case_id == case.id, PublicNotice.over_at.is_(None))


def _move_notice(session: Session, case: Case, run: Run, by: timedelta) -> None:
    for notice in session.scalars(_running_notices(case)):
        notice.closes_on += timedelta(days=by.days + (1 if by.seconds else 0))
        for wait in run.waits():
            if ends_a_notice(wait.box):
                run.move_timer(wait.box, deadline_instant(notice.closes_on))


def _numbered(session: Session, problem: Problem, number: str) -> Problem:
    """The other problem of the same list with this number, still on the list."""
    found = session.scalar(
        select(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .where(Problem.list_id == problem.list_id, Problem.number == number, Problem.id != problem.id)
        .where(Case.cancelled_at.is_(None))
        .limit(1)
    )
    if found is None:
        message = f"同一清单里没有编号为“{number}”的另一问题，请核对编号。"
        raise InvalidInput([FieldProblem(field="number", label="并入的问题编号", message=message)])
    return found
