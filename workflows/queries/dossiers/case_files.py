"""案卷: every paper of a case that is not void, in the order of issue, and the record of the draw it took part in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from reports.dossiers import PAPERS, Filed, from_json
from workflows.queries import audits
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.records import Document
from workflows.rules.deadlines import city_day
from workflows.rules.matters import ORDER, PETITION, PROBLEM

KIND = "case_file"


def filed(occasion: Occasion) -> Sequence[Document]:
    """The papers that belong into the file, void ones included."""
    case_id = occasion.of_case.id
    drawn = audits.newest_draw(occasion.session, case_id)
    mine = Document.case_id == case_id
    if drawn is not None:
        mine = or_(mine, Document.about_id == drawn)
    query = select(Document).where(mine, Document.kind != KIND)
    return occasion.session.scalars(query.order_by(Document.issued_at, Document.id)).all()


def _case_file(occasion: Occasion) -> dict[str, Any]:
    case, rows = occasion.of_case, filed(occasion)
    return {
        "title": f"“{occasion.short_title()}”问题整改销号案卷",
        "addressee": "",
        "opened_on": city_day(case.opened_at),
        "closed_on": city_day(case.closed_at) if case.closed_at else None,
        "papers": tuple(_filed(row) for row in rows if row.cancelled_at is None),
        "void": tuple(f"{row.number}（{row.cancelled_reason}）" for row in rows if row.cancelled_at is not None),
    }


def _filed(row: Document) -> Filed:
    return Filed(
        name=PAPERS[row.kind].name,
        number=row.number,
        title=row.title,
        issuer=from_json(row.dossier).issuer,
        issued_on=city_day(row.issued_at),
        dossier=row.dossier,
    )


def _none(occasion: Occasion) -> str:
    return "" if any(row.cancelled_at is None for row in filed(occasion)) else "案卷中还没有文书"


CASE_FILE = Maker(fill=_case_file, missing=_none, of=frozenset({PROBLEM.key, PETITION.key, ORDER.key}))
