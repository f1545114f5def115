"""Create diagrams, cases, tasks and what people decide and upload."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "diagram",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("stored", sa.LargeBinary(), nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deployed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(digest) <= 64", name=op.f("ck_diagram_digest_length")),
        sa.CheckConstraint("length(key) <= 64", name=op.f("ck_diagram_key_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_diagram_name_length")),
        sa.ForeignKeyConstraint(["deployed_by_id"], ["person.id"], name=op.f("fk_diagram_deployed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagram")),
        sa.UniqueConstraint("key", "digest", name=op.f("uq_diagram_key_digest")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_diagram_key_version")),
    )
    op.create_table(
        "diagram_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("diagram_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("schema", sa.String(length=4000000), nullable=False),
        sa.CheckConstraint("length(key) <= 64", name=op.f("ck_diagram_form_key_length")),
        sa.CheckConstraint("length(schema) <= 4000000", name=op.f("ck_diagram_form_schema_length")),
        sa.ForeignKeyConstraint(["diagram_id"], ["diagram.id"], name=op.f("fk_diagram_form_diagram_id_diagram")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagram_form")),
        sa.UniqueConstraint("diagram_id", "key", name=op.f("uq_diagram_form_diagram_id_key")),
    )
    op.create_table(
        "rectification_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("diagram_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("rectified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(stage) <= 64", name=op.f("ck_rectification_case_stage_length")),
        sa.ForeignKeyConstraint(["diagram_id"], ["diagram.id"], name=op.f("fk_rectification_case_diagram_id_diagram")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_rectification_case_problem_id_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_case")),
        sa.UniqueConstraint("problem_id", name=op.f("uq_rectification_case_problem_id")),
    )
    op.create_index(op.f("ix_rectification_case_diagram_id"), "rectification_case", ["diagram_id"], unique=False)
    op.create_index(op.f("ix_rectification_case_due_at"), "rectification_case", ["due_at"], unique=False)
    op.create_index(op.f("ix_rectification_case_stage"), "rectification_case", ["stage"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("box", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("returned_by_id", sa.Uuid(), nullable=True),
        sa.Column("return_reason", sa.String(length=20000), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(box) <= 64", name=op.f("ck_task_box_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_task_name_length")),
        sa.CheckConstraint("length(return_reason) <= 20000", name=op.f("ck_task_return_reason_length")),
        sa.CheckConstraint("length(role) <= 64", name=op.f("ck_task_role_length")),
        sa.CheckConstraint("length(token) <= 64", name=op.f("ck_task_token_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_task_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_task_closed_by_id_person")),
        sa.ForeignKeyConstraint(["returned_by_id"], ["person.id"], name=op.f("fk_task_returned_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_case_id"), "task", ["case_id"], unique=False)
    op.create_index(
        "ix_task_open",
        "task",
        ["role", "unit_id", "due_on", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "uq_task_open_token",
        "task",
        ["case_id", "token"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("media_type", sa.String(length=500), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=20000), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) <= 64", name=op.f("ck_evidence_digest_length")),
        sa.CheckConstraint("length(media_type) <= 500", name=op.f("ck_evidence_media_type_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_evidence_name_length")),
        sa.CheckConstraint("length(note) <= 20000", name=op.f("ck_evidence_note_length")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_evidence_size_positive")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_evidence_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_evidence_task_id_task")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_evidence_uploaded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_case_id_uploaded_at", "evidence", ["case_id", "uploaded_at"], unique=False)
    op.create_index(op.f("ix_evidence_digest"), "evidence", ["digest"], unique=False)
    op.create_table(
        "sign_off",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("box", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("decision", sa.String(length=64), nullable=False),
        sa.Column("opinion", sa.String(length=20000), nullable=True),
        sa.Column("form_values", sa.String(length=4000000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(box) <= 64", name=op.f("ck_sign_off_box_length")),
        sa.CheckConstraint("length(decision) <= 64", name=op.f("ck_sign_off_decision_length")),
        sa.CheckConstraint("length(form_values) <= 4000000", name=op.f("ck_sign_off_form_values_length")),
        sa.CheckConstraint("length(opinion) <= 20000", name=op.f("ck_sign_off_opinion_length")),
        sa.CheckConstraint("length(role) <= 64", name=op.f("ck_sign_off_role_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_sign_off_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_off_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_sign_off_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sign_off_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    op.create_index("ix_sign_off_case_id_at", "sign_off", ["case_id", "at"], unique=False)
    op.create_index(op.f("ix_sign_off_task_id"), "sign_off", ["task_id"], unique=False)
    op.create_table(
        "submission",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.CheckConstraint("length(outcome) <= 500", name=op.f("ck_submission_outcome_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_submission_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_submission_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_submission_task_id_task")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_case_id"), "submission", ["case_id"], unique=False)
    op.create_index(op.f("ix_submission_task_id"), "submission", ["task_id"], unique=False)


def downgrade() -> None:
    op.drop_table("submission")
    op.drop_table("sign_off")
    op.drop_table("evidence")
    op.drop_table("task")
    op.drop_table("rectification_case")
    op.drop_table("diagram_form")
    op.drop_table("diagram")
