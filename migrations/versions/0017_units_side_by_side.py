"""Let several units do a box side by side, each with a deadline of its own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now `unit_id` of a task named one of its units and was asked by nobody; from now on it says who alone does it."""
    op.execute("UPDATE task SET unit_id = NULL")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_extension_unit_id_unit"), "unit", ["unit_id"], ["id"])

    with op.batch_alter_table("problem_unit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_case_id"))
        batch_op.drop_index(batch_op.f("uq_task_open_token"), sqlite_where=sa.text("closed_at IS NULL"))
        batch_op.create_index("ix_task_case_id_token", ["case_id", "token"], unique=False)
        batch_op.create_index(
            "uq_task_open_alone",
            ["case_id", "token"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL AND unit_id IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND unit_id IS NULL"),
        )
        batch_op.create_index(
            "uq_task_open_unit",
            ["case_id", "token", "unit_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )


def downgrade() -> None:
    """Of the tasks of several units one stays open: before, a box was one task for all of them."""
    op.execute(
        "UPDATE task SET closed_at = opened_at WHERE closed_at IS NULL AND EXISTS (SELECT 1 FROM task AS other "
        "WHERE other.closed_at IS NULL AND other.case_id = task.case_id AND other.token = task.token AND other.id < task.id)"
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_task_open_unit",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_task_open_alone",
            sqlite_where=sa.text("closed_at IS NULL AND unit_id IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND unit_id IS NULL"),
        )
        batch_op.drop_index("ix_task_case_id_token")
        batch_op.create_index(
            batch_op.f("uq_task_open_token"),
            ["case_id", "token"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_task_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("problem_unit", schema=None) as batch_op:
        batch_op.drop_column("due_on")

    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_extension_unit_id_unit"), type_="foreignkey")
        batch_op.drop_column("unit_id")
