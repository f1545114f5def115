"""Where a message leads. Written out, and not asked of the routes, because mails are written where no request is served; a test compares."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

PAPERS = frozenset({"paper_ready", "paper_failed"})
HOME, CHOICES = "/", "/account/messages"


def path(kind: str, about: Mapping[str, UUID]) -> str:
    """The page on which its person goes on; their tasks, where it tells of many or of nothing they may see."""
    if kind == "account":
        return "/account"
    if kind == "standing_in":
        return "/substitutes"
    if kind == "system":
        return "/deliveries"
    if kind in PAPERS:
        return f"/documents/{about['document']}" if "document" in about else "/documents"
    if "task" in about and kind != "taken_over":
        return f"/tasks/{about['task']}"
    return f"/problems/{about['problem']}" if "problem" in about else HOME
