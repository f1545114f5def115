"""The check of a decision table before it is used: understood, without contradiction, without a case forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.decisions.reading import read
from workflows.engine.decisions.table import DecisionTable, Rule, TableKind, TableRefused
from workflows.engine.findings import Finding, Severity

MOST_SITUATIONS = 20_000
MOST_FINDINGS = 20


def check_table(source: bytes, kind: TableKind) -> list[Finding]:
    """Everything that is wrong with a table, in words; empty when it may be used."""
    return _read(source, kind)[1]


def read_table(source: bytes, kind: TableKind) -> DecisionTable:
    """A table ready to decide. Raises TableRefused with every finding when it has an error; warnings do not stop it."""
    table, findings = _read(source, kind)
    if table is None or any(each.severity == "error" for each in findings):
        raise TableRefused(findings)
    return table


def _read(source: bytes, kind: TableKind) -> tuple[DecisionTable | None, list[Finding]]:
    table, findings = read(source, kind)
    if table is None:
        return None, findings
    situations = list(_some(table, kind))
    if len(situations) > MOST_SITUATIONS:
        return None, [_too_many()]
    found = [*_overlaps(table, situations), *_never_reached(table, situations), *_forgotten(table, situations)]
    return table, found[:MOST_FINDINGS]


def _some(table: DecisionTable, kind: TableKind) -> Iterator[tuple[object, ...]]:
    for number, situation in enumerate(table.situations(kind)):
        if number > MOST_SITUATIONS:
            return
        yield situation


def _overlaps(table: DecisionTable, situations: list[tuple[object, ...]]) -> Iterator[Finding]:
    """Two lines that fit the same situation, where only one may."""
    if table.hit_policy != "UNIQUE":
        return
    told: set[tuple[int, int]] = set()
    for situation in situations:
        fitting = [rule for rule in table.rules if rule.fits(situation)][:2]
        pair = tuple(rule.number for rule in fitting)
        if len(fitting) == 2 and pair not in told:
            told.add((fitting[0].number, fitting[1].number))
            yield _about(
                fitting[1],
                "overlap",
                f"第 {pair[0]} 行和第 {pair[1]} 行同时适用于：{_words(table, situation)}。请改成互不重叠，或把命中策略改为 FIRST。",
                f"Rules {pair[0]} and {pair[1]} both fit {dict(zip(table.inputs, situation, strict=True))}.",
            )


def _never_reached(table: DecisionTable, situations: list[tuple[object, ...]]) -> Iterator[Finding]:
    """Lines that never decide anything, because nothing fits them or the lines above take everything."""
    deciding = {next((rule.number for rule in table.rules if rule.fits(each)), 0) for each in situations}
    for rule in table.rules:
        if rule.number not in deciding and table.hit_policy == "FIRST":
            yield _about(
                rule,
                "never-reached",
                f"第 {rule.number} 行永远轮不到：前面的行已经包括了它的全部情形。",
                f"Rule {rule.number} is never reached: the rules above take everything.",
                severity="warning",
            )


def _forgotten(table: DecisionTable, situations: list[tuple[object, ...]]) -> Iterator[Finding]:
    for situation in situations:
        if not any(rule.fits(situation) for rule in table.rules):
            yield Finding(
                code="forgotten",
                message=f"没有一行适用于：{_words(table, situation)}。遇到这种情形时不会提出任何建议。",
                english=f"No rule fits {dict(zip(table.inputs, situation, strict=True))}.",
                severity="warning",
            )
            return


def _words(table: DecisionTable, situation: tuple[object, ...]) -> str:
    return "，".join(f"{label} = {value}" for label, value in zip(table.labels, situation, strict=True))


def _about(rule: Rule, code: str, message: str, english: str, *, severity: Severity = "error") -> Finding:
    return Finding(code=code, message=message, english=english, box=rule.id, line=rule.line, severity=severity)


def _too_many() -> Finding:
    return Finding(
        code="too-many-situations",
        message="决策表分得太细，无法逐一核对，请减少行数或列数。",
        english="The table distinguishes too many situations to be checked.",
    )
