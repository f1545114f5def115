"""The decision table that proposes escalation steps: the one the city deployed, else the one that comes with the product."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from sqlalchemy.orm import Session

from workflows.engine import Finding
from workflows.engine.decisions import DecisionTable, TableKind, check_table, read_table
from workflows.queries import settings
from workflows.rules.escalation import LAMPS, STEPS

KEY = "escalation.table"
SHIPPED = files("workflows") / "diagrams" / "escalation.dmn"
LARGEST = 20_000
"""Characters of a table: as much as a setting holds."""

KIND = TableKind(
    inputs={"lamp": tuple(LAMPS), "yellows": range(1, 1_000), "days_late": range(10_000)},
    output="step",
    answers=tuple(STEPS),
)


def check(source: bytes) -> list[Finding]:
    """Everything that is wrong with an escalation table, in words; empty when it may be used."""
    if len(source) > LARGEST:
        return [
            Finding(
                code="too-large",
                message=f"决策表有 {len(source)} 字节，超过上限 {LARGEST} 字节。请去掉图形布局等附加内容后再试。",
                english=f"The table has {len(source)} bytes, over the limit of {LARGEST}.",
            )
        ]
    return check_table(source, KIND)


def table(session: Session) -> DecisionTable:
    """The table in force."""
    return read(settings.read(session, KEY))


@lru_cache(maxsize=16)
def read(text: str) -> DecisionTable:
    """The table of a setting's text; empty means the shipped one. Read once per process."""
    return read_table(text.encode() if text else SHIPPED.read_bytes(), KIND)
