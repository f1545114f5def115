"""The lines of a decision table: every cell understood, every answer one of those allowed."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.decisions.cells import Cell, CellRefused, read_cell
from workflows.engine.decisions.notes import Reading, children, words_of
from workflows.engine.decisions.table import Rule
from workflows.engine.reading import line_of

MOST_RULES = 200


def rules_of(table: etree._Element, inputs: tuple[str, ...], reading: Reading) -> Iterator[Rule]:
    """Every line that can be read, in order; what cannot is noted as wrong."""
    rows = list(children(table, "rule"))
    if not 1 <= len(rows) <= MOST_RULES:
        reading.wrong(
            "rules", f"决策表有 {len(rows)} 行，应有 1 到 {MOST_RULES} 行。", f"The table has {len(rows)} rules.", table
        )
        return
    for number, row in enumerate(rows, 1):
        cells = _cells(row, number, inputs, reading)
        answer = _answer(row, number, reading)
        if cells is not None and answer is not None:
            yield Rule(
                id=row.get("id") or "", number=number, line=line_of(row), cells=cells, answer=answer, note=_note(row)
            )


def _cells(row: etree._Element, number: int, inputs: tuple[str, ...], reading: Reading) -> tuple[Cell, ...] | None:
    entries = list(children(row, "inputEntry"))
    if len(entries) != len(inputs):
        reading.wrong(
            "cells",
            f"第 {number} 行有 {len(entries)} 个条件格，表头有 {len(inputs)} 列，请补齐。",
            f"Rule {number} has {len(entries)} input entries for {len(inputs)} inputs.",
            row,
        )
        return None
    cells = [_cell(each, number, name, reading) for each, name in zip(entries, inputs, strict=True)]
    return tuple(each for each in cells if each is not None) if None not in cells else None


def _cell(entry: etree._Element, number: int, name: str, reading: Reading) -> Cell | None:
    try:
        cell = read_cell(words_of(entry), number=reading.kind.is_number(name))
    except CellRefused as problem:
        reading.wrong(
            "cell",
            f"第 {number} 行“{name}”一格读不懂：{problem.why}。",
            f"Rule {number}, input {name}: {problem.english}.",
            entry,
        )
        return None
    texts = [str(each) for each in reading.kind.inputs[name]] if not reading.kind.is_number(name) else []
    if unknown := sorted(cell.texts.difference(texts)):
        reading.wrong(
            "unknown-value",
            f"第 {number} 行“{name}”一格写了“{unknown[0]}”，只能写：{'、'.join(texts)}。",
            f"Rule {number}: {unknown[0]!r} is not a value of {name}.",
            entry,
        )
        return None
    return cell


def _answer(row: etree._Element, number: int, reading: Reading) -> str | None:
    entries = list(children(row, "outputEntry"))
    written = words_of(entries[0]) if len(entries) == 1 else ""
    answer = written[1:-1] if len(written) > 2 and written[0] == written[-1] == '"' else written
    if answer in reading.kind.answers and answer != written:
        return answer
    reading.wrong(
        "answer",
        f"第 {number} 行的结果是“{written[:60] or '空'}”，只能写加英文双引号的：{'、'.join(reading.kind.answers)}。",
        f"Rule {number}: the output must be one quoted text of: {', '.join(reading.kind.answers)}.",
        row,
    )
    return None


def _note(row: etree._Element) -> str:
    """What the modeller wrote beside the line: its annotation, else its description."""
    found = next(children(row, "annotationEntry"), None)
    return (words_of(found) if found is not None else "")[:300] or words_of(next(children(row, "description"), None))[
        :300
    ]
