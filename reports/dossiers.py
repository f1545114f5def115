"""Dossiers: everything a document says, frozen before it is drawn.

A document is a pure function of its dossier, so a dossier holds values only (no database, no clock), has one canonical
JSON spelling and travels inside the PDF as `facts.json`: whoever holds the paper holds the facts it was made from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from reports.plain import from_plain, to_plain
from workflows.rules.canonical import canonical, digest_of
from workflows.rules.errors import Unreadable

SCHEMA = 1


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


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What every document of a case has in common."""

    kind: ClassVar[str] = ""
    signature_field: ClassVar[str] = ""  # name of the field the issuer's signature goes into

    issuer: str  # full name; the red mark, the signature place
    number: str  # 潍督改办〔2026〕1号
    title: str
    addressee: str
    issued_on: date
    problem: Problem
    units: Units
    measures: tuple[Measure, ...]
    opinions: tuple[Opinion, ...]  # in order of time, returns included
    evidence: tuple[Evidence, ...]
    journal: JournalHead
    verify_url: str
    verify_code: str
    demonstration: bool
    approver: str | None = None  # 签发人, printed on upward documents
    copies_to: tuple[str, ...] = ()  # 抄送
    attachments: tuple[str, ...] = ()  # 附件, as named on the paper
    extensions: tuple[Extension, ...] = ()

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, instants in UTC; the same dossier always gives the same text."""
        plain = to_plain(self)
        if not isinstance(plain, dict):
            raise TypeError("a dossier is a dataclass")
        return canonical({"kind": self.kind, "schema": SCHEMA, **plain})

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        return digest_of(self.to_json())


@dataclass(frozen=True, kw_only=True)
class AcceptanceReport(Dossier):
    """整改销号验收报告 of the lead unit, drawn up when its self-check passes."""

    kind: ClassVar[str] = "acceptance_report"
    signature_field: ClassVar[str] = "lead_unit"


@dataclass(frozen=True, kw_only=True)
class ClosureReport(Dossier):
    """整改销号报告 of the office, drawn up when the case is closed."""

    kind: ClassVar[str] = "closure_report"
    signature_field: ClassVar[str] = "office"

    closed_on: date
    acceptance_number: str | None = None  # number of the attached acceptance report
    audit: Audit | None = None  # None: this city's diagram draws no audits
    notice: Notice | None = None


_KINDS: dict[str, type[Dossier]] = {kind.kind: kind for kind in (AcceptanceReport, ClosureReport)}


def from_json(text: str) -> Dossier:
    """The dossier a canonical text was made from. Raises Unreadable when it is no dossier of this version."""
    try:
        plain = json.loads(text)
        kind, schema = plain.pop("kind"), plain.pop("schema")
        if schema != SCHEMA:
            raise ValueError(f"schema {schema}, expected {SCHEMA}")
        return from_plain(_KINDS[kind], plain)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Unreadable(what="文书案卷", where="dossier", why=str(problem)) from problem
