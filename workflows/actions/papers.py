"""Papers outside the diagram: those an action issues by itself, those the office asks for, and those that are void."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.dossiers import PAPERS
from workflows.actions import who
from workflows.actions.once import Done
from workflows.actions.press import begin
from workflows.boxes.issuing import issue
from workflows.queries import access
from workflows.queries.dossiers import PAPER_OF, Occasion
from workflows.records import AuditDraw, Case, Document, EscalationStep, Extension, Membership, Problem, SignOff, Unit
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput, NotFound
from workflows.rules.permissions import Actor, Seat
from workflows.rules.roles import ROLES

SHORTEST, LONGEST = 4, 1000


def issue_paper(session: Session, *, problem_id: UUID, kind: str, request_id: UUID, by: UUID, at: datetime) -> Done:
    """Issue a paper of a problem because the office asks for it.

    Raises NotFound (also for a kind that is issued by a box or an action alone), NotPermitted, NotYet when what it tells of has not happened or
    has its paper.
    """
    press = begin(session, "issue_document", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    paper = PAPERS.get(kind)
    if paper is None or paper.issued != "request":
        raise NotFound(what="这种文书")
    occasion = Occasion(session=session, at=at, case=press.case, problem=press.problem)
    document = issue(occasion, kind, by=press.actor)
    return press.done(f"已制发《{paper.name}》，编号 {document.number}。正在排版和签名，约需十几秒。")


def void_paper(session: Session, *, document_id: UUID, values: Mapping[str, Any], by: UUID, at: datetime) -> Document:
    """Declare a paper void, with the reason; number and file stay, and who asks about it is told.

    Raises NotFound, NotPermitted, AlreadyDone, InvalidInput without a reason.
    """
    actor = who.actor(session, by, at)
    access.document(session, actor, document_id)
    who.require(session, actor, "void_document")
    query = select(Document).where(Document.id == document_id).with_for_update()
    document = session.scalars(query.execution_options(populate_existing=True)).one()
    if document.cancelled_at is not None:
        when = document.cancelled_at.astimezone(CITY_ZONE)
        raise AlreadyDone(who="领导小组办公室", at=f"{when.month} 月 {when.day} 日 {when:%H:%M}")
    reason = str(values.get("reason") or "").strip()
    if not SHORTEST <= len(reason) <= LONGEST:
        message = f"请写明作废的理由，{SHORTEST} 到 {LONGEST} 个字；现在是 {len(reason)} 个字。"
        raise InvalidInput([FieldProblem(field="reason", label="作废理由", message=message)])
    case = session.get_one(Case, document.case_id) if document.case_id else None
    _void(session, document, case, by=actor, reason=reason, at=at)
    return document


def void_about(session: Session, case: Case, about_id: UUID, *, by: Actor, reason: str, at: datetime) -> None:
    """Void the papers that told of something that was taken back."""
    query = select(Document).where(Document.about_id == about_id, Document.cancelled_at.is_(None))
    for document in session.scalars(query).all():
        _void(session, document, case, by=by, reason=reason, at=at)


def tell_of_return(session: Session, case: Case, problem: Problem, sign_off: SignOff, *, at: datetime) -> None:
    """Issue the return notice; none where the responsible unit sends its own work back, as in a self-acceptance."""
    occasion = Occasion(session=session, at=at, case=case, problem=problem, about=sign_off)
    if sign_off.unit_id in {unit.id for unit in occasion.units.get("responsible", [])}:
        return
    issue(occasion, "return_notice")


def tell_of_extension(
    session: Session,
    case: Case,
    problem: Problem,
    extension: Extension,
    *,
    seat: Seat,
    due_before: date | None,
    at: datetime,
) -> None:
    """Issue the extension form, granted or refused; `due_before` is the deadline that was in force when it was decided."""
    said = {
        "due_before": due_before,
        "asked_unit": _unit_of(session, problem, extension.asked_by_id),
        "decided_unit": seat.unit_name,
        "decided_capacity": ROLES[seat.role].name,
    }
    issue(Occasion(session=session, at=at, case=case, problem=problem, about=extension, said=said), "extension_form")


def tell_of_draw(session: Session, row: AuditDraw, *, by: Actor, at: datetime) -> None:
    """Issue the record of a draw."""
    issue(Occasion(session=session, at=at, about=row), "draw_record", by=by)


def tell_of_step(
    session: Session, case: Case, problem: Problem, step: EscalationStep, *, by: Actor, at: datetime
) -> Document | None:
    """Issue the letter of an approved step; None for a step that has none."""
    kind = PAPER_OF.get(step.step)
    if kind is None:
        return None
    return issue(Occasion(session=session, at=at, case=case, problem=problem, about=step), kind, by=by)


def _unit_of(session: Session, problem: Problem, person_id: UUID) -> str:
    """The responsible unit for which the person spoke; empty when they sit in none any more."""
    units = Occasion(session=session, at=problem.created_at, problem=problem).units.get("responsible", [])
    query = select(Unit.name).join(Membership, Membership.unit_id == Unit.id)
    query = query.where(Membership.person_id == person_id, Unit.id.in_([unit.id for unit in units]))
    return session.scalar(query.order_by(Membership.since).limit(1)) or ""


def _void(session: Session, document: Document, case: Case | None, *, by: Actor, reason: str, at: datetime) -> None:
    document.cancelled_at, document.cancelled_by_id, document.cancelled_reason = at, by.person_id, reason
    facts = {"title": document.title, "number": document.number, "reason": reason}
    who.note(session, "document:voided", case=case, by=by, at=at, **facts)
    session.flush()
