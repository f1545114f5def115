"""Keep the language of each person's pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=64), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_person_language_length"), "length(language) <= 64")


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_person_language_length"), type_="check")
        batch_op.drop_column("language")
