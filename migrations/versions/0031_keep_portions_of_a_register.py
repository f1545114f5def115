"""Keep portions of a register that is being opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_portion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem_ids", sa.String(length=4000000), nullable=False),
        sa.Column("alone", sa.String(length=4000000), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(alone) <= 4000000", name=op.f("ck_plan_portion_alone_length")),
        sa.CheckConstraint("length(basis) <= 64", name=op.f("ck_plan_portion_basis_length")),
        sa.CheckConstraint("length(problem_ids) <= 4000000", name=op.f("ck_plan_portion_problem_ids_length")),
        sa.ForeignKeyConstraint(["review_id"], ["plan_review.id"], name=op.f("fk_plan_portion_review_id_plan_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_portion")),
        sa.UniqueConstraint("review_id", "position", name=op.f("uq_plan_portion_review_id_position")),
    )


def downgrade() -> None:
    op.drop_table("plan_portion")
