"""抽查抽取记录: a draw of the random audit, with everything needed to repeat it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from reports.dossiers.base import Dossier


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A line of the frozen list. `place` is its rank among the drawn, None when it was passed over."""

    number: str
    title: str
    unit: str
    risk: str  # 重点, 一般
    lots: int
    place: int | None = None
    auditors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DrawRecord(Dossier):
    """The record of one draw, issued with the draw itself. `record` is the published file, embedded as draw.json."""

    kind: ClassVar[str] = "draw_record"
    signature_field: ClassVar[str] = "office"

    list_name: str
    rule: tuple[str, ...]
    frozen_at: datetime
    frozen_by: str
    frozen_digest: str
    seed_source: str
    seed_at: datetime | None
    seed: str
    drawn_at: datetime
    drawn_by: str
    candidates: tuple[Drawn, ...]
    published_at: str  # where anybody may read it
    record: str
