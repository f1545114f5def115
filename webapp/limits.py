"""How often one address, or one signed-in browser, may knock at the same door: one table, asked before a view runs.

Counted in memory, since one process serves and what strangers ask is not stored; with several processes each counts for itself. These
figures stop a flood and guessing by machine: the lock of a name after wrong passwords stands in the database (`rules.sign_in`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, current_app, request

from webapp.allowance import Allowance
from webapp.house import house
from webapp.visitor import COOKIE
from workflows.rules.errors import Refusal

MINUTE = timedelta(minutes=1)
KEY = "xiaohao.limits"


class TooOften(Refusal):
    """请求太频繁，没有处理。请在 {seconds} 秒之后再试。
    Too many requests; try again in {seconds} seconds.
    """

    code = "too-often"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`most` requests a minute to any of these endpoints, counted by what `who` says; an endpoint may be a blueprint with `.*`."""

    name: str
    endpoints: frozenset[str]
    most: int
    who: Callable[[], str]

    def concerns(self, endpoint: str, blueprint: str) -> bool:
        """Whether a request to this endpoint counts."""
        return endpoint in self.endpoints or f"{blueprint}.*" in self.endpoints


def address() -> str:
    """The address the request comes from (behind a trusted proxy: the one it tells)."""
    return request.remote_addr or ""


def account() -> str:
    """The account somebody tries to enter."""
    return request.form.get("login", "").strip().lower()[:200]


def browser() -> str:
    """The signed-in browser, else the address."""
    token = request.cookies.get(COOKIE, "")
    return hashlib.sha256(token.encode()).hexdigest() if token else address()


def limits(per_address: int) -> tuple[Limit, ...]:
    """The table. A whole county may sit behind one address, so the figures by address are high."""
    doors = frozenset({"sign_in.enter", "sign_in.enter_code", "first_run.found"})
    codes = frozenset({"sign_in.enter_code", "second_factor.confirm", "second_factor.renew", "second_factor.turn_off"})
    public = frozenset({"published.*", "portal.*", "bundles.checker", "sign_in.show"})
    return (
        Limit(name="doors", endpoints=doors, most=per_address, who=address),
        Limit(name="account", endpoints=frozenset({"sign_in.enter"}), most=20, who=account),
        Limit(name="codes", endpoints=codes, most=12, who=browser),
        Limit(name="password", endpoints=frozenset({"account.change", "tokens.make"}), most=12, who=browser),
        Limit(name="uploads", endpoints=frozenset({"tasks.add_evidence"}), most=120, who=browser),
        Limit(name="pieces", endpoints=frozenset({"uploads.*"}), most=1200, who=browser),
        Limit(name="sheets", endpoints=frozenset({"people_import.read", "people_import.accept"}), most=12, who=browser),
        Limit(name="objections", endpoints=frozenset({"portal.send_objection", "portal.answer"}), most=12, who=address),
        Limit(name="public", endpoints=public, most=per_address * 4, who=address),
    )


def register(app: Flask) -> None:
    """Ask before every request that changes something or that strangers may send."""
    table = limits(app.extensions["xiaohao"].settings.requests_per_minute)
    app.extensions[KEY] = tuple((limit, Allowance(limit.most, MINUTE)) for limit in table)
    app.before_request(_ask)


def _ask() -> None:
    """Raises TooOften. Time is the machine's own: moving a demonstration ahead opens no door."""
    endpoint, blueprint = request.endpoint or "", request.blueprint or ""
    for limit, allowance in current_app.extensions[KEY]:
        if limit.concerns(endpoint, blueprint) and (counted := limit.who()):
            seconds = allowance.seconds_to_wait(counted, house().clock.real())
            if seconds:
                raise TooOften(seconds=seconds)
