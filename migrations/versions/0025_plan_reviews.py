"""Keep uploaded plans, the decisions about them, and who is working on which problem of one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect, release

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("plan_review", *_columns(), *_bounds())
    with op.batch_alter_table("plan_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_review_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_review_list_id"), ["list_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_review_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_review_uploaded_at"), ["uploaded_at"], unique=False)

    _decisions()
    _locks()
    protect("plan_decision")


def downgrade() -> None:
    release("plan_decision")
    op.drop_table("plan_lock")
    op.drop_table("plan_decision")
    with op.batch_alter_table("plan_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_review_uploaded_at"))
        batch_op.drop_index(batch_op.f("ix_plan_review_status"))
        batch_op.drop_index(batch_op.f("ix_plan_review_list_id"))
        batch_op.drop_index(batch_op.f("ix_plan_review_digest"))

    op.drop_table("plan_review")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("error", sa.String(length=20000), nullable=True),
        sa.Column("reading_digest", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=20000), nullable=True),
        sa.Column("shape", sa.String(length=500), nullable=True),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("list_name", sa.String(length=500), nullable=True),
        sa.Column("inspection", sa.String(length=500), nullable=True),
        sa.Column("round", sa.String(length=500), nullable=True),
        sa.Column("process", sa.String(length=64), nullable=True),
        sa.Column("list_id", sa.Uuid(), nullable=True),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by_id", sa.Uuid(), nullable=True),
        sa.Column("dropped_reason", sa.String(length=20000), nullable=True),
    ]


def _bounds() -> list[sa.Constraint]:
    statuses = "'reading', 'unreadable', 'reviewing', 'opening', 'accepted', 'dropped'"
    lengths = {
        "digest": 64,
        "dropped_reason": 20000,
        "error": 20000,
        "file_name": 500,
        "inspection": 500,
        "list_name": 500,
        "process": 64,
        "reading_digest": 64,
        "round": 500,
        "shape": 500,
        "status": 64,
        "title": 20000,
    }
    refers = {
        "accepted_by_id": "person",
        "dropped_by_id": "person",
        "list_id": "problem_list",
        "replaces_id": "problem_list",
        "uploaded_by_id": "person",
    }
    return [
        sa.CheckConstraint(f"status IN ({statuses})", name=op.f("ck_plan_review_status_known")),
        *(
            sa.CheckConstraint(f"length({column}) <= {most}", name=op.f(f"ck_plan_review_{column}_length"))
            for column, most in lengths.items()
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_plan_review_{column}_{table}"))
            for column, table in refers.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_review")),
    ]


def _decisions() -> None:
    op.create_table(
        "plan_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=4000000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(body) <= 4000000", name=op.f("ck_plan_decision_body_length")),
        sa.CheckConstraint("length(kind) <= 64", name=op.f("ck_plan_decision_kind_length")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plan_decision_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["plan_review.id"], name=op.f("fk_plan_decision_review_id_plan_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_decision")),
        sa.UniqueConstraint("review_id", "seq", name=op.f("uq_plan_decision_review_id_seq")),
    )


def _locks() -> None:
    op.create_table(
        "plan_lock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(problem) <= 64", name=op.f("ck_plan_lock_problem_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_lock_person_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["plan_review.id"], name=op.f("fk_plan_lock_review_id_plan_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_lock")),
        sa.UniqueConstraint("review_id", "problem", name=op.f("uq_plan_lock_review_id_problem")),
    )
