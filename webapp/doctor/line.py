"""One line of a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing looked at. `found` says how it is; `advice` what to do, empty when it is well.

    `needed` is false for what the site can live without.
    """

    name: str
    found: str
    advice: str = ""
    needed: bool = True

    @property
    def well(self) -> bool:
        return not self.advice
