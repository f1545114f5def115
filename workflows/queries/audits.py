"""Draws as they are kept: the frozen value behind a row, who is drawn to check, the published file, the paragraph of a paper."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports import dossiers
from workflows.queries.opinions import Signed
from workflows.records import (
    AuditAssignment,
    AuditDraw,
    AuditPoolEntry,
    Case,
    Membership,
    Person,
    Problem,
    ProblemList,
    Unit,
)
from workflows.rules.canonical import canonical, digest_of
from workflows.rules.deadlines import CITY_ZONE, city_day
from workflows.rules.draw import METHOD, Auditor, Candidate, DrawRule, Frozen, auditor_code

OLD_METHOD = "xiaohao-draw-0"


def pool(session: Session, list_id: UUID, *, lock: bool = False) -> list[AuditPoolEntry]:
    """The entries that wait to be frozen into a draw, by time of entry; not those of cases suspended or taken off the list."""
    query = (
        select(AuditPoolEntry)
        .join(Case, Case.id == AuditPoolEntry.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .where(Problem.list_id == list_id, AuditPoolEntry.selected.is_(None), AuditPoolEntry.draw_id.is_(None))
        .where(Case.cancelled_at.is_(None), Case.suspended_at.is_(None))
        .order_by(AuditPoolEntry.entered_at, AuditPoolEntry.id)
    )
    return list(session.scalars(query.with_for_update(of=AuditPoolEntry) if lock else query))


def mark_of_pool(entries: Iterable[AuditPoolEntry]) -> str:
    """What the page of a pool carries along, so that nobody freezes another pool than the one they looked at."""
    return digest_of(canonical(sorted(str(entry.id) for entry in entries)))


def frozen_of(session: Session, row: AuditDraw) -> Frozen:
    """What was frozen, put together again; its digest is the row's, unless the draw is of the first method."""
    population = json.loads(row.population)
    return Frozen(
        draw=str(row.id),
        list=session.get_one(ProblemList, row.list_id).name,
        rule=rule_of(row),
        candidates=tuple(Candidate(**{**each, "barred": tuple(each["barred"])}) for each in population["candidates"]),
        auditors=tuple(Auditor(**each) for each in population["auditors"]),
        seed_source=row.seed_source,
        seed_at=row.seed_at.astimezone(CITY_ZONE).isoformat() if row.seed_at else "",
        frozen_at=row.frozen_at.astimezone(CITY_ZONE).isoformat(),
        method=METHOD if row.seed_at else OLD_METHOD,
    )


def rule_of(row: AuditDraw) -> DrawRule:
    """The rule as it was frozen."""
    return DrawRule(**json.loads(row.rule))


def rule_words(rule: DrawRule) -> tuple[str, ...]:
    """The rule in Chinese, clause by clause."""
    lots = f"每被退回一次加放{rule.lots_per_return}支签" if rule.lots_per_return else "机会均等，每个问题一支签"
    return (
        f"重点问题抽{rule.percent_high}%，一般问题抽{rule.percent}%",
        *([f"每个责任单位至少{rule.per_unit}个"] if rule.per_unit else []),
        f"总数至少{rule.minimum}个",
        lots,
        f"每个问题抽{rule.auditors}名抽查人员",
    )


def drawn_ids(row: AuditDraw) -> list[str]:
    """The case ids that were drawn, lowest rank first; empty before the draw."""
    return list(json.loads(row.result)["drawn"]) if row.result else []


def lineups(session: Session, case_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, str]]:
    """Who is drawn to check each case in its newest draw: person → name, in the order of the draw. Cases without one are left out."""
    rows = session.execute(
        select(AuditPoolEntry.case_id, AuditPoolEntry.id, Person.id, Person.name)
        .join(AuditAssignment, AuditAssignment.entry_id == AuditPoolEntry.id)
        .join(Person, Person.id == AuditAssignment.person_id)
        .where(AuditPoolEntry.case_id.in_(list(case_ids)), AuditAssignment.until.is_(None))
        .order_by(AuditPoolEntry.entered_at, AuditPoolEntry.id, AuditAssignment.place)
    )
    found: dict[UUID, dict[UUID, dict[UUID, str]]] = defaultdict(dict)
    for case_id, entry_id, person_id, name in rows:
        found[case_id].setdefault(entry_id, {})[person_id] = name
    return {case_id: list(by_entry.values())[-1] for case_id, by_entry in found.items()}


def auditors_of(session: Session, entry_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The names of who is drawn for each entry now, in the order of the draw."""
    rows = session.execute(
        select(AuditAssignment.entry_id, Person.name)
        .join(Person, Person.id == AuditAssignment.person_id)
        .where(AuditAssignment.entry_id.in_(list(entry_ids)), AuditAssignment.until.is_(None))
        .order_by(AuditAssignment.place)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for entry_id, name in rows:
        found[entry_id].append(name)
    return found


def record_of(session: Session, row: AuditDraw) -> dict[str, object]:
    """The published file: everything an outsider needs, nobody's name."""
    return {
        "digest": row.population_digest,
        "frozen": frozen_of(session, row).plain(),
        "seed": row.seed,
        "drawn_at": row.drawn_at.astimezone(CITY_ZONE).isoformat() if row.drawn_at else None,
        "result": json.loads(row.result) if row.result else None,
        "replacements": replacements(session, row),
        "withdrawn_at": row.withdrawn_at.astimezone(CITY_ZONE).isoformat() if row.withdrawn_at else None,
    }


def replacements(session: Session, row: AuditDraw) -> list[dict[str, object]]:
    """Who left and who stepped in, oldest first, under the codes of the draw."""
    rows = session.execute(
        select(AuditPoolEntry.case_id, AuditAssignment)
        .join(AuditAssignment, AuditAssignment.entry_id == AuditPoolEntry.id)
        .where(AuditPoolEntry.draw_id == row.id)
        .order_by(AuditAssignment.since, AuditAssignment.id)
    ).all()
    comes = {(each.entry_id, each.place, each.since): each for _, each in rows}
    changes = [
        (each.until, _change(row, case_id, each, comes[each.entry_id, each.place, each.until]))
        for case_id, each in rows
        if each.until is not None
    ]
    return [change for _, change in sorted(changes, key=lambda pair: pair[0])]


def _change(row: AuditDraw, case_id: UUID, left: AuditAssignment, came: AuditAssignment) -> dict[str, object]:
    return {
        "problem": str(case_id),
        "leaves": auditor_code(str(row.id), str(left.person_id)),
        "comes": auditor_code(str(row.id), str(came.person_id)),
        "named": came.named,
        "at": came.since.astimezone(CITY_ZONE).isoformat(),
    }


def of_dossier(session: Session, case_id: UUID, signed: list[Signed]) -> dossiers.Audit | None:
    """The last draw the case took part in, with the auditor's verdict; None when it took part in none."""
    found = session.execute(
        select(AuditPoolEntry, AuditDraw)
        .join(AuditDraw, AuditDraw.id == AuditPoolEntry.draw_id)
        .where(AuditPoolEntry.case_id == case_id, AuditPoolEntry.selected.is_not(None))
        .order_by(AuditPoolEntry.entered_at.desc())
        .limit(1)
    ).first()
    if found is None or found[1].drawn_at is None:
        return None
    entry, row, drawn_at = found[0], found[1], found[1].drawn_at
    verdicts = [each.passed for each in signed if each.row.box == "random_audit" and each.row.at >= drawn_at]
    return dossiers.Audit(
        drawn_on=city_day(drawn_at),
        selected=bool(entry.selected),
        population=len(json.loads(row.population)["candidates"]),
        sample=len(drawn_ids(row)),
        rule="；".join(rule_words(rule_of(row))),
        seed=row.seed or "",
        passed=verdicts[-1] if entry.selected and verdicts else None,
    )


def newest_draw(session: Session, case_id: UUID) -> UUID | None:
    """The draw that drew the case last; None when none did."""
    query = select(AuditPoolEntry.draw_id).where(AuditPoolEntry.case_id == case_id, AuditPoolEntry.selected.is_(True))
    return session.scalar(query.order_by(AuditPoolEntry.entered_at.desc()).limit(1))


def office_name(session: Session) -> str:
    """The leading-group office as people know it: the unit in which auditors sit."""
    query = select(Unit.short_name, Unit.name).join(Membership, Membership.unit_id == Unit.id)
    found = session.execute(query.where(Membership.role == "office").order_by(Membership.since).limit(1)).first()
    return (found[0] or found[1]) if found else ""
