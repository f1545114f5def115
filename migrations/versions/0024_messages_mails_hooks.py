"""Keep messages, mails and the endpoints that are told of messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _hook()
    _mail()
    _message_choice()
    _message_habit()
    _occurrence()
    _hook_delivery()
    _message()
    _hook_recipient()


def downgrade() -> None:
    op.drop_index(op.f("ix_hook_recipient_message_id"), "hook_recipient")
    op.drop_table("hook_recipient")
    op.drop_index("ix_message_unread", "message")
    op.drop_index("ix_message_person_id_at", "message")
    op.drop_index(op.f("ix_message_mail_id"), "message")
    op.drop_table("message")
    op.drop_index(op.f("ix_hook_delivery_occurrence_id"), "hook_delivery")
    op.drop_index("ix_hook_delivery_hook_id_created_at", "hook_delivery")
    op.drop_index("ix_hook_delivery_due", "hook_delivery")
    op.drop_table("hook_delivery")
    op.drop_index("ix_occurrence_untold", "occurrence")
    op.drop_index("ix_occurrence_problem_id", "occurrence")
    op.drop_table("occurrence")
    op.drop_table("message_habit")
    op.drop_table("message_choice")
    op.drop_index("ix_mail_state_created_at", "mail")
    op.drop_index("ix_mail_person_id_state", "mail")
    op.drop_index("ix_mail_due", "mail")
    op.drop_table("mail")
    op.drop_table("hook")


def _hook() -> None:
    op.create_table(
        "hook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("host", sa.String(length=500), nullable=False),
        sa.Column("sealed_address", sa.String(length=20000), nullable=False),
        sa.Column("sealed_secret", sa.String(length=20000), nullable=False),
        sa.Column("sealed_before", sa.String(length=20000), nullable=True),
        sa.Column("before_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("off_reason", sa.String(length=20000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("shape IN ('plain', 'wecom', 'dingtalk')", name=op.f("ck_hook_shape_known")),
        sa.CheckConstraint("length(host) <= 500", name=op.f("ck_hook_host_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_hook_name_length")),
        sa.CheckConstraint("length(off_reason) <= 20000", name=op.f("ck_hook_off_reason_length")),
        sa.CheckConstraint("length(sealed_address) <= 20000", name=op.f("ck_hook_sealed_address_length")),
        sa.CheckConstraint("length(sealed_before) <= 20000", name=op.f("ck_hook_sealed_before_length")),
        sa.CheckConstraint("length(sealed_secret) <= 20000", name=op.f("ck_hook_sealed_secret_length")),
        sa.CheckConstraint("length(shape) <= 64", name=op.f("ck_hook_shape_length")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_hook_created_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_hook_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook")),
        sa.UniqueConstraint("name", name=op.f("uq_hook_name")),
    )


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.String(length=20000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dropped', 'dead')", name=op.f("ck_mail_state_known")),
        sa.CheckConstraint("length(error) <= 20000", name=op.f("ck_mail_error_length")),
        sa.CheckConstraint("length(state) <= 64", name=op.f("ck_mail_state_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index(
        "ix_mail_due",
        "mail",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_mail_person_id_state", "mail", ["person_id", "state"], unique=False)
    op.create_index("ix_mail_state_created_at", "mail", ["state", "created_at"], unique=False)


def _message_choice() -> None:
    op.create_table(
        "message_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("mail", sa.String(length=64), nullable=False),
        sa.Column("hook", sa.Boolean(), nullable=False),
        sa.CheckConstraint("mail IN ('at_once', 'digest', 'never')", name=op.f("ck_message_choice_mail_known")),
        sa.CheckConstraint("length(kind) <= 64", name=op.f("ck_message_choice_kind_length")),
        sa.CheckConstraint("length(mail) <= 64", name=op.f("ck_message_choice_mail_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_message_choice")),
    )


def _message_habit() -> None:
    op.create_table(
        "message_habit",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("mobile", sa.String(length=64), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("digest_at", sa.Integer(), nullable=False),
        sa.Column("digest_days", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "digest_days IN ('working', 'daily', 'monday')", name=op.f("ck_message_habit_digest_days_known")
        ),
        sa.CheckConstraint("length(address) <= 500", name=op.f("ck_message_habit_address_length")),
        sa.CheckConstraint("length(digest_days) <= 64", name=op.f("ck_message_habit_digest_days_length")),
        sa.CheckConstraint("length(mobile) <= 64", name=op.f("ck_message_habit_mobile_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_habit_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_habit")),
    )


def _occurrence() -> None:
    op.create_table(
        "occurrence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(kind) <= 64", name=op.f("ck_occurrence_kind_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_occurrence_text_length")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_occurrence_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_occurrence_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_occurrence_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_occurrence_person_id_person")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_occurrence_problem_id_problem")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_occurrence_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
    )
    op.create_index("ix_occurrence_problem_id", "occurrence", ["problem_id"], unique=False)
    op.create_index(
        "ix_occurrence_untold",
        "occurrence",
        ["at", "id"],
        unique=False,
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )


def _hook_delivery() -> None:
    op.create_table(
        "hook_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hook_id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=20000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'dropped', 'dead')", name=op.f("ck_hook_delivery_state_known")
        ),
        sa.CheckConstraint("length(error) <= 20000", name=op.f("ck_hook_delivery_error_length")),
        sa.CheckConstraint("length(state) <= 64", name=op.f("ck_hook_delivery_state_length")),
        sa.ForeignKeyConstraint(["hook_id"], ["hook.id"], name=op.f("fk_hook_delivery_hook_id_hook")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_hook_delivery_occurrence_id_occurrence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_delivery")),
    )
    op.create_index(
        "ix_hook_delivery_due",
        "hook_delivery",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_hook_delivery_hook_id_created_at", "hook_delivery", ["hook_id", "created_at"], unique=False)
    op.create_index(op.f("ix_hook_delivery_occurrence_id"), "hook_delivery", ["occurrence_id"], unique=False)


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_message_mail_id_mail")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrence.id"], name=op.f("fk_message_occurrence_id_occurrence")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("occurrence_id", "person_id", name=op.f("uq_message_occurrence_id_person_id")),
    )
    op.create_index(op.f("ix_message_mail_id"), "message", ["mail_id"], unique=False)
    op.create_index("ix_message_person_id_at", "message", ["person_id", "at", "id"], unique=False)
    op.create_index(
        "ix_message_unread",
        "message",
        ["person_id", "at"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )


def _hook_recipient() -> None:
    op.create_table(
        "hook_recipient",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["hook_delivery.id"], name=op.f("fk_hook_recipient_delivery_id_hook_delivery")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_hook_recipient_message_id_message")),
        sa.PrimaryKeyConstraint("delivery_id", "message_id", name=op.f("pk_hook_recipient")),
    )
    op.create_index(op.f("ix_hook_recipient_message_id"), "hook_recipient", ["message_id"], unique=False)
