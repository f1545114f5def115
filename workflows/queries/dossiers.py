"""Dossiers of a case: everything a formal paper says, read once and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from reports import dossiers
from workflows.queries import audits, opinions, settings
from workflows.queries.opinions import Signed
from workflows.records import (
    Case,
    Document,
    Evidence,
    Extension,
    Measure,
    Problem,
    ProblemList,
    ProblemNumber,
    ProblemUnit,
    PublicNotice,
    Unit,
)
from workflows.rules.canonical import digest_of
from workflows.rules.deadlines import city_day
from workflows.rules.roles import ROLES


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who issues a paper: the full name and the code its numbers begin with (机关代字)."""

    name: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """A paper to be made: its kind and identity, whose it is, and the journal's head before the issuing entry."""

    kind: str
    case: Case
    problem: Problem
    issuer: Issuer
    number: str
    verify_code: str
    document_id: UUID
    issued_on: date
    head: tuple[int, str]


def verify_code(document_id: UUID) -> str:
    """The twelve characters people type to look a paper up, from its random identity: 7C1D-92AF-03E8."""
    digits = digest_of(str(document_id))[:12].upper()
    return "-".join((digits[:4], digits[4:8], digits[8:]))


def issuer_of(session: Session, problem: Problem, kind: str) -> Issuer:
    """The lead unit for an acceptance report, the office for everything else."""
    office = settings.office(session)
    if kind != "acceptance_report":
        return Issuer(name=office.name, code=office.code)
    lead = _units(session, problem.id)
    unit = next(iter([*lead.get("lead", []), *lead.get("responsible", [])]), None)
    if unit is None:
        return Issuer(name=office.name, code=office.code)
    return Issuer(name=unit.name, code=settings.read(session, f"unit.code.{unit.id}") or f"{office.code}验")


def build(session: Session, request: Request) -> dossiers.Dossier:
    """The dossier of a paper as the case stands now."""
    signed = opinions.of_case(session, request.case)
    common = _common(session, request, signed)
    if request.kind == "acceptance_report":
        return dossiers.AcceptanceReport(**common)
    accepted = _last_document(session, request.case.id, "acceptance_report")
    return dossiers.ClosureReport(
        **common,
        closed_on=city_day(request.case.closed_at) if request.case.closed_at else request.issued_on,
        acceptance_number=accepted.number if accepted else None,
        audit=audits.of_dossier(session, request.case.id, signed),
        notice=_notice(session, request.case.id),
    )


def _common(session: Session, request: Request, signed: list[Signed]) -> dict[str, Any]:
    office = settings.office(session)
    report = request.kind == "acceptance_report"
    accepted = None if report else _last_document(session, request.case.id, "acceptance_report")
    title = request.problem.title.rstrip("…")
    return {
        "issuer": request.issuer.name,
        "number": request.number,
        "title": f"关于“{title}”问题{'整改销号的验收报告' if report else '整改销号的报告'}",
        "addressee": office.name if report else office.name.removesuffix("办公室"),
        "issued_on": request.issued_on,
        "problem": _problem(session, request.problem),
        "units": _named_units(session, request.problem.id),
        "measures": _measures(session, request.problem.id, signed),
        "opinions": tuple(_opinion(each) for each in signed),
        "evidence": _evidence(session, request.case.id),
        "journal": dossiers.JournalHead(seq=request.head[0], hash=request.head[1]),
        "verify_url": f"{office.base_url}/verify?{urlencode({'number': request.number, 'code': request.verify_code})}",
        "verify_code": request.verify_code,
        "demonstration": office.demonstration,
        "attachments": () if accepted is None else (f"{accepted.title}（{accepted.number}）",),
        "extensions": _extensions(session, request.problem.id),
        "approver": None if report else _approver(signed),
    }


def _problem(session: Session, problem: Problem) -> dossiers.Problem:
    source = session.get_one(ProblemList, problem.list_id)
    numbers = session.scalars(select(ProblemNumber).where(ProblemNumber.problem_id == problem.id))
    return dossiers.Problem(
        list_name=source.name,
        inspection="".join(filter(None, (source.inspection, source.round))) or source.name,
        text=problem.text,
        number=problem.number,
        other_numbers=tuple(f"{each.level}{each.number}" for each in numbers),
        area=problem.area,
        target=problem.target,
        deadline_raw=problem.deadline_raw,
        due_on=problem.due_on,
        long_term=problem.long_term,
    )


def _units(session: Session, problem_id: UUID) -> dict[str, list[Unit]]:
    rows = session.execute(
        select(ProblemUnit.part, Unit)
        .join(Unit, Unit.id == ProblemUnit.unit_id)
        .where(ProblemUnit.problem_id == problem_id)
        .order_by(ProblemUnit.position)
    )
    parts: dict[str, list[Unit]] = {}
    for part, unit in rows:
        if unit not in parts.setdefault(part, []):
            parts[part].append(unit)
    return parts


def _named_units(session: Session, problem_id: UUID) -> dossiers.Units:
    parts = _units(session, problem_id)
    return dossiers.Units(**{part: tuple(unit.name for unit in units) for part, units in parts.items()})


def _measures(session: Session, problem_id: UUID, signed: list[Signed]) -> tuple[dossiers.Measure, ...]:
    findings = opinions.findings(signed)
    rows = session.scalars(select(Measure).where(Measure.problem_id == problem_id).order_by(Measure.position))
    return tuple(_measure(row, findings.get(str(row.id), opinions.OnMeasure())) for row in rows)


def _measure(row: Measure, finding: opinions.OnMeasure) -> dossiers.Measure:
    return dossiers.Measure(
        text=row.text,
        finding=finding.verdict or None,
        note=finding.note,
        due_on=row.due_on,
        deadline_raw=row.deadline_raw,
        long_term=row.long_term,
    )


def _opinion(signed: Signed) -> dossiers.Opinion:
    due_on = signed.values.get("due_on")
    returned = signed.passed is False
    return dossiers.Opinion(
        step=signed.row.box,
        step_name=signed.box_name,
        person=signed.row.person.name,
        unit=signed.row.unit.name if signed.row.unit else "",
        capacity=ROLES[signed.row.role].name,
        decision=signed.decision,
        opinion=signed.text,
        at=signed.row.at,
        passed=signed.passed,
        on=opinions.day_on_site(signed),
        place=str(signed.values.get("place") or ""),
        people=opinions.taking_part(signed),
        returned_due_on=date.fromisoformat(str(due_on)) if returned and due_on else None,
    )


def _approver(signed: list[Signed]) -> str | None:
    """签发人 of a report that goes upward: whoever approved the closure."""
    approved = [each.row.person.name for each in signed if each.row.box == "approve_closure" and each.passed]
    return approved[-1] if approved else None


def _evidence(session: Session, case_id: UUID) -> tuple[dossiers.Evidence, ...]:
    rows = session.scalars(
        select(Evidence)
        .where(Evidence.case_id == case_id)
        .options(joinedload(Evidence.uploaded_by))
        .order_by(Evidence.uploaded_at, Evidence.id)
    )
    return tuple(
        dossiers.Evidence(
            no=no,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            uploaded_on=city_day(row.uploaded_at),
            by=row.uploaded_by.name,
            sha256=row.digest,
            taken_on=row.taken_on,
        )
        for no, row in enumerate(rows, 1)
    )


def _extensions(session: Session, problem_id: UUID) -> tuple[dossiers.Extension, ...]:
    rows = session.scalars(
        select(Extension)
        .where(Extension.problem_id == problem_id, Extension.granted.is_(True))
        .order_by(Extension.asked_at)
    )
    return tuple(
        dossiers.Extension(due_on=row.due_on, reason=row.reason, decided_on=city_day(row.decided_at))
        for row in rows
        if row.decided_at
    )


def _notice(session: Session, case_id: UUID) -> dossiers.Notice | None:
    row = session.scalar(
        select(PublicNotice)
        .where(PublicNotice.case_id == case_id)
        .options(selectinload(PublicNotice.objections))
        .order_by(PublicNotice.opened_at.desc())
        .limit(1)
    )
    if row is None:
        return None
    return dossiers.Notice(
        title=row.title,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        days=row.days,
        calendar=row.calendar,
        interrupted_on=city_day(row.interrupted_at) if row.interrupted_at else None,
        objections=tuple(
            dossiers.Objection(
                received_on=city_day(each.received_at),
                text=each.text,
                answered_on=city_day(each.answered_at) if each.answered_at else None,
                upheld=each.upheld,
                answer=each.answer or "",
            )
            for each in row.objections
        ),
    )


def _last_document(session: Session, case_id: UUID, kind: str) -> Document | None:
    query = select(Document).where(Document.case_id == case_id, Document.kind == kind)
    return session.scalar(query.order_by(Document.issued_at.desc()).limit(1))
