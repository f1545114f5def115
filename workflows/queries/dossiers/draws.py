"""抽查抽取记录, issued with the draw itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from reports.dossiers import Drawn
from workflows.queries import audits
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.records import AuditDraw, AuditPoolEntry, Case, Person, Problem
from workflows.rules.canonical import canonical
from workflows.rules.draw import RISKS


def _draw_record(occasion: Occasion) -> dict[str, Any]:
    session, row = occasion.session, _row(occasion)
    frozen = audits.frozen_of(session, row)
    return {
        "title": f"“{frozen.list}”抽查抽取记录",
        "addressee": "",
        "list_name": frozen.list,
        "rule": audits.rule_words(frozen.rule),
        "frozen_at": row.frozen_at,
        "frozen_by": session.get_one(Person, row.frozen_by_id).name,
        "frozen_digest": row.population_digest,
        "seed_source": row.seed_source,
        "seed_at": row.seed_at,
        "seed": row.seed or "",
        "drawn_at": row.drawn_at,
        "drawn_by": session.get_one(Person, row.drawn_by_id).name,
        "candidates": _candidates(occasion, row),
        "published_at": f"{occasion.office.base_url}/draws/{row.id}",
        "record": canonical(audits.record_of(session, row)),
    }


def _candidates(occasion: Occasion, row: AuditDraw) -> tuple[Drawn, ...]:
    session, places = occasion.session, {each: at for at, each in enumerate(audits.drawn_ids(row), 1)}
    query = select(Case.id, Problem.title).join(Problem, Problem.id == Case.problem_id)
    entries = {
        str(case_id): entry_id
        for case_id, entry_id in session.execute(
            select(AuditPoolEntry.case_id, AuditPoolEntry.id).where(AuditPoolEntry.draw_id == row.id)
        )
    }
    titles = {str(case_id): title for case_id, title in session.execute(query.where(Case.id.in_(map(UUID, entries))))}
    auditors = audits.auditors_of(session, entries.values())
    return tuple(
        Drawn(
            number=each.number,
            title=titles.get(each.id, ""),
            unit=each.unit,
            risk=RISKS[each.risk],
            lots=each.lots,
            place=places.get(each.id),
            auditors=tuple(auditors.get(entries[each.id], ())) if each.id in entries else (),
        )
        for each in audits.frozen_of(session, row).candidates
    )


def _row(occasion: Occasion) -> AuditDraw:
    row: AuditDraw = occasion.about
    return row


DRAW_RECORD = Maker(
    fill=_draw_record,
    missing=lambda occasion: "" if _row(occasion).drawn_at else "名单还没有抽取",
    basis=lambda occasion: _row(occasion).id,
)
