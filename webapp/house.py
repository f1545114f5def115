"""What a running application holds: settings, database, clock, evidence store. Reached by `house()` while a request is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from webapp.clock import Clock
from webapp.settings import Settings
from workflows.records.evidence_store import EvidenceStore

KEY = "xiaohao"


@dataclass(frozen=True, kw_only=True)
class House:
    """The parts shared by all requests of one process."""

    settings: Settings
    engine: Engine
    sessions: Callable[[], Session]
    clock: Clock
    store: EvidenceStore


def house() -> House:
    """The parts of the application that serves the present request."""
    parts: House = current_app.extensions[KEY]
    return parts
