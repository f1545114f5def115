"""佐证材料目录: the files of a case with their digests, and its photographs with captions, before and after side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from reports.dossiers.base import CaseDossier


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A photograph by its number in the evidence list. `side`: before, after, or empty where the name does not say."""

    no: int
    caption: str
    sha256: str
    side: str = ""
    taken_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two photographs shown side by side, by their numbers; `after` is None for a photograph of its own."""

    first: int
    after: int | None = None


@dataclass(frozen=True, kw_only=True)
class EvidenceCatalogue(CaseDossier):
    """The catalogue. `left_out` photographs are listed but not printed."""

    kind: ClassVar[str] = "evidence_catalogue"
    signature_field: ClassVar[str] = "office"

    photographs: tuple[Picture, ...]
    pairs: tuple[Pair, ...]
    left_out: int = 0

    @property
    def by_number(self) -> dict[int, Picture]:
        return {each.no: each for each in self.photographs}
