"""Taking a list out of the system, which is put on record: who took how many lines, narrowed how."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.plans import sheet_writing
from workflows.queries.exported import HEAD, WIDTHS, exported_rows
from workflows.queries.list_values import Filters
from workflows.rules.errors import NotFound

ENDINGS = ("xlsx", "csv")


def export_list(session: Session, *, filters: Filters, ending: str, by: UUID, at: datetime) -> bytes:
    """What this person sees in the list under these filters, as a file. Raises NotFound for another kind of file."""
    if ending not in ENDINGS:
        raise NotFound(what="这种格式")
    rows = exported_rows(session, person_id=by, filters=filters, at=at)
    chosen = "、".join(f"{key}={value}" for key, value in asdict(filters).items() if value)
    facts = {"count": len(rows), "ending": ending, "filters": chosen or "全部"}
    who.note(session, "list:exported", case=None, by=who.actor(session, by, at), at=at, **facts)
    if ending == "csv":
        return sheet_writing.comma_separated(HEAD, rows)
    return sheet_writing.spreadsheet("问题清单", HEAD, WIDTHS, rows)
