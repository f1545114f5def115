"""What every dossier has, and its one spelling as canonical JSON.

A document is a pure function of its dossier, so a dossier holds values only (no database, no clock), has one canonical
JSON spelling and travels inside the PDF as `facts.json`: whoever holds the paper holds the facts it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from reports.dossiers.parts import Evidence, Extension, JournalHead, Measure, Opinion, Problem, Units
from reports.plain import since, to_plain
from workflows.rules.canonical import canonical, digest_of

SCHEMA = 3
"""What is issued now. A paper keeps the schema it was issued under: it is read, written and printed as then."""


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What every paper has, of whatever it tells."""

    kind: ClassVar[str] = ""
    signature_field: ClassVar[str] = ""  # name of the field the issuer's signature goes into; empty: none is asked for

    schema: int = SCHEMA
    issuer: str  # full name; the red mark, the signature place
    number: str  # 潍督改办〔2026〕1号
    title: str
    addressee: str
    issued_on: date
    journal: JournalHead
    verify_url: str
    verify_code: str
    demonstration: bool
    approver: str | None = None  # 签发人, printed on upward documents
    copies_to: tuple[str, ...] = ()  # 抄送
    attachments: tuple[str, ...] = ()  # 附件, as named on the paper
    contact: str = field(default="", metadata=since(2))  # 联系人及电话, as the office sets it

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, instants in UTC; the same dossier always gives the same text."""
        plain = to_plain(self, schema=self.schema)
        if not isinstance(plain, dict):
            raise TypeError("a dossier is a dataclass")
        return canonical({"kind": self.kind, **plain})

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        return digest_of(self.to_json())


@dataclass(frozen=True, kw_only=True)
class CaseDossier(Dossier):
    """What every paper about one problem has: the problem and everything its case holds so far."""

    problem: Problem
    units: Units
    measures: tuple[Measure, ...]
    opinions: tuple[Opinion, ...]  # in order of time, returns included
    evidence: tuple[Evidence, ...]
    extensions: tuple[Extension, ...] = ()
