"""From a DMN file to a table, with a finding for everything that could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workflows.engine.decisions.cells import Cell, CellRefused, read_cell
from workflows.engine.decisions.table import HIT_POLICIES, DecisionTable, Rule, TableKind
from workflows.engine.findings import Finding
from workflows.engine.reading import line_of, parse_xml

NAMESPACES = frozenset(
    {
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
    }
)
MOST_RULES = 200
MOST_COLUMNS = 10


@dataclass(kw_only=True)
class Reading:
    """What was read so far, and what is wrong with it."""

    kind: TableKind
    findings: list[Finding] = field(default_factory=list)

    def wrong(
        self, code: str, message: str, english: str, where: etree._Element | None = None, name: str | None = None
    ) -> None:
        """Note one thing to mend."""
        self.findings.append(
            Finding(
                code=code,
                message=message,
                english=english,
                box=where.get("id") if where is not None else None,
                name=name,
                line=line_of(where) if where is not None else None,
            )
        )


def read(source: bytes, kind: TableKind) -> tuple[DecisionTable | None, list[Finding]]:
    """The table of a file, None where the file does not hold one that can be read; never raises, whatever the file holds."""
    root = parse_xml(source)
    if isinstance(root, Finding):
        return None, [root]
    reading = Reading(kind=kind)
    element = _only_table(root, reading)
    if element is None:
        return None, reading.findings
    inputs, labels = _inputs(element, reading)
    if _output(element, reading) and not reading.findings:
        rules = tuple(_rules(element, inputs, reading))
        if not reading.findings:
            return _table(source, element, inputs, labels, rules), []
    return None, reading.findings


def _table(
    source: bytes, element: etree._Element, inputs: tuple[str, ...], labels: tuple[str, ...], rules: tuple[Rule, ...]
) -> DecisionTable:
    decision = element.getparent()
    known = decision if decision is not None else element
    return DecisionTable(
        key=known.get("id") or "",
        name=known.get("name") or known.get("id") or "",
        digest=hashlib.sha256(source).hexdigest(),
        hit_policy=_policy(element),
        inputs=inputs,
        labels=labels,
        rules=rules,
    )


def _only_table(root: etree._Element, reading: Reading) -> etree._Element | None:
    name = etree.QName(root)
    if name.namespace not in NAMESPACES or name.localname != "definitions":
        reading.wrong(
            "not-dmn",
            f"文件是 XML，但不是 DMN 1.2 至 1.5 的决策表：最外层是“{name.localname}”，应为 DMN 的 definitions。",
            f"The file is XML but no DMN 1.2–1.5 file: its root is {name.localname}.",
            root,
        )
        return None
    decisions = list(_children(root, "decision"))
    tables = [table for each in decisions for table in _children(each, "decisionTable")]
    if len(decisions) != 1 or len(tables) != 1:
        reading.wrong(
            "one-table",
            f"文件里有 {len(decisions)} 个决策、{len(tables)} 张决策表，应当各有一个。决策之间的引用不支持，请合成一张表。",
            f"The file has {len(decisions)} decisions and {len(tables)} tables; it needs exactly one of each.",
            root,
        )
        return None
    _no_requirements(decisions[0], reading)
    if _policy(tables[0]) not in HIT_POLICIES:
        reading.wrong(
            "hit-policy",
            f"命中策略“{_policy(tables[0])}”不支持，请用 UNIQUE（每次只有一行适用）或 FIRST（取第一行）。",
            f"The hit policy {_policy(tables[0])} is not supported; use UNIQUE or FIRST.",
            tables[0],
        )
    return tables[0]


def _no_requirements(decision: etree._Element, reading: Reading) -> None:
    for each in decision.iter():
        if isinstance(each.tag, str) and etree.QName(each).localname in ("requiredDecision", "requiredKnowledge"):
            reading.wrong(
                "requires-another",
                "决策表引用了另一个决策或函数，不支持；表只能使用系统给出的条件。",
                "The table requires another decision or function, which is not supported.",
                each,
            )


def _inputs(table: etree._Element, reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names: list[str] = []
    labels: list[str] = []
    allowed = "、".join(reading.kind.inputs)
    for column in list(_children(table, "input"))[: MOST_COLUMNS + 1]:
        expression = next(_children(column, "inputExpression"), column)
        name = _text(expression)
        label = column.get("label") or name
        if name not in reading.kind.inputs:
            reading.wrong(
                "unknown-input",
                f"条件列“{label}”写的是“{name[:60]}”，这张表只能使用：{allowed}。",
                f"The input {name[:60]!r} is not one of: {', '.join(reading.kind.inputs)}.",
                column,
                label,
            )
        elif name in names:
            reading.wrong(
                "input-twice", f"条件“{name}”写了两列，请合并。", f"The input {name} has two columns.", column, label
            )
        names.append(name)
        labels.append(label)
    if not names:
        reading.wrong("no-input", f"决策表没有条件列，可用的条件：{allowed}。", "The table has no input.", table)
    return tuple(names), tuple(labels)


def _output(table: etree._Element, reading: Reading) -> bool:
    columns, wanted = list(_children(table, "output")), reading.kind.output
    if len(columns) == 1 and columns[0].get("name") == wanted:
        return True
    named = "、".join(each.get("name") or "（没有名称）" for each in columns) or "没有"
    reading.wrong(
        "output",
        f"决策表应当只有一个结果列，名称（name）写“{wanted}”；现在是：{named}。",
        f"The table needs exactly one output, named {wanted}.",
        table,
    )
    return False


def _rules(table: etree._Element, inputs: tuple[str, ...], reading: Reading) -> Iterator[Rule]:
    rows = list(_children(table, "rule"))
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
    entries = list(_children(row, "inputEntry"))
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
        cell = read_cell(_text(entry), number=reading.kind.is_number(name))
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
    entries = list(_children(row, "outputEntry"))
    written = _text(entries[0]) if len(entries) == 1 else ""
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
    found = next(_children(row, "annotationEntry"), None)
    return (_text(found) if found is not None else "")[:300] or _text(next(_children(row, "description"), None))[:300]


def _policy(table: etree._Element) -> str:
    return table.get("hitPolicy") or "UNIQUE"


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in element if isinstance(each.tag, str) and etree.QName(each).localname == name)


def _text(element: etree._Element | None) -> str:
    """The words in an element's `text` child, or its own."""
    if element is None:
        return ""
    inner = next(_children(element, "text"), element)
    return "".join(str(each) for each in inner.itertext()).strip()
