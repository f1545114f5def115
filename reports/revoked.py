"""Certificates this house has called back; apart, because the web process knows them and loads no PDF library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Revoked:
    """A certificate that was called back: its SHA-256 fingerprint, and since when."""

    fingerprint: str
    at: datetime
