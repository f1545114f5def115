"""What the pages of settings show: values in force, who may change them, and where the rest is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.queries import people, settings
from workflows.queries.calendars import RED_AFTER_DAYS
from workflows.queries.deadlines import DAYS_BEFORE
from workflows.queries.second_factors import required_roles
from workflows.rules.errors import NotVisible
from workflows.rules.permissions import ACTIONS, Actor, seat_for_action, why_not_seen

KEEP_PRINTS = "prints.keep_days"
KEEP_READ, KEEP_UNREAD = "messages.keep_read_days", "messages.keep_unread_days"
KEEP_DELIVERIES = "deliveries.keep_days"
RETAINED = {
    "days": (KEEP_PRINTS, "批量打印结果的保留天数"),
    "read_days": (KEEP_READ, "已读消息的保留天数"),
    "unread_days": (KEEP_UNREAD, "未读消息的保留天数"),
    "delivery_days": (KEEP_DELIVERIES, "邮件和端点发送记录的保留天数"),
}
"""Field of the page → setting and what it is called."""
MOST_DAYS = 3650


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """The settings as they are in force, and what this person may change."""

    office: str
    code: str
    days_before: str
    red_after: str
    keep_days: Mapping[str, str]
    """By field of the page."""
    roles: frozenset[str]
    sets_papers: bool
    sets_templates: bool
    sets_second_factor: bool
    sets_retention: bool
    sets_deadlines: bool


def settings_page(session: Session, *, person_id: UUID, at: datetime) -> SettingsPage:
    """Raises NotVisible."""
    actor = people.actor(session, person_id, at)
    if not _may(actor, "see_settings"):
        raise NotVisible(why=why_not_seen(ACTIONS["see_settings"]))
    return SettingsPage(
        office=settings.read(session, "office.name"),
        code=settings.read(session, "office.code"),
        days_before=settings.read(session, DAYS_BEFORE),
        red_after=settings.read(session, RED_AFTER_DAYS),
        keep_days={field: settings.read(session, key) for field, (key, _) in RETAINED.items()},
        roles=required_roles(session),
        sets_papers=_may(actor, "set_papers"),
        sets_templates=_may(actor, "set_templates"),
        sets_second_factor=_may(actor, "manage_sign_in"),
        sets_retention=_may(actor, "set_retention"),
        sets_deadlines=_may(actor, "set_deadline_rules"),
    )


def _may(actor: Actor, action: str) -> bool:
    return seat_for_action(actor, action, {}) is not None
