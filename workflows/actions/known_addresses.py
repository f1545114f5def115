"""From where somebody signs in: an address that is new for them is told to them, because it may not be them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import telling
from workflows.records import Person, SignInAttempt

REMEMBERED = timedelta(days=30)
"""How long an address somebody signed in from is no news."""


def came_from(session: Session, login: str, address: str, at: datetime) -> bool:
    """Whether this login was used from this address in the last month, or never before from anywhere: the first time is no news."""
    query = select(SignInAttempt.address).where(SignInAttempt.login == login[:200], SignInAttempt.succeeded)
    before = session.scalars(query.where(SignInAttempt.at > at - REMEMBERED).distinct().limit(50)).all()
    return not before or address in before


def tell_of_address(session: Session, person: Person, address: str, at: datetime) -> None:
    """Tell somebody that their account was used from an address not known of them."""
    what = f"您的账号从新的网络地址（{address}）登录；如果不是您本人，请立即更改密码，并联系安全管理员"
    telling.tell(session, "account", to=person.id, at=at, facts={"what": what})
