"""Add orders, checks, rounds and serious matters"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=20000), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("measures", sa.String(length=20000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=20000), nullable=True),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(measures) <= 20000", name=op.f("ck_finding_measures_length")),
        sa.CheckConstraint("length(place) <= 20000", name=op.f("ck_finding_place_length")),
        sa.CheckConstraint("length(reason) <= 20000", name=op.f("ck_finding_reason_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_finding_text_length")),
        sa.ForeignKeyConstraint(["check_id"], ["problem.id"], name=op.f("fk_finding_check_id_problem")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_finding_decided_by_id_person")),
        sa.ForeignKeyConstraint(["found_by_id"], ["person.id"], name=op.f("fk_finding_found_by_id_person")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_finding_problem_id_problem")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_finding_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_check_id"), ["check_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_problem_id"), ["problem_id"], unique=False)

    op.create_table(
        "progress_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("pace", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("difficulty", sa.String(length=20000), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(difficulty) <= 20000", name=op.f("ck_progress_report_difficulty_length")),
        sa.CheckConstraint("length(pace) <= 64", name=op.f("ck_progress_report_pace_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_progress_report_text_length")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_progress_report_by_id_person")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_progress_report_problem_id_problem")),
        sa.ForeignKeyConstraint(["round_id"], ["problem.id"], name=op.f("fk_progress_report_round_id_problem")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_progress_report_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
    )
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.create_index("ix_progress_report_problem_id_at", ["problem_id", "at"], unique=False)
        batch_op.create_index("uq_progress_report", ["round_id", "problem_id", "unit_id"], unique=True)

    op.create_table(
        "serious_matter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(length=20000), nullable=True),
        sa.CheckConstraint("length(answer) <= 20000", name=op.f("ck_serious_matter_answer_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_serious_matter_text_length")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_serious_matter_by_id_person")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_serious_matter_noted_by_id_person")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_serious_matter_problem_id_problem")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_serious_matter_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serious_matter")),
    )
    with op.batch_alter_table("serious_matter", schema=None) as batch_op:
        batch_op.create_index("ix_serious_matter_problem_id", ["problem_id"], unique=False)
        batch_op.create_index(
            "ix_serious_matter_unseen",
            ["at"],
            unique=False,
            sqlite_where=sa.text("noted_at IS NULL"),
            postgresql_where=sa.text("noted_at IS NULL"),
        )

    op.create_table(
        "matter",
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("target_list_id", sa.Uuid(), nullable=True),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=4000000), nullable=True),
        sa.CheckConstraint("kind IN ('order', 'check', 'round')", name=op.f("ck_matter_kind_known")),
        sa.CheckConstraint("length(kind) <= 64", name=op.f("ck_matter_kind_length")),
        sa.CheckConstraint("length(result) <= 4000000", name=op.f("ck_matter_result_length")),
        sa.ForeignKeyConstraint(["about_id"], ["problem.id"], name=op.f("fk_matter_about_id_problem")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_matter_problem_id_problem")),
        sa.ForeignKeyConstraint(["step_id"], ["escalation_step.id"], name=op.f("fk_matter_step_id_escalation_step")),
        sa.ForeignKeyConstraint(
            ["target_list_id"], ["problem_list.id"], name=op.f("fk_matter_target_list_id_problem_list")
        ),
        sa.PrimaryKeyConstraint("problem_id", name=op.f("pk_matter")),
        sa.UniqueConstraint("week", name=op.f("uq_matter_week")),
    )
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_about_id"), ["about_id"], unique=False)
        batch_op.create_index("ix_matter_kind_problem_id", ["kind", "problem_id"], unique=False)


def downgrade() -> None:
    """Their lines on the lists stay, as do their journals; what only these tables say is lost."""
    op.drop_table("matter")
    op.drop_table("serious_matter")
    op.drop_table("progress_report")
    op.drop_table("finding")
