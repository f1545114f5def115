"""What a service box is given when a case stops at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.engine import Facts, ServiceKind
from workflows.records import Case, Problem, journal


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One stop of a case at a service box. `parameters` are the box's properties in the diagram; `by` is whose action led here."""

    session: Session
    case: Case
    problem: Problem
    box: str
    parameters: Mapping[str, str]
    at: datetime

    def journal(self, what: str, **facts: object) -> None:
        """Write what the box did into the case's journal, as the system."""
        journal.write(
            self.session,
            chain=str(self.case.id),
            at=self.at,
            actor_id=None,
            actor_name="系统",
            what=what,
            facts=facts,
            case_id=self.case.id,
            problem_id=self.problem.id,
        )


@dataclass(frozen=True, kw_only=True)
class ServiceBox:
    """An entry of the catalogue: what a diagram may write at the box, and what the application does there.

    `does` returns the facts the box gives to the case; it runs in the caller's transaction and never commits.
    """

    does: Callable[[Visit], Facts]
    kind: ServiceKind = field(default_factory=ServiceKind)
