"""A problem that a revised plan changes: what of it was written, and what is left for a person to decide, each with a line in its journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.engine import Run
from workflows.plans import ProblemReading
from workflows.plans.comparing import Change
from workflows.plans.comparing.difference import FIELD_WORDS
from workflows.records import Case, Problem
from workflows.rules.permissions import Actor

SINCE = "登记以后已另行更改为“{now}”，没有覆盖"
BEGUN = "已经开始办理，没有自动更改；需要时请转办"
UNKNOWN = "有单位对不上本市单位，没有自动更改；请转办并选择单位"
PAST = "新的时限不晚于今天，没有自动更改；请退回或者恢复办理时另定时限"
NO_DAY = "新的时限没有具体日期，原定日期继续有效；需要时请另行更正"
DONE = "已报告完成整改，没有增减措施；需要时请退回"
MEASURE_BEGUN = "已经开始办理，没有删去这条措施"


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What all rows of one update have in common."""

    number: int
    reason: str
    names: Mapping[str, UUID]
    by: Actor | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Left:
    """A change that was not written, and why: for a person to decide. `after` is empty where the plan says nothing any more."""

    problem_id: UUID
    number: str
    field: str
    before: str
    after: str
    why: str


@dataclass
class Target:
    """A problem under change, its case locked."""

    session: Session
    problem: Problem
    case: Case
    run: Run
    was: ProblemReading
    now: ProblemReading
    revision: Revision
    begun: bool
    changed: int = 0
    left: list[Left] = field(default_factory=list)

    def done(self, change: Change, what: str = "plan:corrected") -> None:
        """Say in the journal that a change was written."""
        self.changed += 1
        self._note(what, change)

    def leave(self, change: Change, why: str) -> None:
        """Leave a change to a person, and say so in the journal."""
        self.left.append(
            Left(
                problem_id=self.problem.id,
                number=self.problem.number or "",
                field=FIELD_WORDS[change.field],
                before=change.before,
                after=change.after,
                why=why,
            )
        )
        self._note("plan:left", change, why=why)

    def _note(self, what: str, change: Change, **facts: str) -> None:
        words = {
            "before": change.before or "（没有）",
            "after": change.after or "（没有）",
            "label": FIELD_WORDS[change.field],
        }
        revision = self.revision
        common = {"field": change.field, "version": revision.number, "reason": revision.reason}
        who.note(self.session, what, case=self.case, by=revision.by, at=revision.at, **words, **common, **facts)


def day_words(day: date | None) -> str:
    """A day as it is shown beside a change."""
    return day.isoformat() if day else "没有日期"
