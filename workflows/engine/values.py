"""The small frozen values the engine hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Fact = bool | int | str | None
Facts = Mapping[str, Fact]
Kind = Literal["start", "end", "user", "service", "gateway", "event_gateway", "parallel_gateway", "timer", "message"]


@dataclass(frozen=True, kw_only=True)
class Node:
    """One box of a diagram. `role` is the key of its lane; `properties` are as written in the file."""

    id: str
    name: str
    kind: Kind
    role: str | None
    properties: Mapping[str, str]
    documentation: str


@dataclass(frozen=True, kw_only=True)
class OpenBox:
    """A box where the case stands until it is completed with `token`. `facts` is a copy of what is known."""

    token: str
    box: str
    name: str
    kind: Literal["user", "service"]
    role: str | None
    properties: Mapping[str, str]
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class Wait:
    """An event the case waits for: a message by name, or a timer at `due_at` (UTC; None means never).

    The events behind an event-based gateway share its token: the first to happen discards the others.
    """

    token: str
    box: str
    name: str
    kind: Literal["timer", "message"]
    message: str | None = None
    due_at: datetime | None = None
