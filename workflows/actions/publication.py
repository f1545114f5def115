"""What everybody may read: opening the public pages, publishing a list, keeping a problem off them. Each is decided by a person and journalled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import access, matters, settings
from workflows.records import Problem, ProblemList
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet
from workflows.rules.matters import PROBLEM, kind_of

OPEN = "portal.open"
LONGEST_REASON = 200


def open_portal(session: Session, *, is_open: bool, by: UUID, at: datetime) -> None:
    """Switch the public pages on or off. Switched off, every address of theirs answers as if it did not exist. Raises NotPermitted."""
    actor = who.actor(session, by, at)
    who.require(session, actor, "publish")
    if bool(settings.read(session, OPEN)) != is_open:
        settings.write(session, OPEN, "1" if is_open else "")
        who.note(session, "portal:opened" if is_open else "portal:closed", case=None, by=actor, at=at)


def publish_list(session: Session, *, list_id: UUID, published: bool, by: UUID, at: datetime) -> None:
    """Put a list on the public pages or take it off them. What was downloaded meanwhile cannot be taken back.

    Raises NotPermitted, NotFound, NotYet for lists of petitions and matters, which are never public.
    """
    row = session.get(ProblemList, list_id)
    if row is None:
        raise NotFound(what="这份问题清单")
    actor = who.actor(session, by, at)
    who.require(session, actor, "publish")
    if kind_of(row.process) is not PROBLEM:
        raise NotYet(why="只有问题清单可以公开，信访件、督办和调度不公开")
    if (row.published_at is not None) == published:
        return
    row.published_at, row.published_by_id = (at, by) if published else (None, None)
    what = "list:published" if published else "list:unpublished"
    who.note(session, what, case=None, by=actor, at=at, list=row.name)


def withhold(session: Session, *, problem_id: UUID, reason: str, by: UUID, at: datetime) -> None:
    """Keep one problem of a published list off the public pages, with the reason; without a reason it is shown again.

    Raises NotFound, NotPermitted, NotYet, InvalidInput.
    """
    actor = who.actor(session, by, at)
    problem: Problem = access.problem(session, actor, problem_id)
    who.require(session, actor, "withhold", problem)
    if matters.kind(session, problem) is not PROBLEM:
        raise NotYet(why="信访件、督办和调度本来就不公开")
    given = " ".join(reason.split())
    if len(given) > LONGEST_REASON:
        message = f"“不公开的原因”最多 {LONGEST_REASON} 字。"
        raise InvalidInput([FieldProblem(field="reason", label="不公开的原因", message=message)])
    if (problem.withheld or "") == given:
        return
    problem.withheld = given or None
    what, case = ("problem:withheld" if given else "problem:shown"), access.case_of(session, problem_id)
    who.note(session, what, case=case, by=actor, at=at, reason=given)
