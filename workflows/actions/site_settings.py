"""What an administrator sets on a page: words and numbers of papers, who must prove themselves twice, how long what can be forgotten stays.

Every change is an entry of the journal with what was before. Only what differs is written, all of a form or nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import paper_settings, who
from workflows.queries import settings
from workflows.queries.second_factors import ROLES_ASKED, is_in_force
from workflows.queries.site_settings import MOST_DAYS, RETAINED
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.roles import HELD, ROLES


def set_papers(session: Session, *, values: Mapping[str, str], by: UUID, at: datetime) -> int:
    """Set the words of papers that differ; returns how many did. Raises NotPermitted, InvalidInput with every field."""
    who.require(session, who.actor(session, by, at), "set_papers")
    before = paper_settings.read_all(session)
    changed = {key: text.strip() for key, text in values.items() if key in before and text.strip() != before[key]}
    problems = [
        FieldProblem(field=key, label=paper_settings.LABELS[key], message=f"“{paper_settings.LABELS[key]}”{wrong}")
        for key, text in changed.items()
        if (wrong := paper_settings.what_is_wrong(key, text))
    ]
    if problems:
        raise InvalidInput(problems)
    for key, text in changed.items():
        paper_settings.set_words(session, key=key, value=text, at=at, by=by)
    return len(changed)


def set_second_factor(session: Session, *, roles: Collection[str], by: UUID, at: datetime) -> bool:
    """Say which roles may not sign in with a password alone; whether that changed anything.

    Raises NotPermitted, and InvalidInput where whoever sets it would lock themselves into enrolling without having tried it.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "manage_sign_in")
    asked = sorted(set(roles))
    if strangers := [each for each in asked if each not in {role.key for role in HELD}]:
        message = f"没有“{strangers[0][:40]}”这个角色，请刷新页面后重新选择。"
        raise InvalidInput([FieldProblem(field="roles", label="必须使用的角色", message=message)])
    if {seat.role for seat in actor.seats} & set(asked) and not is_in_force(session, by):
        message = "您自己的角色在内，而您还没有启用两步验证。请先在“我的账号”启用，试过能用，再要求别人。"
        raise InvalidInput([FieldProblem(field="roles", label="必须使用的角色", message=message)])
    return _keep(session, ROLES_ASKED, ",".join(asked), "必须使用两步验证的角色", by, at)


def set_retention(session: Session, *, values: Mapping[str, str], by: UUID, at: datetime) -> int:
    """Say how many days print results, messages and the log of what was sent stay; 0: for good. Returns how many of them changed.

    `values`: fields of `RETAINED`, what is not given stays. Raises NotPermitted, InvalidInput with every field.
    """
    who.require(session, who.actor(session, by, at), "set_retention")
    given = {field: days for field, days in values.items() if field in RETAINED}
    if problems := [_odd_days(field) for field, days in given.items() if not _are_days(days)]:
        raise InvalidInput(problems)
    kept = ((RETAINED[field], str(int(days))) for field, days in given.items())
    return sum([_keep(session, key, days, label, by, at) for (key, label), days in kept])


def _are_days(days: str) -> bool:
    return days.isascii() and days.isdigit() and len(days) <= 4 and int(days) <= MOST_DAYS


def _odd_days(field: str) -> FieldProblem:
    label = RETAINED[field][1]
    message = f"“{label}”请写 0 到 {MOST_DAYS} 之间的整数；0 表示一直保留。"
    return FieldProblem(field=field, label=label, message=message)


def _keep(session: Session, key: str, value: str, label: str, by: UUID, at: datetime) -> bool:
    before = settings.read(session, key)
    if before == value:
        return False
    settings.write(session, key, value)
    facts = {"label": label, "before": _shown(key, before), "value": _shown(key, value)}
    who.note(session, "setting:changed", case=None, by=who.actor(session, by, at), at=at, **facts)
    return True


def _shown(key: str, value: str) -> str:
    if key != ROLES_ASKED:
        return value
    return "、".join(ROLES[each].name for each in value.split(",") if each in ROLES) or "没有"
