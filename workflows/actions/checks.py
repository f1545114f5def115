"""Look-alike checks (举一反三): asked of many units about one problem; what they find becomes a problem once the office says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.actions import matters, once, who
from workflows.actions.once import Done
from workflows.actions.opening import open_case
from workflows.actions.press import begin, day_after_today, require_running
from workflows.queries import access, cases, diagrams
from workflows.queries.checks import suggested_number
from workflows.records import Finding, Matter, Measure, Person, Problem, ProblemList, ProblemUnit, Unit
from workflows.rules.canonical import canonical
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput, NotFound, NotYet
from workflows.rules.matters import CHECK
from workflows.rules.permissions import Actor
from workflows.rules.phrases import title_of

LONGEST_NUMBER, SHORTEST_REASON, LONGEST_REASON = 60, 4, 1000


def start_check(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Ask units to look for the same problem with themselves. Raises NotFound, NotPermitted, InvalidInput, NotYet for a cancelled problem."""
    press = begin(session, "start_check", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    press.valid("start_check", values)
    due_on = day_after_today(values, "due_on", "答复时限", at)
    asked = _asked(session, values)
    line = matters.Line(
        kind=CHECK,
        title=f"举一反三：{press.problem.title}"[:200],
        text=str(values["requirements"]),
        area=press.problem.area,
        due_on=due_on,
        units=tuple(("responsible", unit.id) for unit in asked),
    )
    matter = Matter(about_id=problem_id, in_force_at=at, target_list_id=press.problem.list_id)
    check, _ = matters.start(session, line, by=press.actor, at=at, matter=matter)
    press.note("check:started", number=check.number, count=len(asked), due_on=due_on)
    return press.done(f"已部署举一反三排查 {check.number}，请 {len(asked)} 家单位在 {due_on.isoformat()} 前答复。")


def decide_finding(
    session: Session, *, finding_id: UUID, values: Mapping[str, str], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Put what a unit found on the list as a problem of its own, or say why not.

    `values`: `decision` list|dismiss, `number` of the new problem, `reason`. Raises NotFound, NotPermitted, AlreadyDone, InvalidInput, NotYet.
    """
    actor, found = who.actor(session, by, at), session.get(Finding, finding_id)
    if found is None:
        raise NotFound(what="这处发现")
    check = access.problem(session, actor, found.check_id)
    who.require(session, actor, "decide_finding", check)
    case = cases.locked(session, access.case_of(session, check.id).id)
    if (before := once.earlier(session, request_id, by, case)) is not None:
        return before
    require_running(case)
    found = session.get_one(Finding, finding_id, populate_existing=True)
    _require_undecided(session, found)
    decision, reason = values.get("decision", ""), values.get("reason", "").strip()
    _require_decision(decision, reason)
    found.decided_at, found.decided_by_id, found.reason = at, by, reason or None
    unit = session.get_one(Unit, found.unit_id)
    if decision == "dismiss":
        who.note(
            session, "finding:dismissed", case=case, by=actor, at=at, unit=unit.name, place=found.place, reason=reason
        )
        return once.remember(
            session, request_id, case, by=by, at=at, sentence=f"已记录：{unit.name}的这处发现不列入清单。"
        )
    problem = _list(session, check, found, values.get("number", "").strip(), actor, at)
    who.note(
        session, "finding:listed", case=case, by=actor, at=at, unit=unit.name, place=found.place, number=problem.number
    )
    sentence = f"已列入清单，编号 {problem.number}，由{unit.name}整改。"
    return once.remember(session, request_id, case, by=by, at=at, sentence=sentence)


def _asked(session: Session, values: Mapping[str, Any]) -> list[Unit]:
    wanted = [str(each) for each in values["asked_units"]]
    known = {str(unit.id): unit for unit in session.scalars(select(Unit).where(Unit.active, Unit.level != "office"))}
    if any(each not in known for each in wanted):
        message = "所选单位里有一个不在本市单位表中，请重新选择。"
        raise InvalidInput([FieldProblem(field="asked_units", label="请哪些单位排查", message=message)])
    return sorted((known[each] for each in wanted), key=lambda unit: (unit.level, unit.name))


def _require_undecided(session: Session, found: Finding) -> None:
    if found.decided_at is None:
        return
    person = session.get(Person, found.decided_by_id) if found.decided_by_id else None
    at = found.decided_at.astimezone(CITY_ZONE)
    raise AlreadyDone(who=person.name if person else "他人", at=f"{at.month} 月 {at.day} 日 {at:%H:%M}")


def _require_decision(decision: str, reason: str) -> None:
    problems = []
    if decision not in ("list", "dismiss"):
        problems.append(FieldProblem(field="decision", label="决定", message="请选择“列入清单”或“不列入”。"))
    if (decision == "dismiss" and len(reason) < SHORTEST_REASON) or len(reason) > LONGEST_REASON:
        message = f"不列入的请写明理由，{SHORTEST_REASON} 到 {LONGEST_REASON} 个字；现在是 {len(reason)} 个字。"
        problems.append(FieldProblem(field="reason", label="理由", message=message))
    if problems:
        raise InvalidInput(problems)


def _list(session: Session, check: Problem, found: Finding, number: str, actor: Actor, at: datetime) -> Problem:
    """The new problem, with its case under the process of the list the original stands on."""
    matter = session.get_one(Matter, check.id)
    original = session.get(Problem, matter.about_id) if matter.about_id else None
    if matter.target_list_id is None or original is None:
        raise NotYet(why="这次排查没有对应的问题清单，不能列入")
    listed = session.scalars(select(ProblemList).where(ProblemList.id == matter.target_list_id).with_for_update()).one()
    number = number or suggested_number(session, original)
    _require_free(session, listed, number)
    last = session.scalar(select(func.max(Problem.position)).where(Problem.list_id == listed.id)) or 0
    origin = {"check": check.number, "check_id": str(check.id), "problem": original.number, "place": found.place}
    problem = Problem(
        list_id=listed.id,
        position=last + 1,
        number=number,
        area=original.area,
        title=title_of(found.text),
        text=f"{found.place}：{found.text}",
        target=original.target,
        due_on=found.due_on,
        long_term=False,
        immediate=False,
        deadline_raw=None,
        found=canonical({"origin": origin}),
        state="open",
        created_at=at,
    )
    session.add(problem)
    session.flush()
    session.add_all([*_units(session, original, problem, found.unit_id), *_measures(problem, found, at)])
    found.problem_id = problem.id
    session.flush()
    case = open_case(session, problem, diagrams.newest(session, listed.process), listed.name, by=actor, at=at)
    who.note(session, "problem:found", case=case, by=actor, at=at, check=check.number, original=original.number)
    return problem


def _require_free(session: Session, listed: ProblemList, number: str) -> None:
    message = ""
    if len(number) > LONGEST_NUMBER:
        message = f"编号最多 {LONGEST_NUMBER} 字，现在 {len(number)} 字。"
    elif session.scalar(select(Problem.id).where(Problem.list_id == listed.id, Problem.number == number).limit(1)):
        message = f"清单里已有编号为“{number}”的问题，请换一个编号。"
    if message:
        raise InvalidInput([FieldProblem(field="number", label="编号", message=message)])


def _units(session: Session, original: Problem, problem: Problem, unit_id: UUID) -> list[ProblemUnit]:
    """The unit that found it rectifies it; who leads and supervises the original leads and supervises this one."""
    others = session.execute(
        select(ProblemUnit.part, ProblemUnit.unit_id)
        .where(ProblemUnit.problem_id == original.id, ProblemUnit.part.in_(("lead", "supervising")))
        .where(ProblemUnit.unit_id.is_not(None), ProblemUnit.unit_id != unit_id)
        .order_by(ProblemUnit.position)
    ).all()
    parts = [("responsible", unit_id), *dict.fromkeys((part, unit) for part, unit in others)]
    return [
        ProblemUnit(problem_id=problem.id, unit_id=unit, part=part, raw=None, position=position)
        for position, (part, unit) in enumerate(parts, 1)
    ]


def _measures(problem: Problem, found: Finding, at: datetime) -> list[Measure]:
    lines = [line.strip() for line in found.measures.splitlines() if line.strip()]
    return [
        Measure(
            problem_id=problem.id,
            position=position,
            text=text,
            raw=None,
            target=None,
            due_on=found.due_on,
            deadline_raw=None,
            long_term=False,
            added_by_id=None,
            added_at=at,
        )
        for position, text in enumerate(lines, 1)
    ]
