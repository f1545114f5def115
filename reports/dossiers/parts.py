"""The pieces dossiers are made of: the problem, its units and measures, what people decided, what was filed.

A piece added to an old value carries `metadata=since(n)`: papers issued under an earlier schema are read and written without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from reports.plain import since


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The problem as the list prints it. What the list left out is None and is said to be missing, never guessed."""

    list_name: str
    inspection: str  # 省级环境保护督察“回头看”
    text: str
    number: str | None = None  # as printed: "12", "第二十七项", "序号19"
    other_numbers: tuple[str, ...] = ()  # numbers of the same problem at other levels, as printed
    area: str | None = None
    target: str | None = None
    deadline_raw: str | None = None  # the list's own words; None: 原文未载明时限
    due_on: date | None = None  # the deadline in force, after extensions
    long_term: bool = False


@dataclass(frozen=True, kw_only=True)
class Units:
    """Full names of the units by their part in the problem, in the order of the list."""

    responsible: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    participating: tuple[str, ...] = ()
    supervising: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure of the plan and what the person who checked it found."""

    text: str
    finding: str | None = None  # "confirmed", "not_confirmed", None when nobody checked it by itself
    note: str = ""
    due_on: date | None = None
    deadline_raw: str | None = None
    long_term: bool = False


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """A sign-off: who decided what at which step.

    `step` is the box id (self_check, reinspect, …), `step_name` its Chinese name.
    """

    step: str
    step_name: str
    person: str
    unit: str
    capacity: str  # the role's Chinese name
    decision: str  # the chosen option in Chinese
    opinion: str
    at: datetime
    passed: bool | None = None  # None where the step decides nothing; False sent the case back
    on: date | None = None  # the day on site, where the form asks for it; `at` is when it was signed
    place: str = ""
    people: tuple[str, ...] = ()  # who took part, as printed: 刘工（市政工程质量站，高级工程师）
    returned_due_on: date | None = None  # the new deadline given with a return


@dataclass(frozen=True, kw_only=True)
class Extension:
    """A deadline moved with the office's consent."""

    due_on: date
    reason: str
    decided_on: date


@dataclass(frozen=True, kw_only=True)
class Audit:
    """The random draw this case took part in. `passed` is None when it was not selected."""

    drawn_on: date
    selected: bool
    population: int  # cases in the frozen list
    sample: int  # cases drawn from it
    rule: str  # the rule in Chinese, as it was applied
    seed: str
    passed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Objection:
    """What somebody objected during the notice. No name: the paper is public, the objector is not."""

    received_on: date
    text: str
    answered_on: date | None = None
    upheld: bool | None = None
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The public notice. `days` is the counted length in days of `calendar`: "working" or "calendar"."""

    title: str
    opens_on: date
    closes_on: date
    days: int
    calendar: str
    interrupted_on: date | None = None
    objections: tuple[Objection, ...] = ()
    published_in: str = field(default="", metadata=since(3))  # a paper or site of others; empty: by this office
    recounted: str = field(default="", metadata=since(3))  # where the length it claims is not the counted one, in words


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A line of the evidence list; `size` in bytes, `sha256` in hexadecimal."""

    no: int
    name: str
    media_type: str
    size: int
    uploaded_on: date
    by: str
    sha256: str
    taken_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class JournalHead:
    """The head of the case's journal as it was before the entry that issued this document."""

    seq: int
    hash: str
