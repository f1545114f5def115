"""What can be found by its words: one row per text of a problem, kept by `records.search.keeping` and by nobody else.

Beside the table, the databases each keep their own index of `pieces`: SQLite a full-text table that triggers keep equal (`search_pieces`),
PostgreSQL a GIN index. Both are made by migration 0026. A migration that alters this table on SQLite copies it and must make the
triggers again.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Key
from workflows.records.problems import Problem

LONGEST = 50_000
"""Characters of one text that can be found; far more than a form takes."""
PIECES = "search_pieces"
PIECES_INDEX = "ix_search_entry_pieces"


class SearchEntry(Base):
    """The text of one record, as written and as compared. Derived: it can be thrown away and made again (`xiaohao search rebuild`)."""

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("uq_search_entry_source_source_id", "source", "source_id", unique=True),
        Index("ix_search_entry_weight_at_id", "weight", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    """A number, because SQLite's full-text table knows its rows by one."""
    source: Mapped[Key]
    """The table of the record."""
    source_id: Mapped[UUID]
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"), index=True)
    """Whoever may see the problem may find it; None: a paper about the whole city."""
    weight: Mapped[int]
    """The order of the sources: problems before what was said about them."""
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(LONGEST))
    folded: Mapped[str] = mapped_column(String(2 * LONGEST))
    pieces: Mapped[str] = mapped_column(String(8 * LONGEST))
    """Each once, in order, with spaces between."""

    problem: Mapped[Problem | None] = relationship(lazy="raise_on_sql")
