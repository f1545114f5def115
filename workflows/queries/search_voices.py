"""Whose words an answer of the search is: one small query for each kind of record on a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from reports.dossiers import PAPERS
from workflows.records import Comment, CoSignature, Document, Evidence, Extension, Objection, Person, SignOff
from workflows.rules.roles import ROLES

Voice = tuple[Select[*tuple[Any, ...]], Callable[[Any], str]]

VOICES: dict[str, Voice] = {
    "sign_off": (
        select(SignOff.id, Person.name, SignOff.role).join(Person, Person.id == SignOff.person_id),
        lambda row: f"{ROLES[row[2]].name} {row[1]}",
    ),
    "co_signature": (
        select(CoSignature.id, Person.name).join(Person, Person.id == CoSignature.person_id),
        lambda row: f"加签 {row[1]}",
    ),
    "extension": (
        select(Extension.id, Person.name).join(Person, Person.id == Extension.asked_by_id),
        lambda row: f"延期申请 {row[1]}",
    ),
    "objection": (select(Objection.id), lambda _: "公示异议"),
    "comment": (
        select(Comment.id, Person.name, Comment.unit_name).join(Person, Person.id == Comment.person_id),
        lambda row: f"{row[2]} {row[1]}",
    ),
    "evidence": (
        select(Evidence.id, Person.name).join(Person, Person.id == Evidence.uploaded_by_id),
        lambda row: f"{row[1]}上传",
    ),
    "document": (
        select(Document.id, Document.kind),
        lambda row: PAPERS[row[1]].name if row[1] in PAPERS else str(row[1]),
    ),
}


def of(session: Session, records: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """In words, by the record's id; a problem and a measure are the plan's words and nobody's."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    for source, source_id in records:
        ids[source].append(source_id)
    return {
        row[0]: words(row)
        for source, (query, words) in VOICES.items()
        if source in ids
        for row in session.execute(query.where(query.selected_columns[0].in_(ids[source])))
    }
