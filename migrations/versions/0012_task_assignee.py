"""Let a task belong to a person by name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assignee_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("assigned_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("assign_reason", sa.String(length=20000), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_task_assign_reason_length"), "length(assign_reason) <= 20000")
        batch_op.create_foreign_key(batch_op.f("fk_task_assignee_id_person"), "person", ["assignee_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_task_assigned_by_id_person"), "person", ["assigned_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_task_assigned_by_id_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_task_assignee_id_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_task_assign_reason_length"), type_="check")
        batch_op.drop_column("assign_reason")
        batch_op.drop_column("assigned_at")
        batch_op.drop_column("assigned_by_id")
        batch_op.drop_column("assignee_id")
