"""What the papers of a case have in common, read from the records once and frozen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from reports import dossiers
from workflows.queries import calendars, opinions
from workflows.queries.opinions import Signed, signer_name
from workflows.records import (
    Evidence,
    Extension,
    Measure,
    NoticeElsewhere,
    Problem,
    ProblemList,
    ProblemNumber,
    ProblemUnit,
    PublicNotice,
    Unit,
)
from workflows.rules.deadlines import city_day
from workflows.rules.notice_days import recounted_words
from workflows.rules.roles import ROLES
from workflows.rules.work_calendar import WorkCalendar


def problem_of(session: Session, problem: Problem) -> dossiers.Problem:
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


def units_of(session: Session, problem_id: UUID) -> dict[str, list[Unit]]:
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


def named_units(session: Session, problem_id: UUID) -> dossiers.Units:
    parts = units_of(session, problem_id)
    return dossiers.Units(**{part: tuple(unit.name for unit in units) for part, units in parts.items()})


def measures_of(session: Session, problem_id: UUID, signed: list[Signed]) -> tuple[dossiers.Measure, ...]:
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


def opinion_of(signed: Signed) -> dossiers.Opinion:
    due_on = signed.values.get("due_on")
    returned = signed.passed is False
    return dossiers.Opinion(
        step=signed.row.box,
        step_name=signed.box_name,
        person=signer_name(signed.row),
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


def evidence_of(session: Session, case_id: UUID) -> tuple[dossiers.Evidence, ...]:
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


def evidence_ids(session: Session, case_id: UUID) -> list[UUID]:
    """The files of `evidence_of` by identity, in the same order."""
    query = select(Evidence.id).where(Evidence.case_id == case_id)
    return list(session.scalars(query.order_by(Evidence.uploaded_at, Evidence.id)))


def extensions_of(session: Session, problem_id: UUID) -> tuple[dossiers.Extension, ...]:
    rows = session.scalars(
        select(Extension)
        .where(Extension.problem_id == problem_id, Extension.granted.is_(True))
        .options(joinedload(Extension.unit))
        .order_by(Extension.asked_at)
    )
    return tuple(
        dossiers.Extension(due_on=row.due_on, reason=_whose(row), decided_on=city_day(row.decided_at))
        for row in rows
        if row.decided_at
    )


def _whose(row: Extension) -> str:
    """The reason; where the later day was one unit's only, with its name, so that a paper does not say it of all."""
    return f"{row.unit.name}本单位申请，{row.reason}" if row.unit else row.reason


def notice_of(session: Session, case_id: UUID) -> dossiers.Notice | None:
    """The last notice of this office."""
    rows = _notices(session, case_id)
    return _notice(rows[-1]) if rows else None


def notices_of(session: Session, case_id: UUID) -> tuple[dossiers.Notice, ...]:
    """Every notice of the case in the order of their days: the county's, the province's, those recorded from elsewhere."""
    known = calendars.known(session)
    rows = session.scalars(
        select(NoticeElsewhere).where(NoticeElsewhere.case_id == case_id).order_by(NoticeElsewhere.recorded_at)
    )
    found = [*map(_notice, _notices(session, case_id)), *(_elsewhere(row, known) for row in rows)]
    return tuple(sorted(found, key=lambda each: each.opens_on))


def _notices(session: Session, case_id: UUID) -> list[PublicNotice]:
    query = select(PublicNotice).where(PublicNotice.case_id == case_id).options(selectinload(PublicNotice.objections))
    return list(session.scalars(query.order_by(PublicNotice.opened_at)))


def _elsewhere(row: NoticeElsewhere, known: WorkCalendar) -> dossiers.Notice:
    return dossiers.Notice(
        title=row.title,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        days=row.days,
        calendar=row.calendar,
        published_in=row.published_in,
        recounted=recounted_words(row.opens_on, row.closes_on, row.days, row.calendar, known),
    )


def _notice(row: PublicNotice) -> dossiers.Notice:
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
