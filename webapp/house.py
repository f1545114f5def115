"""What a running application holds: settings, database, clock, evidence store. Reached by `house()` while a request is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from webapp.clock import Clock
from webapp.settings import Settings
from workflows.records import make_engine, reading, session_factory, without_waiting
from workflows.records.evidence_store import EvidenceStore, LocalEvidenceStore
from workflows.records.partial_uploads import PartialUploads

KEY = "xiaohao"


@dataclass(frozen=True, kw_only=True)
class House:
    """The parts shared by all requests of one process."""

    settings: Settings
    engine: Engine
    sessions: Callable[[], Session]
    readers: Callable[[], Session]
    """Sessions that cannot write and wait for nobody, for pages."""
    passing: Callable[[], Session]
    """Sessions for what is not worth waiting for."""
    clock: Clock
    store: EvidenceStore
    unfinished: PartialUploads
    """Files that have not come whole."""


def open_house(settings: Settings, engine: Engine | None = None, clock: Clock | None = None) -> House:
    """The parts of an installation, for a site, a worker or one command. Tests hand in an engine and a clock of their own."""
    opened = engine or make_engine(settings.url)
    return House(
        settings=settings,
        engine=opened,
        sessions=session_factory(opened),
        readers=session_factory(reading(opened)),
        passing=session_factory(without_waiting(opened)),
        clock=clock or Clock(movable=settings.demo_clock),
        store=LocalEvidenceStore(settings.evidence_dir),
        unfinished=PartialUploads(settings.data_dir / "uploads"),
    )


def house() -> House:
    """The parts of the application that serves the present request."""
    parts: House = current_app.extensions[KEY]
    return parts
