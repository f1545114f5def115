"""From a DMN file to a table, with a finding for everything that could not be read."""

from __future__ import annotations

import hashlib

from lxml import etree

from workflows.engine.decisions.notes import Reading, children, words_of
from workflows.engine.decisions.rows import rules_of
from workflows.engine.decisions.table import HIT_POLICIES, DecisionTable, Rule, TableKind
from workflows.engine.findings import Finding
from workflows.engine.reading import parse_xml

NAMESPACES = frozenset(
    {
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
    }
)
MOST_COLUMNS = 10


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
        rules = tuple(rules_of(element, inputs, reading))
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
    decisions = list(children(root, "decision"))
    tables = [table for each in decisions for table in children(each, "decisionTable")]
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
    for column in list(children(table, "input"))[: MOST_COLUMNS + 1]:
        expression = next(children(column, "inputExpression"), column)
        name = words_of(expression)
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
    columns, wanted = list(children(table, "output")), reading.kind.output
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


def _policy(table: etree._Element) -> str:
    return table.get("hitPolicy") or "UNIQUE"
