"""Let the database itself refuse changes to the journal, sign-offs and deployed diagrams."""

from __future__ import annotations

from migrations.append_only import create_refusal, drop_refusal, protect, release

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("journal_entry", "sign_off", "diagram", "diagram_form")


def upgrade() -> None:
    create_refusal()
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    for table in TABLES:
        release(table)
    drop_refusal()
