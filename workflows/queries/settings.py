"""Settings kept in the database, because every process and every paper must agree on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.records import Setting

MEMORY = "settings"
DEFAULTS = {
    "city.name": "青禾市",
    "office.name": "青禾市环保督察反馈问题整改工作领导小组办公室",
    "office.code": "青督改办",
    "site.base_url": "http://127.0.0.1:8000",
    "site.demonstration": "",
    "portal.open": "",
    "clock.offset": "0",
    "reminders.days_before": "7, 3, 1",
    "lamps.red_after_days": "30",
    "prints.keep_days": "30",
    "messages.keep_read_days": "180",
    "messages.keep_unread_days": "365",
    "deliveries.keep_days": "180",
    "rounds.weekday": "",
    "rounds.due_weekday": "5",
}


@dataclass(frozen=True, kw_only=True)
class Office:
    """Who issues papers here: names, the code of document numbers (机关代字), where papers are verified, whether this is a demonstration."""

    city: str
    name: str
    code: str
    base_url: str
    demonstration: bool


def read(session: Session, key: str) -> str:
    """The value of a setting, or its default; the empty string when it has none."""
    return _kept(session).get(key, DEFAULTS.get(key, ""))


def read_all(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Several settings, each with its default."""
    return {key: read(session, key) for key in keys}


def write(session: Session, key: str, value: str) -> None:
    """Set a value; the caller commits."""
    session.info.pop(MEMORY, None)
    row = session.get(Setting, key)
    if row is None:
        session.add(Setting(key=key, value=value))
    else:
        row.value = value


def _kept(session: Session) -> dict[str, str]:
    """Every setting that was ever set (a handful), read once in the life of a transaction: each page asks for several."""
    transaction, known = session.info.get(MEMORY, (None, {}))
    values: dict[str, str] = known
    if transaction is None or transaction is not session.get_transaction():
        values = {row.key: row.value for row in session.execute(select(Setting.key, Setting.value))}
        session.info[MEMORY] = (session.get_transaction(), values)
    return values


def office(session: Session) -> Office:
    """The issuing office as it stands now."""
    return Office(
        city=read(session, "city.name"),
        name=read(session, "office.name"),
        code=read(session, "office.code"),
        base_url=read(session, "site.base_url").rstrip("/"),
        demonstration=bool(read(session, "site.demonstration")) or clock_offset(session) != timedelta(),
    )


def clock_offset(session: Session) -> timedelta:
    """How far a demonstration has moved the application's clock; zero in earnest."""
    return timedelta(seconds=int(read(session, "clock.offset")))
