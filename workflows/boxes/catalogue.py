"""The catalogue of service boxes a diagram may use. A new kind of box is one function and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from reports.dossiers import PAPERS
from workflows.boxes import closing, issue_document, matters, petitions, public_notice
from workflows.boxes.visit import ServiceBox
from workflows.engine import ServiceKind

DOCUMENTS = tuple(kind for kind, paper in PAPERS.items() if paper.issued != "action")
"""What a diagram may have issued; what tells of one action is issued by that action."""

CATALOGUE: Mapping[str, ServiceBox] = {
    "issue_document": ServiceBox(
        does=issue_document.issue_document,
        kind=ServiceKind(required=frozenset({"document"}), accepts={"document": DOCUMENTS}),
    ),
    "open_public_notice": ServiceBox(
        does=public_notice.open_public_notice,
        kind=ServiceKind(
            optional=frozenset({"days", "calendar", "stage"}),
            gives=frozenset({"notice_ends_at"}),
            accepts={"days": range(1, 61), "calendar": ("working", "calendar"), "stage": tuple(public_notice.STAGES)},
        ),
    ),
    "resume_public_notice": ServiceBox(
        does=public_notice.resume_public_notice, kind=ServiceKind(gives=frozenset({"notice_ends_at"}))
    ),
    "enter_audit_pool": ServiceBox(does=closing.enter_audit_pool),
    "mark_overdue": ServiceBox(does=closing.mark_overdue),
    "close": ServiceBox(does=closing.close),
    "close_petition": ServiceBox(does=petitions.close_petition),
    "reopen": ServiceBox(does=closing.reopen),
    "issue_order": ServiceBox(does=matters.issue_order),
    "lift_order": ServiceBox(does=matters.lift_order),
    "call_off_order": ServiceBox(does=matters.call_off_order),
    "close_check": ServiceBox(does=matters.close_check),
    "close_round": ServiceBox(does=matters.close_round),
    "notify": ServiceBox(does=closing.notify, kind=ServiceKind(required=frozenset({"template"}))),
}


def service_kinds() -> dict[str, ServiceKind]:
    """The catalogue as the deployment check needs it."""
    return {key: box.kind for key, box in CATALOGUE.items()}
