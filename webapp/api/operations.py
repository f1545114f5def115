"""Every operation there is, one module per noun. Importing this declares them all."""

from __future__ import annotations

from webapp.api import (
    audits,
    city,
    comments,
    deadlines,
    directory,
    documents,
    drafts,
    draws,
    escalations,
    evidence,
    findings,
    journal,
    matters,
    me,
    messages,
    office,
    photographs,
    plan_readings,
    plans,
    prints,
    problems,
    search,
    standing,
    substitutes,
    tasks,
    verbs,
    verification,
)
from webapp.api.operation import OPERATIONS, bp

MODULES = (
    me, tasks, drafts, problems, verbs, search, comments, messages, evidence, photographs, documents, prints,
    verification, draws, matters, findings,
    escalations, plans, plan_readings, audits, office, standing, deadlines, city, directory, substitutes, journal,
)  # fmt: skip

__all__ = ["MODULES", "OPERATIONS", "bp"]
