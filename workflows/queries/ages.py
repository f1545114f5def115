"""For how long something has stood where it stands, and since when it is on the list, as conditions of SQL."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from workflows.records import AuditPoolEntry, Case, PublicNotice, SignOff, Task, Withdrawal
from workflows.rules.deadlines import start_of_day
from workflows.rules.separation import AUDIT_BOX

BUCKETS = ((0, 7), (8, 15), (16, 30), (31, 60), (61, 90), (91, None))
"""Calendar days, from and to. [a habit of such tables, not a rule found anywhere]"""


def bucket_key(bucket: tuple[int, int | None]) -> str:
    """As it stands in an address: 8-15, or 91- for the last."""
    return f"{bucket[0]}-{bucket[1] or ''}"


def bucket_words(bucket: tuple[int, int | None]) -> str:
    """As people say it."""
    first, last = bucket
    if last is None:
        return f"超过 {first - 1} 天"
    return f"{last} 天以内" if not first else f"{first} 至 {last} 天"


BY_KEY = {bucket_key(each): each for each in BUCKETS}


def in_box_since() -> ColumnElement[datetime]:
    """Since when a case stands at its box: the oldest open task; where nobody is asked, the notice or the pool it waits in, else the
    moment the last task was done."""
    since = (
        select(func.min(Task.opened_at)).where(Task.case_id == Case.id, Task.closed_at.is_(None)),
        select(func.max(PublicNotice.opened_at)).where(PublicNotice.case_id == Case.id, PublicNotice.over_at.is_(None)),
        select(func.max(AuditPoolEntry.entered_at)).where(
            AuditPoolEntry.case_id == Case.id, AuditPoolEntry.selected.is_(None)
        ),
        select(func.max(Task.closed_at)).where(Task.case_id == Case.id),
    )
    return func.coalesce(*(each.correlate(Case).scalar_subquery() for each in since), Case.opened_at)


def aged(since: Any, bucket: tuple[int, int | None], today: date) -> ColumnElement[bool]:
    """Whether so many days lie between the city's day of an instant and today."""
    first, last = bucket
    young: ColumnElement[bool] = since < start_of_day(today - timedelta(days=first - 1))
    return young if last is None else young & (since >= start_of_day(today - timedelta(days=last)))


def audit_failed() -> ColumnElement[bool]:
    """Whether an audit sent the case back, once or more."""
    failed = select(SignOff.case_id).where(SignOff.box == AUDIT_BOX, SignOff.decision == "return")
    return Case.id.in_(failed.where(SignOff.id.not_in(select(Withdrawal.sign_off_id))))


def returned() -> ColumnElement[bool]:
    """Whether somebody sent the case back, once or more; what was taken back does not count."""
    back = select(SignOff.case_id).where(SignOff.decision == "return")
    return Case.id.in_(back.where(SignOff.id.not_in(select(Withdrawal.sign_off_id))))
