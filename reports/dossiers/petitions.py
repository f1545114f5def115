"""信访件销号单: what was found, what was done, and the two signatures without which no petition is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from reports.dossiers.base import CaseDossier
from reports.dossiers.parts import Opinion


@dataclass(frozen=True, kw_only=True)
class PetitionForm(CaseDossier):
    """信访件办结销号单."""

    kind: ClassVar[str] = "petition_form"
    signature_field: ClassVar[str] = "county"

    received_on: date | None
    closed_on: date | None
    investigated: Opinion
    findings: str
    handling: str
    outcome: str  # 已办结, 阶段性办结
    reply: str
    reviewed: Opinion | None
    government: Opinion  # 政府主要负责人
    party: Opinion  # 党委主要负责人
