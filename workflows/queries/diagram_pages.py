"""The pages about processes: versions, one version with its boxes and forms, differences, moves under way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import drawing, engine
from workflows.engine.obstacles import KINDS
from workflows.forms import Form, form_difference
from workflows.queries import diagrams, people
from workflows.queries.diagram_values import BatchPage, BoxLine, May, MoveLine, Process, VersionLine, VersionPage
from workflows.records import Case, CaseMove, Diagram, DiagramRetirement, Problem
from workflows.rules.errors import NotFound, NotVisible
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen
from workflows.rules.roles import ROLES

EVENTS = frozenset({"start", "end", "gateway", "event_gateway", "parallel_gateway"})
"""Kinds that nobody does; the list of boxes leaves them out."""


def may(session: Session, *, person_id: UUID, at: datetime) -> May:
    """What this person may do here. Raises NotVisible for those who may not even look."""
    actor = people.actor(session, person_id, at)
    if seat_for_action(actor, "see_diagrams", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["see_diagrams"]))
    asked = (seat_for_action(actor, action, {}) for action in ("deploy_diagram", "retire_diagram", "move_cases"))
    deploy, retire, move = (seat is not None for seat in asked)
    return May(deploy=deploy, retire=retire, move=move)


def processes(session: Session) -> tuple[Process, ...]:
    """Every process with its versions."""
    found: dict[str, list[VersionLine]] = {}
    for line in _lines(session):
        found.setdefault(line.key, []).append(line)
    return tuple(Process(key=key, name=lines[0].name, versions=tuple(lines)) for key, lines in found.items())


def version_page(session: Session, diagram_id: UUID) -> VersionPage:
    """One version. Raises NotFound."""
    lines = tuple(_lines(session))
    line = _line(lines, diagram_id)
    source, forms = diagrams.diagram_source(session, diagram_id), diagrams.forms(session, diagram_id)
    nodes = diagrams.running(session, diagram_id).nodes
    return VersionPage(
        line=line,
        drawing=drawing.Picture(source=source),
        boxes=tuple(
            _box(node, forms.get(node.properties.get("form", ""))) for node in nodes if node.kind not in EVENTS
        ),
        forms=tuple(sorted(forms.values(), key=lambda form: form.key)),
        others=tuple(each for each in lines if each.key == line.key and each.id != line.id),
        batches=_batches(session, diagram_id),
    )


def changes(session: Session, old_id: UUID, new_id: UUID) -> tuple[engine.Change, ...]:
    """The difference between two deployed versions, diagram and forms, in words. Raises NotFound."""
    old, new = diagrams.running(session, old_id), diagrams.running(session, new_id)
    found = engine.difference(old, new)
    return found + form_changes(diagrams.forms(session, old_id), diagrams.forms(session, new_id))


def form_changes(before: Mapping[str, Form], after: Mapping[str, Form]) -> tuple[engine.Change, ...]:
    """The same for two sets of forms by key."""
    return tuple(_form_changes(before, after))


def _form_changes(before: Mapping[str, Form], after: Mapping[str, Form]) -> Iterator[engine.Change]:
    for key, form in after.items():
        if key not in before:
            yield engine.Change(code="added", message=f"新增表单“{form.title}”（{key}）。")
        else:
            for said in form_difference(before[key], form):
                yield engine.Change(code="form", message=said)
    for key, form in before.items():
        if key not in after:
            yield engine.Change(code="removed", message=f"删去表单“{form.title}”（{key}）。")


def batch_page(session: Session, batch: UUID) -> BatchPage:
    """A batch of moves. Raises NotFound."""
    query = (
        select(CaseMove, Case, Problem, Diagram.version)
        .join(Case, Case.id == CaseMove.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .join(Diagram, Diagram.id == CaseMove.from_id)
        .where(CaseMove.batch == batch)
        .options(joinedload(CaseMove.by))
        .order_by(Problem.list_id, Problem.position)
    )
    rows = list(session.execute(query))
    if not rows:
        raise NotFound(what="这一批移动")
    first = rows[0][0]
    return BatchPage(
        to=_line(tuple(_lines(session)), first.to_id),
        reason=first.reason,
        asked_at=first.asked_at,
        asked_by=first.by.name,
        lines=tuple(_move(*row) for row in rows),
    )


def _move(move: CaseMove, case: Case, problem: Problem, version: int) -> MoveLine:
    state = "waiting"
    if move.refused is not None:
        state = "refused"
    elif move.moved_at is not None:
        state = "reverted" if move.reverted_at is not None else "moved"
    return MoveLine(
        id=move.id,
        problem_id=problem.id,
        number=problem.number or "",
        title=problem.title,
        from_version=version,
        state=state,
        why=move.refused or "",
        revertable=state == "moved" and case.diagram_id == move.to_id,
    )


def _batches(session: Session, diagram_id: UUID) -> tuple[tuple[UUID, datetime, int], ...]:
    query = (
        select(CaseMove.batch, func.max(CaseMove.asked_at), func.count())
        .where(CaseMove.to_id == diagram_id)
        .group_by(CaseMove.batch)
        .order_by(func.max(CaseMove.asked_at).desc())
        .limit(20)
    )
    return tuple(session.execute(query))


def _lines(session: Session) -> Iterator[VersionLine]:
    """Every version, newest first within its process."""
    counts = _counts(session)
    retired = {
        row.diagram_id: row
        for row in session.scalars(select(DiagramRetirement).where(DiagramRetirement.ended_at.is_(None)))
    }
    query = select(Diagram).options(joinedload(Diagram.deployed_by)).order_by(Diagram.key, Diagram.version.desc())
    newest: set[str] = set()
    for row in session.scalars(query):
        out = retired.get(row.id)
        running, closed = counts.get(row.id, (0, 0))
        yield VersionLine(
            id=row.id,
            key=row.key,
            version=row.version,
            name=row.name,
            digest=row.digest,
            deployed_at=row.deployed_at,
            deployed_by=row.deployed_by.name if row.deployed_by else "系统",
            running=running,
            closed=closed,
            retired_at=out.retired_at if out else None,
            retired_reason=out.reason if out else "",
            newest=out is None and row.key not in newest,
        )
        if out is None:
            newest.add(row.key)


def _counts(session: Session) -> dict[UUID, tuple[int, int]]:
    """Diagram → cases under way, cases closed or taken off the list."""
    over = func.count(func.coalesce(Case.closed_at, Case.cancelled_at))
    rows = session.execute(select(Case.diagram_id, func.count(), over).group_by(Case.diagram_id))
    return {diagram_id: (total - ended, ended) for diagram_id, total, ended in rows}


def _line(lines: tuple[VersionLine, ...], diagram_id: UUID) -> VersionLine:
    found = next((line for line in lines if line.id == diagram_id), None)
    if found is None:
        raise NotFound(what="这张流程图")
    return found


def _box(node: engine.Node, form: Form | None) -> BoxLine:
    settings = tuple((key, value) for key, value in node.properties.items() if key not in ("form", "step"))
    return BoxLine(
        id=node.id,
        name=node.name or node.id,
        kind=KINDS[node.kind],
        role=ROLES[node.role].name if node.role in ROLES else "",
        form=form.title if form else node.properties.get("form", ""),
        settings=settings,
        documentation=node.documentation,
    )
