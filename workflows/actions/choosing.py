"""How one wants to be told: an address, quiet hours, the day's digest, and each kind of message by mail at once, with the digest, or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from workflows.actions import telling, who
from workflows.queries.message_choices import Preference, preference
from workflows.records import MessageChoice, MessageHabit
from workflows.records.messages import DIGEST_DAYS, MAIL_CHOICES
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.message_kinds import Choice, default
from workflows.rules.message_times import minutes_of

ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
"""A plain address, as HTML's own e-mail field takes it, with at least one dot in the host: nothing that could begin another header."""
LONGEST_ADDRESS = 254
MOBILE = re.compile(r"\+?[0-9]{5,20}")
TIMES = {"quiet_from": "免打扰开始", "quiet_until": "免打扰结束", "digest_at": "汇总发出时间"}
Values = Mapping[str, str]


def choose(session: Session, *, values: Values, by: UUID, at: datetime) -> Preference:
    """Keep one's choices, all of them or none. `values`: the fields of the page; a kind's are `mail-<kind>` and `hook-<kind>`.

    Raises InvalidInput with every field.
    """
    actor, before = who.actor(session, by, at), preference(session, by, at=at)
    if problems := _wrong(values, before):
        raise InvalidInput(problems)
    habit = session.get(MessageHabit, by) or MessageHabit(person_id=by)
    session.add(habit)
    habit.address, habit.mobile = values.get("address", "").strip() or None, values.get("mobile", "").strip() or None
    for name in TIMES:
        setattr(habit, name, minutes_of(values.get(name, "")))
    habit.digest_days = values.get("digest_days", "")
    _keep(session, values, before)
    session.flush()
    if (habit.address or "") != before.address:
        who.note(session, "messages:address", case=None, by=actor, at=at)
        telling.tell(
            session,
            "account",
            to=by,
            at=at,
            facts={"what": "您接收消息的邮箱已更改；如果不是您本人改的，请立即更改密码"},
        )
    return preference(session, by, at=at)


def _keep(session: Session, values: Values, before: Preference) -> None:
    """A row only for what differs from the default, so that another role brings its own defaults along."""
    session.execute(delete(MessageChoice).where(MessageChoice.person_id == before.person_id))
    for kind in before.kinds:
        chosen = Choice(mail=values.get(f"mail-{kind.key}", ""), hook=bool(values.get(f"hook-{kind.key}")))
        if chosen != default(kind.key, before.roles):
            row = MessageChoice(person_id=before.person_id, kind=kind.key, mail=chosen.mail, hook=chosen.hook)
            session.add(row)


def _wrong(values: Values, before: Preference) -> list[FieldProblem]:
    found = [*_wrong_places(values)]
    for name, label in TIMES.items():
        if minutes_of(values.get(name, "")) is None:
            found.append(
                FieldProblem(field=name, label=label, message=f"“{label}”请写成 24 小时制的时刻，例如 08:30。")
            )
    if values.get("digest_days") not in DIGEST_DAYS:
        found.append(FieldProblem(field="digest_days", label="汇总在哪些天发", message="请选择汇总在哪些天发。"))
    for kind in before.kinds:
        if values.get(f"mail-{kind.key}") not in MAIL_CHOICES:
            message = f"请选择“{kind.name}”怎样发邮件。"
            found.append(FieldProblem(field=f"mail-{kind.key}", label=kind.name, message=message))
    return found


def _wrong_places(values: Values) -> list[FieldProblem]:
    address, mobile = values.get("address", "").strip(), values.get("mobile", "").strip()
    found = []
    if address and (len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address)):
        message = "邮箱地址不对，应类似 zhoumin@example.cn；不收邮件的，请留空。"
        found.append(FieldProblem(field="address", label="邮箱", message=message))
    if mobile and not MOBILE.fullmatch(mobile):
        found.append(
            FieldProblem(field="mobile", label="手机号", message="手机号只写数字，5 到 20 位；不需要的，请留空。")
        )
    return found
