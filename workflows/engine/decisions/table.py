"""A decision table that was read and found sound, and what it decides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from workflows.engine.decisions.cells import Cell
from workflows.engine.findings import Finding
from workflows.rules.errors import Refusal

HIT_POLICIES = ("UNIQUE", "FIRST")


class TableRefused(Refusal):
    """决策表有 {count} 处必须改正，没有启用。第一处：{first}
    The decision table has {count} errors and was not put in use. The first: {first_english}
    """

    code = "table-refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        errors = [finding for finding in findings if finding.severity == "error"]
        super().__init__(
            count=len(errors),
            first=errors[0].message if errors else "",
            first_english=errors[0].english if errors else "",
        )
        self.findings = list(findings)


@dataclass(frozen=True, kw_only=True)
class TableKind:
    """What a table of one kind may ask and answer.

    `inputs`: name → the texts it can be, or a range for a whole number. `output` and `answers`: the name of its one result and what it can be.
    """

    inputs: Mapping[str, range | Collection[str]]
    output: str
    answers: Collection[str]

    def is_number(self, name: str) -> bool:
        """Whether an input is a whole number."""
        return isinstance(self.inputs[name], range)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of a table. `number` counts from 1 as people do, `line` is that of the file."""

    id: str
    number: int
    line: int | None
    cells: tuple[Cell, ...]
    answer: str
    note: str

    def fits(self, values: Sequence[object]) -> bool:
        """Whether every cell accepts its value."""
        return all(cell.accepts(value) for cell, value in zip(self.cells, values, strict=True))


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The answer of a table with the line that gave it, as people call it."""

    answer: str
    rule: int
    note: str

    @property
    def words(self) -> str:
        """第 2 行：同一问题第二次亮黄灯."""
        return f"第 {self.rule} 行：{self.note}" if self.note else f"第 {self.rule} 行"


@dataclass(frozen=True, kw_only=True)
class DecisionTable:
    """A table: the names of its inputs in the order of its columns, and its lines. `digest` is the SHA-256 of the file."""

    key: str
    name: str
    digest: str
    hit_policy: str
    inputs: tuple[str, ...]
    labels: tuple[str, ...]
    rules: tuple[Rule, ...]

    def decide(self, facts: Mapping[str, object]) -> Decided | None:
        """The first line that fits; None when none does. Raises KeyError when a fact the table asks for is not given."""
        values = [facts[name] for name in self.inputs]
        found = next((rule for rule in self.rules if rule.fits(values)), None)
        return None if found is None else Decided(answer=found.answer, rule=found.number, note=found.note)

    def turning_points(self, name: str) -> tuple[int, ...]:
        """The numbers of one input from which on the answer may be another, in order; empty when the table does not ask for it."""
        if name not in self.inputs:
            return ()
        column = self.inputs.index(name)
        return tuple(sorted({edge for rule in self.rules for edge in rule.cells[column].edges}))

    def situations(self, kind: TableKind) -> Iterator[tuple[object, ...]]:
        """One of every kind of situation the table can tell apart."""
        yield from product(*(self._values(name, kind) for name in self.inputs))

    def _values(self, name: str, kind: TableKind) -> Sequence[object]:
        allowed = kind.inputs[name]
        if not isinstance(allowed, range):
            return sorted(allowed)
        return [each for each in sorted({allowed.start, *self.turning_points(name)}) if each in allowed]
