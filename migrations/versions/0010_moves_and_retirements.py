"""Record which versions of a diagram are retired, and which cases were moved from one version to another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _retirements()
    _moves()


def downgrade() -> None:
    op.drop_index(op.f("ix_case_move_case_id"), "case_move")
    op.drop_index(op.f("ix_case_move_batch"), "case_move")
    op.drop_table("case_move")
    op.drop_index(op.f("ix_diagram_retirement_diagram_id"), "diagram_retirement")
    op.drop_table("diagram_retirement")


def _retirements() -> None:
    op.create_table(
        "diagram_retirement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("diagram_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(reason) <= 20000", name=op.f("ck_diagram_retirement_reason_length")),
        _refers("diagram_retirement", "diagram_id", "diagram"),
        _refers("diagram_retirement", "retired_by_id", "person"),
        _refers("diagram_retirement", "ended_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagram_retirement")),
    )
    op.create_index(op.f("ix_diagram_retirement_diagram_id"), "diagram_retirement", ["diagram_id"])


def _moves() -> None:
    op.create_table(
        "case_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.String(length=20000), nullable=True),
        sa.Column("state_before", sa.LargeBinary(), nullable=True),
        sa.Column("state_after", sa.String(length=64), nullable=True),
        sa.Column("reverted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reverted_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(reason) <= 20000", name=op.f("ck_case_move_reason_length")),
        sa.CheckConstraint("length(refused) <= 20000", name=op.f("ck_case_move_refused_length")),
        sa.CheckConstraint("length(state_after) <= 64", name=op.f("ck_case_move_state_after_length")),
        _refers("case_move", "case_id", "rectification_case"),
        _refers("case_move", "from_id", "diagram"),
        _refers("case_move", "to_id", "diagram"),
        _refers("case_move", "by_id", "person"),
        _refers("case_move", "reverted_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_move")),
    )
    op.create_index(op.f("ix_case_move_batch"), "case_move", ["batch"])
    op.create_index(op.f("ix_case_move_case_id"), "case_move", ["case_id"])


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
