"""Putting two photographs side by side: the same place before and after. Who may bring evidence may pair it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows.actions.once import Done
from workflows.actions.press import Press, begin, require_running
from workflows.records import Evidence, PhotoPair
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet


def set_pair(
    session: Session,
    *,
    problem_id: UUID,
    before_id: UUID | None,
    after_id: UUID | None,
    request_id: UUID,
    by: UUID,
    at: datetime,
) -> Done:
    """Pair two photographs of one case. Raises NotFound, NotPermitted, InvalidInput, NotYet (closed, or one of them is in a pair already)."""
    press = begin(session, "add_evidence", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    _require_open(press)
    before, after = _photo(press, before_id, "before", "整改前"), _photo(press, after_id, "after", "整改后")
    if before.id == after.id:
        raise _wrong("after", "整改后", "两张是同一张照片，请分别选择整改前和整改后的照片。")
    if _standing(session, before.id, after.id):
        raise NotYet(why="其中一张照片已经在另一对里，请先把那一对拆开")
    pair = PhotoPair(case_id=press.case.id, before_id=before.id, after_id=after.id, set_by_id=by, set_at=at)
    session.add(pair)
    press.note("photographs:paired", before=before.name, after=after.name)
    return press.done(f"已配成一对：整改前《{before.name}》，整改后《{after.name}》。")


def dissolve_pair(
    session: Session, *, problem_id: UUID, pair_id: UUID, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Take a pair apart; both photographs stay. Raises NotFound, NotPermitted, NotYet (closed, or taken apart before)."""
    press = begin(session, "add_evidence", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    _require_open(press)
    pair = session.scalar(select(PhotoPair).where(PhotoPair.id == pair_id, PhotoPair.case_id == press.case.id))
    if pair is None:
        raise NotFound(what="这对照片")
    if pair.dissolved_at is not None:
        raise NotYet(why="这对照片已经拆开了")
    pair.dissolved_at, pair.dissolved_by_id = at, by
    names = {row.id: row.name for row in session.scalars(select(Evidence).where(Evidence.case_id == press.case.id))}
    press.note("photographs:unpaired", before=names[pair.before_id], after=names[pair.after_id])
    return press.done("已拆开，两张照片都还在。")


def _require_open(press: Press) -> None:
    require_running(press.case)
    if press.case.closed_at is not None:
        raise NotYet(why="问题已销号，案卷已经封存，不能再改动照片的配对")


def _photo(press: Press, evidence_id: UUID | None, field: str, label: str) -> Evidence:
    if evidence_id is None:
        raise _wrong(field, label, f"请选择一张“{label}”的照片。")
    query = select(Evidence).where(Evidence.id == evidence_id, Evidence.case_id == press.case.id)
    found = press.session.scalar(query)
    if found is None:
        raise NotFound(what="这张照片")
    if not found.media_type.startswith("image/"):
        raise _wrong(field, label, f"《{found.name}》不是照片，不能配对。")
    return found


def _standing(session: Session, before_id: UUID, after_id: UUID) -> bool:
    both = (before_id, after_id)
    query = select(PhotoPair.id).where(
        PhotoPair.dissolved_at.is_(None), or_(PhotoPair.before_id.in_(both), PhotoPair.after_id.in_(both))
    )
    return session.scalar(query.limit(1)) is not None


def _wrong(field: str, label: str, message: str) -> InvalidInput:
    return InvalidInput([FieldProblem(field=field, label=label, message=message)])
