"""Deploying a diagram with its forms: checked first, immutable afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import engine
from workflows.actions import who
from workflows.actions.case_facts import START_FACTS
from workflows.boxes.catalogue import service_kinds
from workflows.forms import load_form
from workflows.records import Diagram, DiagramForm
from workflows.rules.roles import ROLES


def check_diagram(source: bytes, forms: Mapping[str, str]) -> list[engine.Finding]:
    """Everything that is wrong with a diagram and its forms, in words; empty when it may be deployed.

    `forms` maps form keys to their JSON text. Raises FormRefused when a form itself cannot be read.
    """
    return engine.check(source, **_known(forms))  # type: ignore[arg-type]


def deploy_diagram(
    session: Session, *, source: bytes, forms: Mapping[str, str], by: UUID | None, at: datetime
) -> Diagram:
    """Store a new version; new cases start under it, running ones keep theirs. The same file twice is the same version.

    Raises DiagramRefused with every finding, FormRefused.
    """
    compiled = engine.compile_diagram(source, **_known(forms))  # type: ignore[arg-type]
    query = select(Diagram).where(Diagram.key == compiled.key, Diagram.digest == compiled.digest)
    if (same := session.scalar(query)) is not None:
        return same
    last = session.scalar(select(func.max(Diagram.version)).where(Diagram.key == compiled.key)) or 0
    diagram = Diagram(
        key=compiled.key,
        version=last + 1,
        name=compiled.name,
        digest=compiled.digest,
        source=source,
        stored=compiled.stored,
        deployed_at=at,
        deployed_by_id=by,
    )
    session.add(diagram)
    session.flush()
    session.add_all(DiagramForm(diagram_id=diagram.id, key=key, schema=schema) for key, schema in forms.items())
    actor = who.actor(session, by, at) if by else None
    facts = {"name": compiled.name, "version": diagram.version, "digest": compiled.digest}
    who.note(session, "diagram:deployed", case=None, by=actor, at=at, **facts)
    session.flush()
    return diagram


def _known(forms: Mapping[str, str]) -> dict[str, object]:
    return {
        "services": service_kinds(),
        "forms": {key: load_form(text).facts for key, text in forms.items()},
        "roles": frozenset(ROLES),
        "start_facts": START_FACTS,
    }
