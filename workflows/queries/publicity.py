"""*May be read by everybody*, said in SQL: problems of published lists that are neither withheld nor anything but problems."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from workflows.queries import matters
from workflows.records import Problem, ProblemList
from workflows.rules.matters import PROBLEM


def is_public() -> ColumnElement[bool]:
    """The condition on `Problem` and `ProblemList` under which strangers may read of a problem."""
    return and_(ProblemList.published_at.is_not(None), matters.of_kind(PROBLEM), Problem.withheld.is_(None))
