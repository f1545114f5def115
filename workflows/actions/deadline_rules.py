"""When reminders are given and when yellow turns red: the city's own numbers."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import settings
from workflows.queries.calendars import RED_AFTER_DAYS
from workflows.queries.deadlines import DAYS_BEFORE
from workflows.records import Case
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.reminders import MOST_DAYS, days_from

MOST_REMINDERS = 10
MOST_RED = 3650
_NUMBERS = re.compile(r"\s*[0-9]{1,4}\s*([,，、]\s*[0-9]{1,4}\s*)*", re.ASCII)


def set_deadline_rules(session: Session, *, days_before: str, red_after: str, by: UUID, at: datetime) -> None:
    """Set the days before a deadline on which people are reminded, and after how many days late yellow turns red.

    Raises NotPermitted, InvalidInput with every field. Reminders already given stay; what is still to come follows the new numbers.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "set_deadline_rules")
    if problems := [*_wrong_days(days_before), *_wrong_red(red_after)]:
        raise InvalidInput(problems)
    before = f"{settings.read(session, DAYS_BEFORE)} 天，{settings.read(session, RED_AFTER_DAYS)} 天"
    days = "、".join(str(each) for each in days_from(days_before))
    settings.write(session, DAYS_BEFORE, days)
    settings.write(session, RED_AFTER_DAYS, str(int(red_after)))
    facts = {"days_before": days, "red_after": int(red_after), "before": before}
    who.note(session, "deadline:rules", case=None, by=actor, at=at, **facts)
    wake_all(session, at=at)


def wake_all(session: Session, *, at: datetime) -> None:
    """Let the clock look once at every open case: when it speaks next was counted by other rules."""
    open_now = (Case.closed_at.is_(None), Case.cancelled_at.is_(None), Case.suspended_at.is_(None))
    session.flush()
    session.execute(update(Case).where(*open_now).values(due_at=at).execution_options(synchronize_session=False))


def _wrong_days(text: str) -> list[FieldProblem]:
    days = days_from(text)
    written = [each for each in re.split("[,，、]", text) if each.strip()]
    if _NUMBERS.fullmatch(text) and 1 <= len(days) <= MOST_REMINDERS and len(days) == len(written):
        return []
    message = f"请写 1 到 {MOST_REMINDERS} 个不同的整数，每个在 1 到 {MOST_DAYS} 之间，用逗号或顿号隔开，例如 7、3、1。"
    return [FieldProblem(field="days_before", label="提前几天提醒", message=message)]


def _wrong_red(text: str) -> list[FieldProblem]:
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MOST_RED:
        return []
    return [
        FieldProblem(field="red_after", label="超期几天亮红灯", message=f"请写 1 到 {MOST_RED} 之间的整数，例如 30。")
    ]
