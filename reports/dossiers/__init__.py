"""Dossiers: everything a document says, frozen before it is drawn."""

from reports.dossiers.base import SCHEMA, CaseDossier, Dossier
from reports.dossiers.case_reports import AcceptanceReport, ClosureReport
from reports.dossiers.catalogue import PAPERS, SERIES, Paper, from_json
from reports.dossiers.decisions import ClosureForm, ClosureNotice, ExtensionForm, PlanForm, ReturnNotice
from reports.dossiers.parts import (
    Audit,
    Evidence,
    Extension,
    JournalHead,
    Measure,
    Notice,
    Objection,
    Opinion,
    Problem,
    Units,
)

__all__ = [
    "PAPERS",
    "SCHEMA",
    "SERIES",
    "AcceptanceReport",
    "Audit",
    "CaseDossier",
    "ClosureForm",
    "ClosureNotice",
    "ClosureReport",
    "Dossier",
    "Evidence",
    "Extension",
    "ExtensionForm",
    "JournalHead",
    "Measure",
    "Notice",
    "Objection",
    "Opinion",
    "Paper",
    "PlanForm",
    "Problem",
    "ReturnNotice",
    "Units",
    "from_json",
]
