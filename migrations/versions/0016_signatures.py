"""Know who signs a paper and with which key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keys()
    _signatures()
    _statuses("waiting", "signing", "ready", "failed")


def downgrade() -> None:
    """A paper that is being signed was one that waits before; which signatures it has is known to the PDFs themselves."""
    op.execute("UPDATE document SET status = 'waiting' WHERE status = 'signing'")
    _statuses("waiting", "ready", "failed")
    for table, column in (("document_signature", "status"), ("document_signature", "person_id")):
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    op.drop_table("document_signature")
    for column in ("unit_id", "person_id"):
        op.drop_index(op.f(f"ix_signing_key_{column}"), "signing_key")
    op.drop_table("signing_key")


def _statuses(*words: str) -> None:
    known = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("document") as table:
        table.drop_constraint(op.f("ck_document_status_known"), type_="check")
        table.create_check_constraint(op.f("ck_document_status_known"), f"status IN ({known})")


def _keys() -> None:
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("certificate", sa.String(length=20000), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_reason", sa.String(length=20000), nullable=True),
        sa.CheckConstraint("kind IN ('file', 'token', 'outside')", name=op.f("ck_signing_key_kind_known")),
        sa.CheckConstraint("(unit_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_signing_key_one_owner")),
        sa.CheckConstraint("length(certificate) <= 20000", name=op.f("ck_signing_key_certificate_length")),
        sa.CheckConstraint("length(fingerprint) <= 64", name=op.f("ck_signing_key_fingerprint_length")),
        sa.CheckConstraint("length(kind) <= 64", name=op.f("ck_signing_key_kind_length")),
        sa.CheckConstraint("length(place) <= 500", name=op.f("ck_signing_key_place_length")),
        sa.CheckConstraint("length(revoked_reason) <= 20000", name=op.f("ck_signing_key_revoked_reason_length")),
        sa.CheckConstraint("length(subject) <= 500", name=op.f("ck_signing_key_subject_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_key_person_id_person")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["person.id"], name=op.f("fk_signing_key_revoked_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_signing_key_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_signing_key_fingerprint")),
    )
    op.create_index(op.f("ix_signing_key_person_id"), "signing_key", ["person_id"], unique=False)
    op.create_index(op.f("ix_signing_key_unit_id"), "signing_key", ["unit_id"], unique=False)


def _signatures() -> None:
    op.create_table(
        "document_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("capacity", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("prepared_digest", sa.String(length=64), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_sign", sa.String(length=20000), nullable=True),
        sa.Column("answer", sa.String(length=20000), nullable=True),
        sa.Column("digest_before", sa.String(length=64), nullable=True),
        sa.Column("digest_after", sa.String(length=64), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=20000), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'asked', 'prepared', 'answered', 'signed', 'refused')",
            name=op.f("ck_document_signature_status_known"),
        ),
        sa.CheckConstraint("length(answer) <= 20000", name=op.f("ck_document_signature_answer_length")),
        sa.CheckConstraint("length(capacity) <= 500", name=op.f("ck_document_signature_capacity_length")),
        sa.CheckConstraint("length(digest_after) <= 64", name=op.f("ck_document_signature_digest_after_length")),
        sa.CheckConstraint("length(digest_before) <= 64", name=op.f("ck_document_signature_digest_before_length")),
        sa.CheckConstraint("length(field) <= 64", name=op.f("ck_document_signature_field_length")),
        sa.CheckConstraint("length(fingerprint) <= 64", name=op.f("ck_document_signature_fingerprint_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_document_signature_name_length")),
        sa.CheckConstraint("length(prepared_digest) <= 64", name=op.f("ck_document_signature_prepared_digest_length")),
        sa.CheckConstraint("length(reason) <= 20000", name=op.f("ck_document_signature_reason_length")),
        sa.CheckConstraint("length(status) <= 64", name=op.f("ck_document_signature_status_length")),
        sa.CheckConstraint("length(to_sign) <= 20000", name=op.f("ck_document_signature_to_sign_length")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_signature_document_id_document")
        ),
        sa.ForeignKeyConstraint(["key_id"], ["signing_key.id"], name=op.f("fk_document_signature_key_id_signing_key")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_signature_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_signature_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_signature")),
        sa.UniqueConstraint("document_id", "field", name=op.f("uq_document_signature_document_id_field")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_document_signature_document_id_position")),
    )
    op.create_index(op.f("ix_document_signature_person_id"), "document_signature", ["person_id"], unique=False)
    op.create_index(op.f("ix_document_signature_status"), "document_signature", ["status"], unique=False)
