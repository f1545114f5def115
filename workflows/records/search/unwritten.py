"""What records will be found by that are not written yet. The same as `sources` reads from the database; `differences` would show where not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from workflows.records.base import Base
from workflows.records.measures import Measure
from workflows.records.problems import Problem, ProblemNumber
from workflows.records.search.keeping import entry
from workflows.records.search.sources import BY_NAME


def entries_of(records: Sequence[Base]) -> list[dict[str, Any]]:
    """The entries of the problems and measures among these records, as rows."""
    numbers: dict[UUID, list[str]] = defaultdict(list)
    for each in records:
        if isinstance(each, ProblemNumber):
            numbers[each.problem_id].append(f"{each.level} {each.number}")
    made = []
    for each in records:
        if isinstance(each, Problem):
            row = (each.id, each.id, each.created_at, each.number, "\n".join(numbers[each.id]))
            made.append(entry(BY_NAME["problem"], (*row, each.area, each.title, each.text, each.target)))
        elif isinstance(each, Measure):
            measure = (each.id, each.problem_id, each.added_at, each.text, each.target)
            made.append(entry(BY_NAME["measure"], measure))
    return made
