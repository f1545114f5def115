"""Let a case be suspended, cancelled and merged, a completion taken back, a co-signature asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "co_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(length=20000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("opinion", sa.String(length=20000), nullable=True),
        sa.CheckConstraint("length(opinion) <= 20000", name=op.f("ck_co_signature_opinion_length")),
        sa.CheckConstraint("length(question) <= 20000", name=op.f("ck_co_signature_question_length")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_co_signature_asked_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_co_signature_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_co_signature_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_signature")),
    )
    with op.batch_alter_table("co_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_co_signature_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_co_signature_task_id"), ["task_id"], unique=False)

    op.create_table(
        "withdrawal",
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) <= 20000", name=op.f("ck_withdrawal_reason_length")),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_off.id"], name=op.f("fk_withdrawal_sign_off_id_sign_off")),
        sa.PrimaryKeyConstraint("sign_off_id", name=op.f("pk_withdrawal")),
    )
    with op.batch_alter_table("rectification_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("undo_state", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("undo_sign_off_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("undo_due_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_rectification_case_merged_into_id_problem"), "problem", ["merged_into_id"], ["id"]
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("chases", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("chases")
        batch_op.drop_column("chased_at")

    with op.batch_alter_table("rectification_case", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_rectification_case_merged_into_id_problem"), type_="foreignkey")
        batch_op.drop_column("undo_due_on")
        batch_op.drop_column("undo_sign_off_id")
        batch_op.drop_column("undo_state")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("suspended_at")

    op.drop_table("withdrawal")
    with op.batch_alter_table("co_signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_co_signature_task_id"))
        batch_op.drop_index(batch_op.f("ix_co_signature_person_id"))

    op.drop_table("co_signature")
