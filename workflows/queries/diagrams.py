"""Deployed diagrams, ready to run. A deployed diagram never changes, so what was restored once is kept for the life of the process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workflows import engine
from workflows.forms import Form, load_form
from workflows.records import Case, CaseMove, Diagram, DiagramForm, DiagramRetirement
from workflows.rules.errors import NotFound

_RUNNING: dict[UUID, engine.Diagram] = {}
_FORMS: dict[UUID, Mapping[str, Form]] = {}
_SOURCES: dict[UUID, bytes] = {}


def running(session: Session, diagram_id: UUID) -> engine.Diagram:
    """The engine's diagram of a deployed version."""
    if diagram_id not in _RUNNING:
        stored = session.scalar(select(Diagram.stored).where(Diagram.id == diagram_id))
        if stored is None:
            raise NotFound(what="这张流程图")
        _RUNNING[diagram_id] = engine.restore_diagram(stored)
    return _RUNNING[diagram_id]


def diagram_source(session: Session, diagram_id: UUID) -> bytes:
    """The BPMN file as it was uploaded."""
    if diagram_id not in _SOURCES:
        found = session.scalar(select(Diagram.source).where(Diagram.id == diagram_id))
        if found is None:
            raise NotFound(what="这张流程图")
        _SOURCES[diagram_id] = found
    return _SOURCES[diagram_id]


def forms(session: Session, diagram_id: UUID) -> Mapping[str, Form]:
    """The forms deployed with a diagram, by key."""
    if diagram_id not in _FORMS:
        rows = session.execute(select(DiagramForm.key, DiagramForm.schema).where(DiagramForm.diagram_id == diagram_id))
        _FORMS[diagram_id] = {key: _loaded(schema) for key, schema in rows}
    return _FORMS[diagram_id]


def form_of_box(session: Session, diagram_id: UUID, box: str) -> Form:
    """The form of a user box. Raises NotFound when the diagram has no such box."""
    return form(session, diagram_id, node(session, diagram_id, box).properties.get("form", ""))


def form(session: Session, diagram_id: UUID, key: str) -> Form:
    """A form deployed with a diagram, by its key. Raises NotFound when the diagram came without it."""
    found = forms(session, diagram_id).get(key) or shipped_verbs().get(key)
    if found is None:
        raise NotFound(what=f"表单“{key}”")
    return found


def node(session: Session, diagram_id: UUID, box: str) -> engine.Node:
    """One box of a deployed diagram. Raises NotFound when there is none."""
    for each in running(session, diagram_id).nodes:
        if each.id == box:
            return each
    raise NotFound(what=f"流程图中的环节“{box}”")


def moves_of(session: Session, case: Case) -> list[CaseMove]:
    """The moves of a case between versions, newest first; read once for all of its sign-offs."""
    query = select(CaseMove).where(CaseMove.case_id == case.id, CaseMove.moved_at.is_not(None))
    return list(session.scalars(query.order_by(CaseMove.moved_at.desc())))


def node_then(
    session: Session, case: Case, moves: Sequence[CaseMove], box: str, at: datetime
) -> tuple[UUID, engine.Node]:
    """A box as it was in the version the case ran under at that moment, with that version: a moved case keeps its past.

    Raises NotFound when no version the case ever ran under has the box.
    """
    versions = [case.diagram_id]
    for move in moves:
        before = move.moved_at is not None and move.moved_at >= at
        versions = [move.from_id, *versions] if before else [*versions, move.from_id, move.to_id]
    for diagram_id in versions:
        for each in running(session, diagram_id).nodes:
            if each.id == box:
                return diagram_id, each
    raise NotFound(what=f"流程图中的环节“{box}”")


def newest(session: Session, key: str) -> Diagram:
    """The version new cases start under: the newest that is not retired. Raises NotFound while there is none."""
    retired_now = exists().where(DiagramRetirement.diagram_id == Diagram.id, DiagramRetirement.ended_at.is_(None))
    query = select(Diagram).where(Diagram.key == key, ~retired_now).order_by(Diagram.version.desc()).limit(1)
    found = session.scalar(query)
    if found is None:
        raise NotFound(what=f"流程图 {key} 的已部署版本")
    return found


def retired(session: Session, diagram_id: UUID) -> DiagramRetirement | None:
    """The retirement that holds now; None for a version in use."""
    query = select(DiagramRetirement).where(
        DiagramRetirement.diagram_id == diagram_id, DiagramRetirement.ended_at.is_(None)
    )
    return session.scalar(query)


def form_texts(session: Session, diagram_id: UUID) -> dict[str, str]:
    """The forms deployed with a diagram as they were written, by key."""
    query = select(DiagramForm.key, DiagramForm.schema).where(DiagramForm.diagram_id == diagram_id)
    return {row.key: row.schema for row in session.execute(query.order_by(DiagramForm.key))}


@lru_cache(maxsize=1)
def shipped_verbs() -> Mapping[str, Form]:
    """The forms of verbs that belong to no diagram; a city overrides one by deploying a form of the same key with its diagram."""
    folder = files("workflows") / "diagrams" / "verbs"
    texts = (each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".json"))
    return {form.key: form for form in map(_loaded, texts)}


@lru_cache(maxsize=256)
def _loaded(schema: str) -> Form:
    return load_form(schema)
