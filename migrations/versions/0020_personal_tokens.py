"""Keep the tokens of people's own programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("ending", sa.String(length=500), nullable=False),
        sa.Column("scopes", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(digest) <= 64", name=op.f("ck_personal_token_digest_length")),
        sa.CheckConstraint("length(ending) <= 500", name=op.f("ck_personal_token_ending_length")),
        sa.CheckConstraint("length(name) <= 500", name=op.f("ck_personal_token_name_length")),
        sa.CheckConstraint("length(scopes) <= 500", name=op.f("ck_personal_token_scopes_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_personal_token_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_personal_token_digest")),
    )
    with op.batch_alter_table("personal_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_token_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("personal_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_personal_token_person_id"))

    op.drop_table("personal_token")
