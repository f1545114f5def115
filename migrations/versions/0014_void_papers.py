"""Let a paper be void, tell of one thing within its case, or of no single case"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("about_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("cancelled_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("cancelled_reason", sa.String(length=20000), nullable=True))
        table.alter_column("case_id", existing_type=sa.Uuid(), nullable=True)
        table.create_index(op.f("ix_document_about_id"), ["about_id"], unique=False)
        table.create_foreign_key(op.f("fk_document_cancelled_by_id_person"), "person", ["cancelled_by_id"], ["id"])
        table.create_check_constraint(op.f("ck_document_cancelled_reason_length"), "length(cancelled_reason) <= 20000")


def downgrade() -> None:
    """Papers about no single case had no place before; their numbers stay taken in `document_serial`."""
    op.execute("DELETE FROM document WHERE case_id IS NULL")
    with op.batch_alter_table("document") as table:
        table.drop_constraint(op.f("ck_document_cancelled_reason_length"), type_="check")
        table.drop_constraint(op.f("fk_document_cancelled_by_id_person"), type_="foreignkey")
        table.drop_index(op.f("ix_document_about_id"))
        table.alter_column("case_id", existing_type=sa.Uuid(), nullable=False)
        for name in ("cancelled_reason", "cancelled_by_id", "cancelled_at", "about_id"):
            table.drop_column(name)
