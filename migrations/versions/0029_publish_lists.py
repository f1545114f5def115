"""Publish lists, and give objections made online a receipt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("receipt", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_objection_receipt"), ["receipt"])
        batch_op.create_check_constraint(batch_op.f("ck_objection_receipt_length"), "length(receipt) <= 64")

    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withheld", sa.String(length=500), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_problem_withheld_length"), "length(withheld) <= 500")

    with op.batch_alter_table("problem_list", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("published_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_problem_list_published_by_id_person"), "person", ["published_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("problem_list", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_problem_list_published_by_id_person"), type_="foreignkey")
        batch_op.drop_column("published_by_id")
        batch_op.drop_column("published_at")

    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_problem_withheld_length"), type_="check")
        batch_op.drop_column("withheld")

    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_objection_receipt"), type_="unique")
        batch_op.drop_constraint(batch_op.f("ck_objection_receipt_length"), type_="check")
        batch_op.drop_column("receipt")
