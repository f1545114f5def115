"""Reads of one case: locked for an action, and as sentences for people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, undefer

from workflows.queries import diagrams, matters, opinions
from workflows.records import Case, Diagram, Document, Evidence, Measure, Objection, Problem, PublicNotice, Task
from workflows.rules.closure import ClosureFacts
from workflows.rules.errors import NotFound
from workflows.rules.matters import PROBLEM
from workflows.rules.roles import ROLES


def locked(session: Session, case_id: UUID) -> Case:
    """The case with its state, its row locked until the caller commits, as it stands now. Raises NotFound."""
    query = select(Case).where(Case.id == case_id).options(undefer(Case.state)).with_for_update()
    query = query.execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound(what="这个问题的办理记录")
    return found


def where_now(session: Session, case: Case) -> str:
    """Where the case stands now, as a sentence: whose turn it is, or what it waits for."""
    if turns := _whose_turn(session, case):
        return "下一步：" + "；".join(turns) + "。"
    if case.closed_at is not None:
        unfinished = Document.status.in_(("waiting", "signing"))
        waiting = select(Document.id).where(Document.case_id == case.id, unfinished).limit(1)
        kind = matters.kind_of_case(session, case)
        if kind is not PROBLEM:
            return f"{kind.state_words('closed')}。"
        return "已销号，正式文书正在制作。" if session.scalar(waiting) else "已办结销号。"
    return f"现在：{stage_name(session, case)}。"


def _whose_turn(session: Session, case: Case) -> list[str]:
    """Each open box with its role; where several units do it, how many are still to answer."""
    waiting = func.count().filter(Task.closed_at.is_(None))
    query = (
        select(Task.name, Task.role, waiting, func.count(Task.unit_id.distinct()))
        .where(Task.case_id == case.id)
        .group_by(Task.token, Task.name, Task.role)
        .having(waiting > 0)
        .order_by(func.min(Task.opened_at), Task.token)
    )
    return [_turn(*row) for row in session.execute(query)]


def _turn(name: str, role: str, waiting: int, units: int) -> str:
    whose = ROLES[role].name
    if units < 2:
        return f"{name}（{whose}）"
    return f"{name}（{units} 个{whose}分别办理）" if waiting == units else f"{name}（还等 {waiting} 个{whose}）"


def stage_name(session: Session, case: Case) -> str:
    """The Chinese name of the box a case stands at."""
    if (state := rested(case)) is not None:
        return matters.kind_of_case(session, case).state_words(state)
    if case.stage == "end":
        return "已办结"
    node = diagrams.node(session, case.diagram_id, case.stage)
    return f"等待{node.name}" if node.kind in ("timer", "message") else node.name


def box_name(session: Session, stage: str) -> str:
    """What a box is called in the newest diagram in which a case stands at it; the key itself where none does."""
    query = select(Case.diagram_id).join(Diagram, Diagram.id == Case.diagram_id).where(Case.stage == stage)
    diagram_id = session.scalar(query.order_by(Diagram.deployed_at.desc()).limit(1))
    if stage == "end":
        return "已办结"
    if diagram_id is None:
        return stage
    node = diagrams.node(session, diagram_id, stage)
    return f"等待{node.name}" if node.kind in ("timer", "message") else node.name


def rested(case: Case) -> str | None:
    """The state of a case that stands still, as a key of `rules.matters.STATES`; None for one under way."""
    if case.cancelled_at is not None:
        return "cancelled"
    if case.suspended_at is not None:
        return "suspended"
    return "closed" if case.closed_at is not None else None


def closure_facts(session: Session, case: Case) -> ClosureFacts:
    """What `rules.closure` asks of a case about to be struck off."""
    problem = session.get_one(Problem, case.problem_id)
    findings = opinions.findings(opinions.of_case(session, case))
    measures = session.scalars(select(Measure).where(Measure.problem_id == problem.id).order_by(Measure.position))
    unconfirmed = [
        each.text for each in measures if findings.get(str(each.id), opinions.OnMeasure()).verdict != "confirmed"
    ]
    objections = session.scalars(
        select(Objection.text)
        .join(PublicNotice, PublicNotice.id == Objection.notice_id)
        .where(PublicNotice.case_id == case.id, Objection.answered_at.is_(None))
    )
    notices = session.scalars(
        select(PublicNotice.title).where(PublicNotice.case_id == case.id, PublicNotice.over_at.is_(None))
    )
    return ClosureFacts(
        problem=problem.title,
        unconfirmed=tuple(unconfirmed),
        reports=_count(session, Document, Document.kind == "acceptance_report", case),
        evidence=_count(session, Evidence, Evidence.size >= 0, case),
        running_notices=tuple(notices),
        open_objections=tuple(objections),
        standing_orders=(order,) if (order := matters.order_words(session, problem.id)) else (),
    )


def _count(session: Session, kind: type[Document | Evidence], condition: ColumnElement[bool], case: Case) -> int:
    query = select(func.count()).select_from(kind).where(kind.case_id == case.id, condition)
    return session.scalar(query) or 0
