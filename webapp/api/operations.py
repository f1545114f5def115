"""Every operation there is, one module per noun. Importing this declares them all."""

from __future__ import annotations

from webapp.api import (
    city,
    documents,
    drafts,
    draws,
    evidence,
    journal,
    matters,
    me,
    prints,
    problems,
    tasks,
    verbs,
    verification,
)
from webapp.api.operation import OPERATIONS, bp

MODULES = (me, tasks, drafts, problems, verbs, evidence, documents, prints, verification, draws, matters, city, journal)

__all__ = ["MODULES", "OPERATIONS", "bp"]
