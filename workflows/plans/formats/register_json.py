"""JSON registers: written by this system or by another program. Laid out as the spreadsheet would be, so that there is one way back."""

from __future__ import annotations

from workflows.plans.exchange.as_json import register_of
from workflows.plans.exchange.layout import COLUMNS, EXPLANATION
from workflows.plans.exchange.rows import entries_of
from workflows.plans.lines import Spot
from workflows.plans.sources import Cell, Draft, Source, Table


def read_json(data: bytes) -> Source:
    """The problems as a table with our headings. Raises PlanUnreadable for damaged JSON and for values of another kind."""
    title, problems = register_of(data)
    draft = Draft()
    rows = [[title], [EXPLANATION]] if title else [[EXPLANATION]]
    table = [
        _row(draft, words, at, Spot(entry=0)) for at, words in enumerate([*rows, [each.heading for each in COLUMNS]])
    ]
    for entry, problem in enumerate(problems, 1):
        for fields in entries_of(problem):
            words = [fields.get(column.key, "") for column in COLUMNS]
            table.append(_row(draft, words, len(table), Spot(entry=entry)))
    return Source((Table(tuple(table)),))


def _row(draft: Draft, words: list[str], row: int, spot: Spot) -> tuple[Cell, ...]:
    return tuple(
        Cell(row=row, column=column, content=tuple(draft.lines(each, spot)))
        for column, each in enumerate(words)
        if each
    )
