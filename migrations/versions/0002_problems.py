"""Create problem lists, problems and their measures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "problem_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("inspection", sa.String(length=500), nullable=True),
        sa.Column("round", sa.String(length=500), nullable=True),
        sa.Column("source_name", sa.String(length=500), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(inspection) <= 500", name=op.f("ck_problem_list_inspection_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_problem_list_name_length")),
        sa.CheckConstraint("length(round) <= 500", name=op.f("ck_problem_list_round_length")),
        sa.CheckConstraint("length(source_digest) <= 64", name=op.f("ck_problem_list_source_digest_length")),
        sa.CheckConstraint("length(source_name) <= 500", name=op.f("ck_problem_list_source_name_length")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_problem_list_created_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_list")),
        sa.UniqueConstraint("name", name=op.f("uq_problem_list_name")),
    )
    op.create_table(
        "problem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=500), nullable=True),
        sa.Column("area", sa.String(length=500), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("target", sa.String(length=20000), nullable=True),
        sa.Column("target_raw", sa.String(length=20000), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("long_term", sa.Boolean(), nullable=False),
        sa.Column("immediate", sa.Boolean(), nullable=False),
        sa.Column("deadline_raw", sa.String(length=20000), nullable=True),
        sa.Column("responsible_persons_raw", sa.String(length=20000), nullable=True),
        sa.Column("units_raw", sa.String(length=20000), nullable=True),
        sa.Column("found", sa.String(length=4000000), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed', 'reopened')", name=op.f("ck_problem_state_known")),
        sa.CheckConstraint("length(area) <= 500", name=op.f("ck_problem_area_length")),
        sa.CheckConstraint("length(deadline_raw) <= 20000", name=op.f("ck_problem_deadline_raw_length")),
        sa.CheckConstraint("length(found) <= 4000000", name=op.f("ck_problem_found_length")),
        sa.CheckConstraint("length(number) <= 500", name=op.f("ck_problem_number_length")),
        sa.CheckConstraint(
            "length(responsible_persons_raw) <= 20000", name=op.f("ck_problem_responsible_persons_raw_length")
        ),
        sa.CheckConstraint("length(state) <= 64", name=op.f("ck_problem_state_length")),
        sa.CheckConstraint("length(target) <= 20000", name=op.f("ck_problem_target_length")),
        sa.CheckConstraint("length(target_raw) <= 20000", name=op.f("ck_problem_target_raw_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_problem_text_length")),
        sa.CheckConstraint("length(title) <= 500", name=op.f("ck_problem_title_length")),
        sa.CheckConstraint("length(units_raw) <= 20000", name=op.f("ck_problem_units_raw_length")),
        sa.ForeignKeyConstraint(["list_id"], ["problem_list.id"], name=op.f("fk_problem_list_id_problem_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_due_on"), "problem", ["due_on"], unique=False)
    op.create_index("ix_problem_list_id_position_id", "problem", ["list_id", "position", "id"], unique=False)
    op.create_index(op.f("ix_problem_state"), "problem", ["state"], unique=False)
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.String(length=20000), nullable=True),
        sa.CheckConstraint("length(decision_reason) <= 20000", name=op.f("ck_extension_decision_reason_length")),
        sa.CheckConstraint("length(reason) <= 20000", name=op.f("ck_extension_reason_length")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_extension_asked_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_extension_decided_by_id_person")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_extension_problem_id_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_problem_id"), "extension", ["problem_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("raw", sa.String(length=20000), nullable=True),
        sa.Column("target", sa.String(length=20000), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("deadline_raw", sa.String(length=20000), nullable=True),
        sa.Column("long_term", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(deadline_raw) <= 20000", name=op.f("ck_measure_deadline_raw_length")),
        sa.CheckConstraint("length(raw) <= 20000", name=op.f("ck_measure_raw_length")),
        sa.CheckConstraint("length(target) <= 20000", name=op.f("ck_measure_target_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_measure_text_length")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_measure_added_by_id_person")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_measure_problem_id_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_problem_id_position", "measure", ["problem_id", "position"], unique=False)
    op.create_table(
        "problem_number",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=500), nullable=False),
        sa.Column("number", sa.String(length=500), nullable=False),
        sa.CheckConstraint("length(level) <= 500", name=op.f("ck_problem_number_level_length")),
        sa.CheckConstraint("length(number) <= 500", name=op.f("ck_problem_number_number_length")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_number_problem_id_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_number")),
    )
    op.create_index(op.f("ix_problem_number_problem_id"), "problem_number", ["problem_id"], unique=False)
    op.create_table(
        "problem_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.String(length=500), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part IN ('responsible', 'lead', 'participating', 'supervising')", name=op.f("ck_problem_unit_part_known")
        ),
        sa.CheckConstraint("length(part) <= 64", name=op.f("ck_problem_unit_part_length")),
        sa.CheckConstraint("length(raw) <= 500", name=op.f("ck_problem_unit_raw_length")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_unit_problem_id_problem")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_problem_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_unit")),
    )
    op.create_index(op.f("ix_problem_unit_problem_id"), "problem_unit", ["problem_id"], unique=False)
    op.create_index("ix_problem_unit_unit_id_part", "problem_unit", ["unit_id", "part"], unique=False)


def downgrade() -> None:
    op.drop_table("problem_unit")
    op.drop_table("problem_number")
    op.drop_table("measure")
    op.drop_table("extension")
    op.drop_table("problem")
    op.drop_table("problem_list")
