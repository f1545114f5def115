"""Let the clock look once at every open case, so that deadlines set before they were followed are reminded of too"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The next tick finds them due, keeps their deadlines, and gives them their own next moment again."""
    op.execute(
        "UPDATE rectification_case SET due_at = opened_at WHERE closed_at IS NULL AND suspended_at IS NULL "
        "AND cancelled_at IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM problem_deadline WHERE problem_deadline.case_id = rectification_case.id)"
    )


def downgrade() -> None:
    """Nothing to take back: a case that is looked at too early has nothing due and waits on."""
