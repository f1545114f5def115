"""How the database is compared with the models: one place for migrations, tests and `python -m migrations`."""

from __future__ import annotations

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from workflows.records import Base
from workflows.records.base import Instant, Prose
from workflows.records.reserved import RESERVED_TABLES
from workflows.records.search.entries import PIECES, PIECES_INDEX


def _ours(name: str | None, type_: str, _parents: object) -> bool:
    """Everything but the tables of the job engine and what the databases keep for searching, each in its own way."""
    if type_ == "table":
        return name not in RESERVED_TABLES and not (name or "").startswith(PIECES)
    return name != PIECES_INDEX


def _render(type_: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write `Instant` and `Prose` as the plain types, so that an old migration does not change when a class does."""
    if type_ == "type" and isinstance(item, Prose):
        return f"sa.String(length={item.length})"
    return "sa.DateTime(timezone=True)" if type_ == "type" and isinstance(item, Instant) else False


OPTIONS: dict[str, Any] = {
    "target_metadata": Base.metadata,
    "include_name": _ours,
    "render_item": _render,
    "render_as_batch": True,
    "compare_type": True,
    "compare_server_default": True,
}
