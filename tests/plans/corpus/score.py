"""How much of what a careful clerk reads the reader read too: counted field by field, nothing weighted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.plans.corpus.plan import Plan
from workflows.plans import PlanReading
from workflows.rules.errors import Unreadable

Read = Callable[[bytes, str], PlanReading]
_STOPS = " 　。；;，,、"


@dataclass(frozen=True, kw_only=True)
class Miss:
    """A field read otherwise than the clerk reads it."""

    plan: str
    field: str
    wanted: object
    got: object


@dataclass(frozen=True, kw_only=True)
class Score:
    """Fields of one plan: how many the clerk fills in or leaves empty, and which the reader has otherwise."""

    plan: Plan
    fields: int
    misses: tuple[Miss, ...]


def score(plan: Plan, read: Read) -> Score:
    """Every field of every problem, the number of problems, and the set of warning codes; a problem not found misses all its fields."""
    try:
        plain = read(plan.build(), plan.name).to_json()
    except Unreadable as refused:
        plain = {"problems": [], "warnings": [], "refused": str(refused)}
    problems: Sequence[Mapping[str, Any]] = plain["problems"]  # type: ignore[assignment]  # Json is wider
    codes = {warning["code"] for warning in plain["warnings"]}  # type: ignore[union-attr, index, call-overload]  # same
    pairs = [
        *_problems(plan, problems),
        ("count", len(plan.problems), len(problems)),
        ("codes", sorted(plan.codes), sorted(codes)),
    ]
    misses = [Miss(plan=plan.name, field=name, wanted=wanted, got=got) for name, wanted, got in pairs if wanted != got]
    return Score(plan=plan, fields=len(pairs), misses=tuple(misses))


def _problems(plan: Plan, problems: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, object, object]]:
    for index, wanted in enumerate(plan.problems):
        got = problems[index] if index < len(problems) else dict.fromkeys(wanted, "没有读出")
        for field in wanted:
            yield f"{wanted['number']}.{field}", _value(field, wanted[field]), _value(field, got.get(field))


def _value(field: str, value: Any) -> object:
    """What is compared: a stop behind a deadline's words is no difference, an indicator is compared in the keys the clerk gives."""
    if isinstance(value, str):
        return value
    if field == "deadline" and value:
        return {**value, "raw": value["raw"].strip(_STOPS)}
    if field == "measures" and value:
        return [{"text": each["text"], "deadline": _value("deadline", each["deadline"])} for each in value]
    if field == "indicators" and value:
        return [{key: each[key] for key in ("comparator", "value", "unit", "year", "pending")} for each in value]
    return value


def by_shape(scores: Sequence[Score]) -> dict[str, tuple[int, int]]:
    """Shape → fields read as the clerk reads them, of how many."""
    totals: dict[str, tuple[int, int]] = {}
    for each in scores:
        right, all_ = totals.get(each.plan.shape, (0, 0))
        totals[each.plan.shape] = (right + each.fields - len(each.misses), all_ + each.fields)
    return totals
