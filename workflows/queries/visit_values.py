"""What a screen is told of a box that several units do side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from workflows.rules.deadlines import Lamp


@dataclass(frozen=True, kw_only=True)
class VisitUnit:
    """One of the units: whether it has answered (who and when), and else its own deadline. `earlier`: its answer is of an earlier round."""

    unit: str
    task_id: UUID | None
    answered: bool
    person: str
    at: datetime | None
    due_on: date | None
    lamp: Lamp
    note: str
    earlier: bool = False


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A box with its units, those who have not answered first."""

    box_name: str
    units: tuple[VisitUnit, ...]

    @property
    def waiting(self) -> int:
        """How many units have not answered."""
        return sum(not unit.answered for unit in self.units)

    @property
    def words(self) -> str:
        """How far it is, in one phrase."""
        total, done = len(self.units), len(self.units) - self.waiting
        return f"{total} 个单位分别办理，已办结 {done} 个，还有 {self.waiting} 个"
