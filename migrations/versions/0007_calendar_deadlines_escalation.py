"""Keep the working-day calendar, deadlines and proposed escalation steps"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('off', 'work')", name=op.f("ck_calendar_day_kind_known")),
        sa.CheckConstraint("length(kind) <= 64", name=op.f("ck_calendar_day_kind_length")),
        sa.CheckConstraint("length(reason) <= 500", name=op.f("ck_calendar_day_reason_length")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_calendar_day_set_by_id_person")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(source) <= 500", name=op.f("ck_calendar_year_source_length")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_calendar_year_entered_by_id_person")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "deadline_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("about IN ('problem', 'measure', 'task')", name=op.f("ck_deadline_mark_about_known")),
        sa.CheckConstraint("length(about) <= 64", name=op.f("ck_deadline_mark_about_length")),
        sa.CheckConstraint("length(mark) <= 64", name=op.f("ck_deadline_mark_mark_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_deadline_mark_case_id_rectification_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_mark")),
    )
    op.create_index("uq_deadline_mark", "deadline_mark", ["case_id", "about_id", "due_on", "mark"], unique=True)

    op.create_table(
        "escalation_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("lamp", sa.String(length=64), nullable=False),
        sa.Column("yellows", sa.Integer(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("table_digest", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.String(length=20000), nullable=True),
        sa.CheckConstraint("about IN ('problem', 'measure', 'task')", name=op.f("ck_escalation_step_about_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'dismissed', 'withdrawn')", name=op.f("ck_escalation_step_state_known")
        ),
        sa.CheckConstraint(
            "step IN ('reminder_letter', 'special_letter', 'talk', 'supervision_order', 'accountability_referral')",
            name=op.f("ck_escalation_step_step_known"),
        ),
        sa.CheckConstraint("length(about) <= 64", name=op.f("ck_escalation_step_about_length")),
        sa.CheckConstraint("length(decision_reason) <= 20000", name=op.f("ck_escalation_step_decision_reason_length")),
        sa.CheckConstraint("length(lamp) <= 64", name=op.f("ck_escalation_step_lamp_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_escalation_step_name_length")),
        sa.CheckConstraint("length(rule) <= 500", name=op.f("ck_escalation_step_rule_length")),
        sa.CheckConstraint("length(state) <= 64", name=op.f("ck_escalation_step_state_length")),
        sa.CheckConstraint("length(step) <= 64", name=op.f("ck_escalation_step_step_length")),
        sa.CheckConstraint("length(table_digest) <= 64", name=op.f("ck_escalation_step_table_digest_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_escalation_step_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_escalation_step_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_step")),
    )
    op.create_index(
        "ix_escalation_step_waiting",
        "escalation_step",
        ["proposed_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("uq_escalation_step", "escalation_step", ["case_id", "about_id", "due_on", "step"], unique=True)

    op.create_table(
        "problem_deadline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("hopeless_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hopeless_by_id", sa.Uuid(), nullable=True),
        sa.Column("hopeless_reason", sa.String(length=20000), nullable=True),
        sa.CheckConstraint("length(hopeless_reason) <= 20000", name=op.f("ck_problem_deadline_hopeless_reason_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_problem_deadline_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(
            ["hopeless_by_id"], ["person.id"], name=op.f("fk_problem_deadline_hopeless_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_deadline")),
    )
    op.create_index("ix_problem_deadline_case_id_since", "problem_deadline", ["case_id", "since"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_problem_deadline_case_id_since", table_name="problem_deadline")

    op.drop_table("problem_deadline")
    op.drop_index("uq_escalation_step", table_name="escalation_step")
    op.drop_index("ix_escalation_step_waiting", table_name="escalation_step")

    op.drop_table("escalation_step")
    op.drop_index("uq_deadline_mark", table_name="deadline_mark")

    op.drop_table("deadline_mark")
    op.drop_table("calendar_year")
    op.drop_table("calendar_day")
