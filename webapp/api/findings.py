"""What units found when they were asked to look for the same problem elsewhere, and whether it goes on the list."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from webapp import database
from webapp.api.matters import TAG, Finding, Words
from webapp.api.models import Done, Given
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.actions import checks as actions
from workflows.queries import checks


class FindingDecision(Given):
    """Put it on the list (under a number), or not (with a reason)."""

    decision: Literal["list", "dismiss"]
    number: Annotated[str, StringConstraints(max_length=100)] = ""
    reason: Words = ""


@operation("GET", "/findings/<uuid:finding_id>", tag=TAG, scope="read", gives=Finding)
def show_finding(*, finding_id: UUID) -> object:
    """查看排查发现的一个问题
    The same problem found elsewhere.
    """
    line, _ = checks.finding(database.session(), person_id=person_id(), finding_id=finding_id, at=database.now())
    return line


@operation(
    "POST",
    "/findings/<uuid:finding_id>/decision",
    tag=TAG,
    scope="problems",
    gives=Done,
    body=FindingDecision,
    once=True,
)
def decide_finding(*, finding_id: UUID, body: FindingDecision, request_id: UUID) -> object:
    """决定发现的问题是否列入清单
    Put a finding on the list, or not.
    """
    show_finding(finding_id=finding_id)
    return actions.decide_finding(
        database.session(),
        finding_id=finding_id,
        values=body.model_dump(),
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )
