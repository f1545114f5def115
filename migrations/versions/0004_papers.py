"""Create public notices, audits, documents and the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_serial",
        sa.Column("office", sa.String(length=500), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.String(length=64), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(office) <= 500", name=op.f("ck_document_serial_office_length")),
        sa.CheckConstraint("length(series) <= 64", name=op.f("ck_document_serial_series_length")),
        sa.PrimaryKeyConstraint("office", "year", "series", name=op.f("pk_document_serial")),
    )
    op.create_table(
        "journal_head",
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(chain) <= 64", name=op.f("ck_journal_head_chain_length")),
        sa.CheckConstraint("length(hash) <= 64", name=op.f("ck_journal_head_hash_length")),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "audit_draw",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=4000000), nullable=False),
        sa.Column("population", sa.String(length=4000000), nullable=False),
        sa.Column("population_digest", sa.String(length=64), nullable=False),
        sa.Column("seed_source", sa.String(length=500), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(length=500), nullable=True),
        sa.Column("result", sa.String(length=4000000), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(population) <= 4000000", name=op.f("ck_audit_draw_population_length")),
        sa.CheckConstraint("length(population_digest) <= 64", name=op.f("ck_audit_draw_population_digest_length")),
        sa.CheckConstraint("length(result) <= 4000000", name=op.f("ck_audit_draw_result_length")),
        sa.CheckConstraint("length(rule) <= 4000000", name=op.f("ck_audit_draw_rule_length")),
        sa.CheckConstraint("length(seed) <= 500", name=op.f("ck_audit_draw_seed_length")),
        sa.CheckConstraint("length(seed_source) <= 500", name=op.f("ck_audit_draw_seed_source_length")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["person.id"], name=op.f("fk_audit_draw_drawn_by_id_person")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_audit_draw_frozen_by_id_person")),
        sa.ForeignKeyConstraint(["list_id"], ["problem_list.id"], name=op.f("fk_audit_draw_list_id_problem_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_draw")),
    )
    op.create_index(op.f("ix_audit_draw_list_id"), "audit_draw", ["list_id"], unique=False)
    op.create_table(
        "audit_pool_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("selected", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_audit_pool_entry_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["audit_draw.id"], name=op.f("fk_audit_pool_entry_draw_id_audit_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_pool_entry")),
    )
    op.create_index(op.f("ix_audit_pool_entry_case_id"), "audit_pool_entry", ["case_id"], unique=False)
    op.create_index(op.f("ix_audit_pool_entry_draw_id"), "audit_pool_entry", ["draw_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=500), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("dossier", sa.String(length=4000000), nullable=False),
        sa.Column("dossier_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("error", sa.String(length=20000), nullable=True),
        sa.Column("master_digest", sa.String(length=64), nullable=True),
        sa.Column("final_digest", sa.String(length=64), nullable=True),
        sa.Column("file_digest", sa.String(length=64), nullable=True),
        sa.Column("verify_code", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'ready', 'failed')", name=op.f("ck_document_status_known")),
        sa.CheckConstraint("length(dossier) <= 4000000", name=op.f("ck_document_dossier_length")),
        sa.CheckConstraint("length(dossier_digest) <= 64", name=op.f("ck_document_dossier_digest_length")),
        sa.CheckConstraint("length(error) <= 20000", name=op.f("ck_document_error_length")),
        sa.CheckConstraint("length(file_digest) <= 64", name=op.f("ck_document_file_digest_length")),
        sa.CheckConstraint("length(final_digest) <= 64", name=op.f("ck_document_final_digest_length")),
        sa.CheckConstraint("length(kind) <= 64", name=op.f("ck_document_kind_length")),
        sa.CheckConstraint("length(master_digest) <= 64", name=op.f("ck_document_master_digest_length")),
        sa.CheckConstraint("length(number) <= 500", name=op.f("ck_document_number_length")),
        sa.CheckConstraint("length(status) <= 64", name=op.f("ck_document_status_length")),
        sa.CheckConstraint("length(title) <= 500", name=op.f("ck_document_title_length")),
        sa.CheckConstraint("length(verify_code) <= 64", name=op.f("ck_document_verify_code_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_document_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["issued_by_id"], ["person.id"], name=op.f("fk_document_issued_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("number", name=op.f("uq_document_number")),
        sa.UniqueConstraint("verify_code", name=op.f("uq_document_verify_code")),
    )
    op.create_index("ix_document_case_id_issued_at", "document", ["case_id", "issued_at"], unique=False)
    op.create_index(op.f("ix_document_file_digest"), "document", ["file_digest"], unique=False)
    op.create_index(op.f("ix_document_status"), "document", ["status"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=500), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=4000000), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(actor_name) <= 500", name=op.f("ck_journal_entry_actor_name_length")),
        sa.CheckConstraint("length(chain) <= 64", name=op.f("ck_journal_entry_chain_length")),
        sa.CheckConstraint("length(hash) <= 64", name=op.f("ck_journal_entry_hash_length")),
        sa.CheckConstraint("length(prev) <= 64", name=op.f("ck_journal_entry_prev_length")),
        sa.CheckConstraint("length(text) <= 4000000", name=op.f("ck_journal_entry_text_length")),
        sa.CheckConstraint("length(what) <= 64", name=op.f("ck_journal_entry_what_length")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_journal_entry_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_journal_entry_case_id_rectification_case")
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_journal_entry_problem_id_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_journal_entry_chain_seq")),
    )
    op.create_index(op.f("ix_journal_entry_case_id"), "journal_entry", ["case_id"], unique=False)
    op.create_index(op.f("ix_journal_entry_problem_id"), "journal_entry", ["problem_id"], unique=False)
    op.create_table(
        "public_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interrupted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("calendar IN ('working', 'calendar')", name=op.f("ck_public_notice_calendar_known")),
        sa.CheckConstraint("length(calendar) <= 64", name=op.f("ck_public_notice_calendar_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_public_notice_text_length")),
        sa.CheckConstraint("length(title) <= 500", name=op.f("ck_public_notice_title_length")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rectification_case.id"], name=op.f("fk_public_notice_case_id_rectification_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
    )
    op.create_index(op.f("ix_public_notice_case_id"), "public_notice", ["case_id"], unique=False)
    op.create_table(
        "objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=500), nullable=True),
        sa.Column("contact", sa.String(length=500), nullable=True),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=20000), nullable=True),
        sa.CheckConstraint("length(answer) <= 20000", name=op.f("ck_objection_answer_length")),
        sa.CheckConstraint("length(by_name) <= 500", name=op.f("ck_objection_by_name_length")),
        sa.CheckConstraint("length(contact) <= 500", name=op.f("ck_objection_contact_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_objection_text_length")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_objection_answered_by_id_person")),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f("fk_objection_notice_id_public_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_notice_id"), "objection", ["notice_id"], unique=False)


def downgrade() -> None:
    op.drop_table("objection")
    op.drop_table("public_notice")
    op.drop_table("journal_entry")
    op.drop_table("document")
    op.drop_table("audit_pool_entry")
    op.drop_table("audit_draw")
    op.drop_table("journal_head")
    op.drop_table("document_serial")
