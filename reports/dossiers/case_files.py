"""案卷: the whole file of a case, with a cover, contents, and every paper that was issued in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from reports.dossiers.base import CaseDossier


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A paper in the file. `dossier` is its canonical JSON, from which it is printed again as a copy."""

    name: str
    number: str
    title: str
    issuer: str
    issued_on: date
    dossier: str


@dataclass(frozen=True, kw_only=True)
class CaseFile(CaseDossier):
    """The file. The signed originals are embedded; the pages are copies."""

    kind: ClassVar[str] = "case_file"
    signature_field: ClassVar[str] = "office"

    opened_on: date
    closed_on: date | None
    papers: tuple[Filed, ...]  # in the order they were issued
    void: tuple[str, ...] = ()  # 潍督改办〔2026〕4号：责任单位名称有误
