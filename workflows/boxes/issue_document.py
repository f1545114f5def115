"""The service box that issues a formal paper."""

from __future__ import annotations

from workflows.boxes.issuing import issue
from workflows.boxes.visit import Visit
from workflows.engine import Facts
from workflows.queries.dossiers import Occasion

ACCEPTANCE = "acceptance_report"
"""The paper with which a problem counts as rectified."""


def issue_document(visit: Visit) -> Facts:
    """Issue the paper named by the parameter `document`. Raises NotYet when what it tells of has not happened."""
    kind = visit.parameters["document"]
    if kind == ACCEPTANCE:
        visit.case.rectified_at = visit.at
    visit.session.flush()
    issue(Occasion(session=visit.session, at=visit.at, case=visit.case, problem=visit.problem), kind)
    return {}
