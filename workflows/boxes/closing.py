"""Striking a problem off the list, putting it back on, and noticing that its time has run out."""

from __future__ import annotations

from sqlalchemy import select

from workflows.boxes.visit import Visit
from workflows.engine import Facts
from workflows.queries import matters
from workflows.records import AuditPoolEntry, PublicNotice
from workflows.rules.deadlines import city_day


def close(visit: Visit) -> Facts:
    """Strike the problem off the list. Whether it may be was decided before, by `rules.closure`."""
    for notice in _open_notices(visit):
        notice.over_at = visit.at
    visit.case.closed_at = visit.at
    visit.problem.state = "closed"
    visit.journal("case:closed")
    return {}


def reopen(visit: Visit) -> Facts:
    """Put a closed problem back on the list."""
    visit.case.closed_at = None
    visit.case.rectified_at = None
    visit.case.overdue_since = None
    visit.problem.state = "reopened"
    return {}


def enter_audit_pool(visit: Visit) -> Facts:
    """Wait among the candidates of the next random audit."""
    visit.session.add(AuditPoolEntry(case_id=visit.case.id, entered_at=visit.at))
    visit.journal("audit:pooled")
    return {}


def mark_overdue(visit: Visit) -> Facts:
    """Note once that the deadline has passed; a later deadline, granted or given with a return, clears the mark."""
    due_on = visit.problem.due_on
    if visit.case.overdue_since is None and due_on is not None and due_on < city_day(visit.at):
        visit.case.overdue_since = visit.at
        visit.journal(matters.kind(visit.session, visit.problem).late, due_on=due_on)
    return {}


def notify(visit: Visit) -> Facts:
    """Leave a note in the journal; messages to people come with their own channel."""
    visit.journal("notified", words=visit.parameters["template"])
    return {}


def _open_notices(visit: Visit) -> list[PublicNotice]:
    query = select(PublicNotice).where(PublicNotice.case_id == visit.case.id, PublicNotice.over_at.is_(None))
    return list(visit.session.scalars(query))
