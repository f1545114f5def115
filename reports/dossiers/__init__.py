"""Dossiers: everything a document says, frozen before it is drawn."""

from reports.dossiers.base import SCHEMA, CaseDossier, Dossier
from reports.dossiers.case_files import CaseFile, Filed
from reports.dossiers.case_reports import AcceptanceReport, ClosureReport
from reports.dossiers.catalogue import PAPERS, SERIES, Paper, from_json
from reports.dossiers.catalogues import EvidenceCatalogue, Pair, Picture
from reports.dossiers.checks import AuditOpinion, ReinspectionOpinion, SelfCheckReport
from reports.dossiers.decisions import ClosureForm, ClosureNotice, ExtensionForm, PlanForm, ReturnNotice
from reports.dossiers.draws import Drawn, DrawRecord
from reports.dossiers.letters import EscalationLetter, ReminderLetter, SpecialLetter, SupervisionOrder, TalkNotice
from reports.dossiers.notices import NoticeResult, NoticeText, Reception
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
from reports.dossiers.petitions import PetitionForm
from reports.dossiers.rounds import Asked, Progress, WeeklyTable

__all__ = [
    "PAPERS",
    "SCHEMA",
    "SERIES",
    "AcceptanceReport",
    "Asked",
    "Audit",
    "AuditOpinion",
    "CaseDossier",
    "CaseFile",
    "ClosureForm",
    "ClosureNotice",
    "ClosureReport",
    "Dossier",
    "DrawRecord",
    "Drawn",
    "EscalationLetter",
    "Evidence",
    "EvidenceCatalogue",
    "Extension",
    "ExtensionForm",
    "Filed",
    "JournalHead",
    "Measure",
    "Notice",
    "NoticeResult",
    "NoticeText",
    "Objection",
    "Opinion",
    "Pair",
    "Paper",
    "PetitionForm",
    "Picture",
    "PlanForm",
    "Problem",
    "Progress",
    "Reception",
    "ReinspectionOpinion",
    "ReminderLetter",
    "ReturnNotice",
    "SelfCheckReport",
    "SpecialLetter",
    "SupervisionOrder",
    "TalkNotice",
    "Units",
    "WeeklyTable",
    "from_json",
]
