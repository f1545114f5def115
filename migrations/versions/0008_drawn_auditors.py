"""Keep who is drawn to check, when the seed comes, and why a frozen list was withdrawn.

The first method froze bare case ids. What was drawn by it is carried over in the new shape, so that papers and pages can still tell of it;
its digest stays what it was. A list that waited for its seed is withdrawn: it would have been drawn by a method nobody publishes any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REASON = "系统改用可由外人复算的抽取方法，原冻结名单撤销，请重新冻结。"
DRAW = sa.table(
    "audit_draw",
    sa.column("id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("rule", "population", "result", "withdrawn_reason")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("frozen_at", "drawn_at", "withdrawn_at")),
    *(sa.column(name, sa.Uuid()) for name in ("frozen_by_id", "withdrawn_by_id")),
)
ENTRY = sa.table("audit_pool_entry", sa.column("draw_id", sa.Uuid()), sa.column("selected", sa.Boolean()))


def upgrade() -> None:
    _assignments()
    with op.batch_alter_table("audit_draw") as batch:
        batch.add_column(sa.Column("seed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("withdrawn_reason", sa.String(length=20000), nullable=True))
        batch.create_foreign_key(op.f("fk_audit_draw_withdrawn_by_id_person"), "person", ["withdrawn_by_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_audit_draw_withdrawn_reason_length"), "length(withdrawn_reason) <= 20000"
        )
    _rewrite(_to_new)
    waiting = DRAW.c.drawn_at.is_(None)
    at, by = DRAW.c.frozen_at, DRAW.c.frozen_by_id
    op.execute(DRAW.update().where(waiting).values(withdrawn_at=at, withdrawn_by_id=by, withdrawn_reason=REASON))
    op.execute(ENTRY.update().where(ENTRY.c.selected.is_(None)).values(draw_id=None))


def downgrade() -> None:
    _rewrite(_to_old)
    with op.batch_alter_table("audit_draw") as batch:
        batch.drop_constraint(op.f("ck_audit_draw_withdrawn_reason_length"), type_="check")
        batch.drop_constraint(op.f("fk_audit_draw_withdrawn_by_id_person"), type_="foreignkey")
        for column in ("withdrawn_reason", "withdrawn_by_id", "withdrawn_at", "seed_at"):
            batch.drop_column(column)
    op.drop_index(op.f("ix_audit_assignment_person_id"), "audit_assignment")
    op.drop_index(op.f("ix_audit_assignment_entry_id"), "audit_assignment")
    op.drop_table("audit_assignment")


def _assignments() -> None:
    op.create_table(
        "audit_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=20000), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(reason) <= 20000", name=op.f("ck_audit_assignment_reason_length")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_audit_assignment_ended_by_id_person")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_pool_entry.id"], name=op.f("fk_audit_assignment_entry_id_audit_pool_entry")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_assignment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_assignment")),
    )
    op.create_index(op.f("ix_audit_assignment_entry_id"), "audit_assignment", ["entry_id"])
    op.create_index(op.f("ix_audit_assignment_person_id"), "audit_assignment", ["person_id"])


def _rewrite(change: Callable[[Any, Any, Any], tuple[Any, Any, Any]]) -> None:
    rows = op.get_bind().execute(sa.select(DRAW.c.id, DRAW.c.rule, DRAW.c.population, DRAW.c.result)).all()
    for key, *texts in rows:
        rule, population, result = map(_text, change(*(json.loads(text) if text else None for text in texts)))
        values = {"rule": rule, "population": population, "result": result}
        op.execute(DRAW.update().where(DRAW.c.id == key).values(**values))


def _to_new(rule: Any, population: Any, result: Any) -> tuple[Any, Any, Any]:
    more = {"percent_high": rule["percent"], "per_unit": 0, "auditors": 1, "lots_per_return": 0}
    plain = {"number": "", "unit": "", "risk": "normal", "lots": 1, "barred": []}
    candidates = [{"id": each, **plain} for each in population]
    drawn = None if result is None else {"drawn": result, "auditors": {each: [] for each in result}}
    return {**rule, **more}, {"auditors": [], "candidates": candidates}, drawn


def _to_old(rule: Any, population: Any, result: Any) -> tuple[Any, Any, Any]:
    candidates = [each["id"] for each in population["candidates"]]
    rule = {"percent": rule["percent"], "minimum": rule["minimum"]}
    return rule, candidates, None if result is None else result["drawn"]


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
