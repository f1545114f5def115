"""Keep batches of papers and bundles of cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _batches()
    _bundles()
    _items()


def downgrade() -> None:
    op.drop_index(op.f("ix_print_item_document_id"), "print_item")
    op.drop_table("print_item")
    op.drop_index(op.f("ix_case_bundle_case_id"), "case_bundle")
    op.drop_table("case_bundle")
    op.drop_index(op.f("ix_print_batch_status"), "print_batch")
    op.drop_index(op.f("ix_print_batch_asked_by_id"), "print_batch")
    op.drop_table("print_batch")


def _batches() -> None:
    op.create_table(
        "print_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("prints", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("error", sa.String(length=20000), nullable=True),
        sa.Column("file_digest", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("prints IN ('originals', 'copies')", name=op.f("ck_print_batch_prints_known")),
        sa.CheckConstraint("result IN ('zip', 'merged')", name=op.f("ck_print_batch_result_known")),
        sa.CheckConstraint(
            "status IN ('waiting', 'printing', 'ready', 'failed')", name=op.f("ck_print_batch_status_known")
        ),
        sa.CheckConstraint("length(error) <= 20000", name=op.f("ck_print_batch_error_length")),
        sa.CheckConstraint("length(file_digest) <= 64", name=op.f("ck_print_batch_file_digest_length")),
        sa.CheckConstraint("length(prints) <= 64", name=op.f("ck_print_batch_prints_length")),
        sa.CheckConstraint("length(result) <= 64", name=op.f("ck_print_batch_result_length")),
        sa.CheckConstraint("length(status) <= 64", name=op.f("ck_print_batch_status_length")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_print_batch_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_batch")),
    )
    op.create_index(op.f("ix_print_batch_asked_by_id"), "print_batch", ["asked_by_id"])
    op.create_index(op.f("ix_print_batch_status"), "print_batch", ["status"])


def _bundles() -> None:
    op.create_table(
        "case_bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("error", sa.String(length=20000), nullable=True),
        sa.Column("packed", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=True),
        sa.Column("journal_seq", sa.BigInteger(), nullable=True),
        sa.Column("manifest_digest", sa.String(length=64), nullable=True),
        sa.Column("checker_digest", sa.String(length=64), nullable=True),
        sa.Column("file_digest", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'packing', 'ready', 'failed')", name=op.f("ck_case_bundle_status_known")
        ),
        sa.CheckConstraint("length(checker_digest) <= 64", name=op.f("ck_case_bundle_checker_digest_length")),
        sa.CheckConstraint("length(error) <= 20000", name=op.f("ck_case_bundle_error_length")),
        sa.CheckConstraint("length(file_digest) <= 64", name=op.f("ck_case_bundle_file_digest_length")),
        sa.CheckConstraint("length(manifest_digest) <= 64", name=op.f("ck_case_bundle_manifest_digest_length")),
        sa.CheckConstraint("length(status) <= 64", name=op.f("ck_case_bundle_status_length")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_case_bundle_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_case_bundle_case_id_rectification_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_bundle")),
    )
    op.create_index(op.f("ix_case_bundle_case_id"), "case_bundle", ["case_id"])


def _items() -> None:
    op.create_table(
        "print_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("error", sa.String(length=20000), nullable=True),
        sa.Column("file_digest", sa.String(length=64), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'done', 'failed')", name=op.f("ck_print_item_status_known")),
        sa.CheckConstraint("length(error) <= 20000", name=op.f("ck_print_item_error_length")),
        sa.CheckConstraint("length(file_digest) <= 64", name=op.f("ck_print_item_file_digest_length")),
        sa.CheckConstraint("length(status) <= 64", name=op.f("ck_print_item_status_length")),
        sa.ForeignKeyConstraint(["batch_id"], ["print_batch.id"], name=op.f("fk_print_item_batch_id_print_batch")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_print_item_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_item")),
        sa.UniqueConstraint("batch_id", "document_id", name=op.f("uq_print_item_batch_id_document_id")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_print_item_batch_id_position")),
    )
    op.create_index(op.f("ix_print_item_document_id"), "print_item", ["document_id"])
