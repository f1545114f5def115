"""Keep notices that were published elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_elsewhere",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("published_in", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("calendar IN ('working', 'calendar')", name=op.f("ck_notice_elsewhere_calendar_known")),
        sa.CheckConstraint("length(calendar) <= 64", name=op.f("ck_notice_elsewhere_calendar_length")),
        sa.CheckConstraint("length(link) <= 500", name=op.f("ck_notice_elsewhere_link_length")),
        sa.CheckConstraint("length(published_in) <= 500", name=op.f("ck_notice_elsewhere_published_in_length")),
        sa.CheckConstraint("length(title) <= 500", name=op.f("ck_notice_elsewhere_title_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_notice_elsewhere_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_notice_elsewhere_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_elsewhere")),
    )
    with op.batch_alter_table("notice_elsewhere", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_elsewhere_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notice_elsewhere", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_elsewhere_case_id"))

    op.drop_table("notice_elsewhere")
