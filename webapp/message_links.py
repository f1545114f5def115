"""Where a message leads. Written out, and not asked of the routes, because mails are written where no request is served; a test compares."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

FIXED = {"account": "/account", "system": "/deliveries", "standing_in": "/substitutes"}
PAPERS = frozenset({"paper_ready", "paper_failed"})
WORK = frozenset({"work_done", "work_failed"})
ASKED = {"print": "prints", "plan": "plans"}
"""What a long job was asked for → the page on which it is."""
HOME, CHOICES = "/", "/account/messages"


def path(kind: str, about: Mapping[str, UUID]) -> str:
    """The page on which its person goes on; their tasks, where it tells of many or of nothing they may see."""
    if kind in FIXED:
        return FIXED[kind]
    if kind in PAPERS:
        return f"/documents/{about['document']}" if "document" in about else "/documents"
    if kind in WORK:
        return next((f"/{page}/{about[name]}" for name, page in ASKED.items() if name in about), HOME)
    if "task" in about and kind != "taken_over":
        return f"/tasks/{about['task']}"
    return f"/problems/{about['problem']}" if "problem" in about else HOME
