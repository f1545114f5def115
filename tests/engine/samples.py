"""Two small diagrams that most tests of running cases share."""

from __future__ import annotations

from datetime import timedelta

from tests.engine.cases import MORNING, compiled
from tests.engine.drawing import (
    border,
    diagram,
    end,
    event_gateway,
    fork,
    message,
    service,
    start,
    timer,
    user,
)
from workflows.engine import (
    Diagram,
)


def rectification() -> Diagram:
    """A unit rectifies until its work passes; a service marks it overdue; then it is closed and may be reopened."""
    return compiled(
        diagram(
            start(),
            user("rectify", lane="responsible_unit", form="plain", step="整改"),
            border("late", "rectify", date="deadline_at"),
            service("mark_overdue"),
            end("marked"),
            user("check"),
            fork("decided"),
            service("strike", "notify", template="closed"),
            message("reopened", "reopen", gives="deadline_at"),
            flows=[
                "start > rectify",
                "rectify > check",
                "late > mark_overdue",
                "mark_overdue > marked",
                "check > decided",
                "decided > strike if passed",
                "decided > rectify default",
                "strike > reopened",
                "reopened > rectify",
            ],
        )
    )


def notice() -> Diagram:
    """A public notice that ends in time or is stopped by an objection; a rejected objection resumes it."""
    return compiled(
        diagram(
            start(),
            service("publish", "open_notice"),
            event_gateway("running"),
            timer("over", date="notice_ends_at"),
            message("objection"),
            user("handle"),
            fork("decided"),
            user("rectify"),
            user("approve"),
            end(),
            flows=[
                "start > publish",
                "publish > running",
                "running > over",
                "running > objection",
                "over > approve",
                "approve > end",
                "objection > handle",
                "handle > decided",
                "decided > rectify if passed",
                "decided > publish default",
                "rectify > publish",
            ],
        )
    )


def in_days(days: float) -> str:
    return (MORNING + timedelta(days=days)).isoformat()
