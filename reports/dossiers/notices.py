"""What the public reads: the notice before a closure, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.dossiers.base import CaseDossier
from reports.dossiers.parts import Notice, Opinion


@dataclass(frozen=True, kw_only=True)
class Reception:
    """Where objections are received. What the office has not set is said to be missing."""

    office: str
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeText(CaseDossier):
    """拟销号公示: the problem, what was done, how long anybody may object, and how."""

    kind: ClassVar[str] = "notice_text"
    signature_field: ClassVar[str] = "office"

    notice: Notice
    reception: Reception
    done: Opinion | None = None  # what the unit reported; None where the case has no such record
    basis: str = ""  # the rule the notice rests on, as the office sets it


@dataclass(frozen=True, kw_only=True)
class NoticeResult(CaseDossier):
    """公示结果: that the notice is over, what was objected and what was found."""

    kind: ClassVar[str] = "notice_result"
    signature_field: ClassVar[str] = "office"

    notice: Notice
    ended_early: bool = False  # an objection was upheld and the case went back
