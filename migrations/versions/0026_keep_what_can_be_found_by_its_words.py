"""Keep what can be found by its words, and each database's own index of it.

The rows are not made here but where the newest revision is reached (`migrations.upgrade`): what can be found changes with the code.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TRIGGERS = (
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_pieces(rowid, pieces) VALUES (new.id, new.pieces); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_pieces(search_pieces, rowid, pieces) VALUES ('delete', old.id, old.pieces); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE OF id, pieces ON search_entry BEGIN"
    " INSERT INTO search_pieces(search_pieces, rowid, pieces) VALUES ('delete', old.id, old.pieces);"
    " INSERT INTO search_pieces(rowid, pieces) VALUES (new.id, new.pieces); END",
)


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=50000), nullable=False),
        sa.Column("folded", sa.String(length=100000), nullable=False),
        sa.Column("pieces", sa.String(length=400000), nullable=False),
        sa.CheckConstraint("length(folded) <= 100000", name=op.f("ck_search_entry_folded_length")),
        sa.CheckConstraint("length(pieces) <= 400000", name=op.f("ck_search_entry_pieces_length")),
        sa.CheckConstraint("length(source) <= 64", name=op.f("ck_search_entry_source_length")),
        sa.CheckConstraint("length(text) <= 50000", name=op.f("ck_search_entry_text_length")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_search_entry_problem_id_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    op.create_index(op.f("ix_search_entry_problem_id"), "search_entry", ["problem_id"])
    op.create_index("ix_search_entry_weight_at_id", "search_entry", ["weight", "at", "id"])
    op.create_index("uq_search_entry_source_source_id", "search_entry", ["source", "source_id"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_search_entry_pieces ON search_entry"
            " USING gin (array_to_tsvector(string_to_array(pieces, ' ')))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_pieces USING fts5"
        "(pieces, content='search_entry', content_rowid='id', detail='none', tokenize='ascii')"
    )
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TABLE search_pieces")
    op.drop_table("search_entry")
