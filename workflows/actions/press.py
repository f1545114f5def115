"""What every verb on a problem begins and ends with: who, may they, was this press seen before, is the form right.

A verb is then only what it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import once, who
from workflows.actions.once import Done
from workflows.queries import access, cases, matters
from workflows.records import Case, Problem
from workflows.rules.deadlines import city_day
from workflows.rules.errors import FieldProblem, InvalidInput, NotYet
from workflows.rules.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class Press:
    """One press of a verb's button on a problem, its case locked. `before` is the answer to the same press, seen earlier."""

    session: Session
    actor: Actor
    problem: Problem
    case: Case
    request_id: UUID
    at: datetime
    before: Done | None

    def valid(self, form_key: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The facts of a valid form. Raises InvalidInput with every field that must be corrected."""
        return who.require_valid(self.session, self.case, form_key, values)

    def note(self, what: str, **facts: object) -> None:
        """Write what happened into the case's journal."""
        who.note(self.session, what, case=self.case, by=self.actor, at=self.at, **facts)

    def done(self, sentence: str) -> Done:
        """The answer, kept for a second press."""
        return once.remember(
            self.session, self.request_id, self.case, by=self.actor.person_id, at=self.at, sentence=sentence
        )


def begin(session: Session, action: str | None, *, problem_id: UUID, request_id: UUID, by: UUID, at: datetime) -> Press:
    """Open a press. `action` is the line of the permission table; None where the verb itself asks who may.

    Raises NotFound for what the person may not see, NotPermitted, NotYet for a verb that this kind of thing does not have.
    """
    actor = who.actor(session, by, at)
    problem = access.problem(session, actor, problem_id)
    if action is not None:
        who.require(session, actor, action, problem)
        require_fitting(session, action, problem)
    case = cases.locked(session, access.case_of(session, problem_id).id)
    before = once.earlier(session, request_id, by, case)
    return Press(session=session, actor=actor, problem=problem, case=case, request_id=request_id, at=at, before=before)


def require_fitting(session: Session, action: str, problem: Problem) -> None:
    """Raises NotYet for a verb that makes no sense for this kind of thing."""
    kind = matters.kind(session, problem)
    if action in kind.without:
        raise NotYet(why=f"{problem.number or ''}是{kind.name}，没有这种办理；请到它所涉及的问题上办理")


def require_running(case: Case) -> None:
    """Raises NotYet for a case that stands still: suspended, or taken off the list without closure."""
    if case.cancelled_at is not None:
        raise NotYet(why="问题已撤销列入或并入另一问题，不再办理")
    if case.suspended_at is not None:
        raise NotYet(why="问题已暂停办理，恢复后才能继续")


def day_after_today(values: Mapping[str, Any], name: str, label: str, at: datetime) -> date:
    """The day in a field. Raises InvalidInput when it is not after today."""
    day = date.fromisoformat(str(values[name]))
    if day <= city_day(at):
        raise InvalidInput([FieldProblem(field=name, label=label, message=f"“{label}”应是今天以后的日期。")])
    return day
