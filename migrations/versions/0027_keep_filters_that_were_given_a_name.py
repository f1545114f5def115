"""Keep filters that were given a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("filters", sa.String(length=20000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(filters) <= 20000", name=op.f("ck_saved_filter_filters_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_saved_filter_name_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )
    op.create_index(op.f("ix_saved_filter_shared"), "saved_filter", ["shared"])
    op.create_index("uq_saved_filter_person_id_name", "saved_filter", ["person_id", "name"], unique=True)


def downgrade() -> None:
    op.drop_table("saved_filter")
