"""How a plan of our own invention is written down: what it looks like as a file, and what a careful clerk reads in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Expected = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One invented plan. `build` gives the file's bytes, `problems` and `codes` are the clerk's reading."""

    name: str
    shape: str  # the habit of writing, for the accuracy per shape
    build: Callable[[], bytes]
    problems: tuple[Expected, ...]
    codes: frozenset[str] = frozenset()


def due(raw: str, date: str | None = None, *, long_term: bool = False, immediate: bool = False) -> Expected:
    """A deadline as the clerk writes it down."""
    return {"raw": raw, "date": date, "long_term": long_term, "immediate": immediate}


def measure(text: str, deadline: Expected | None = None) -> Expected:
    """A measure with its own day, if it has one."""
    return {"text": text, "deadline": deadline}


def problem(number: str, text: str, **fields: Any) -> Expected:
    """A problem with everything it does not name empty; measures may be given as bare texts."""
    measures = [measure(each) if isinstance(each, str) else each for each in fields.pop("measures", ())]
    empty: Expected = {
        "target": None,
        "responsible_units": [],
        "lead_units": [],
        "participating_units": [],
        "supervising_units": [],
        "responsible_persons": None,
        "deadline": None,
        "progress": None,
    }
    unknown = set(fields) - set(empty) - {"area", "numbers", "indicators"}
    if unknown:
        raise ValueError(f"no such field: {unknown}")
    return {"number": number, "text": text, **empty, **fields, "measures": measures}


def text_plan(
    name: str, shape: str, text: str, *problems: Expected, codes: tuple[str, ...] = (), encoding: str = "utf-8"
) -> Plan:
    """A plan that is a text file."""
    return Plan(
        name=name,
        shape=shape,
        build=lambda: text.lstrip("\n").encode(encoding),
        problems=problems,
        codes=frozenset(codes),
    )
