"""Record which process a problem list runs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every list there is was loaded for the one process there was."""
    with op.batch_alter_table("problem_list") as table:
        table.add_column(sa.Column("process", sa.String(length=64), nullable=False, server_default="rectification"))
    with op.batch_alter_table("problem_list") as table:
        table.alter_column("process", existing_type=sa.String(length=64), existing_nullable=False, server_default=None)
        table.create_check_constraint(op.f("ck_problem_list_process_length"), "length(process) <= 64")


def downgrade() -> None:
    with op.batch_alter_table("problem_list") as table:
        table.drop_constraint(op.f("ck_problem_list_process_length"), type_="check")
        table.drop_column("process")
