"""What a screen is given about deadlines and the escalation ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from workflows.rules.deadlines import Lamp


@dataclass(frozen=True, kw_only=True)
class DeadlineLine:
    """A deadline on the page of a problem: its lamp, what was said about it, and when something is said next."""

    name: str
    due_on: date
    lamp: Lamp
    said: tuple[str, ...]
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class EscalationLine:
    """One step: why it was proposed, and what became of it. `may_decide` is for the person who looks."""

    id: UUID
    problem_id: UUID
    problem_number: str
    problem_title: str
    units: str
    name: str
    due_on: date
    step: str
    state: str
    state_words: str
    lamp: str
    yellows: int
    days_late: int
    rule: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    may_decide: bool

    @property
    def why(self) -> str:
        """黄灯，超期 3 天，本问题第 2 次亮黄灯."""
        late = f"超期 {self.days_late} 天" if self.days_late else "声明不能按期完成"
        return f"{'红灯' if self.lamp == 'red' else '黄灯'}，{late}，本问题第 {self.yellows} 次亮灯"


@dataclass(frozen=True, kw_only=True)
class EscalationPage:
    """The list: what is shown, how many there are per state, and the table that proposes them."""

    state: str
    lines: tuple[EscalationLine, ...]
    counts: tuple[tuple[str, str, int], ...]
    table_name: str
    table_digest: str
    rules: tuple[tuple[tuple[str, ...], str, str], ...]
    labels: tuple[str, ...]
    days_before: str
    red_after: int
    may_set: bool
