"""Whose a task is by name, as its page is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Who holds a task since when, and which of the four verbs this person has. `given_by` is empty where the holder claimed it."""

    holder: str = ""
    mine: bool = False
    given_by: str = ""
    since: datetime | None = None
    reason: str = ""
    may_claim: bool = False
    may_take_over: bool = False
    may_release: bool = False
    may_hand_over: bool = False

    @property
    def words(self) -> str:
        """Whose it is in one phrase; empty while it is nobody's."""
        return held_words(holder=self.holder, mine=self.mine, given_by=self.given_by, reason=self.reason)


def held_words(*, holder: str, mine: bool, given_by: str, reason: str) -> str:
    """Whose a task is in one phrase, as the person who looks is told; empty while it is nobody's."""
    if not holder:
        return ""
    if not given_by:
        return f"由{'您' if mine else holder}承办" + (f"（接办：{reason}）" if reason else "")
    return f"{given_by}转办给{'您' if mine else holder}：{reason}"
