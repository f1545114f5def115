"""Every operation there is, one module per noun. Importing this declares them all."""

from __future__ import annotations

from webapp.api import (
    city,
    comments,
    documents,
    drafts,
    draws,
    evidence,
    journal,
    matters,
    me,
    messages,
    photographs,
    prints,
    problems,
    search,
    tasks,
    verbs,
    verification,
)
from webapp.api.operation import OPERATIONS, bp

MODULES = (
    me, tasks, drafts, problems, verbs, search, comments, messages, evidence, photographs, documents, prints,
    verification, draws, matters, city, journal,
)  # fmt: skip

__all__ = ["MODULES", "OPERATIONS", "bp"]
