"""Keep the versions of a plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect, release

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=500), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("register", sa.LargeBinary(), nullable=False),
        sa.Column("register_digest", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(chain) <= 64", name=op.f("ck_plan_version_chain_length")),
        sa.CheckConstraint("length(file_digest) <= 64", name=op.f("ck_plan_version_file_digest_length")),
        sa.CheckConstraint("length(file_name) <= 500", name=op.f("ck_plan_version_file_name_length")),
        sa.CheckConstraint("length(reason) <= 20000", name=op.f("ck_plan_version_reason_length")),
        sa.CheckConstraint("length(register_digest) <= 64", name=op.f("ck_plan_version_register_digest_length")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name=op.f("fk_plan_version_accepted_by_id_person")),
        sa.ForeignKeyConstraint(["list_id"], ["problem_list.id"], name=op.f("fk_plan_version_list_id_problem_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("list_id", "number", name=op.f("uq_plan_version_list_id_number")),
    )
    protect("plan_version")


def downgrade() -> None:
    release("plan_version")
    op.drop_table("plan_version")
