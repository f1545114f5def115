"""What the entries of a timeline are about: the file, the paper, the remark, the draw. Ids only; addresses are made by whoever shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import access
from workflows.records import Case, Comment, Document, Evidence, JournalEntry, Problem
from workflows.rules.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where an entry leads: `place` one of PLACES; `id` of what it names there, None for a place that belongs to the case itself.

    `part` names the section of the problem's own page.
    """

    place: str
    id: UUID | None = None
    part: str = ""


PLACES = frozenset({"part", "paper", "evidence", "comment", "comments", "photographs", "bundles", "draw", "problem"})

_PARTS: Mapping[str, str] = {
    **dict.fromkeys(("box", "matter", "plan"), "opinions"),
    **dict.fromkeys(("task", "chased"), "doing"),
    **dict.fromkeys(("units", "fact", "petition"), "facts"),
    **dict.fromkeys(("order", "check", "problem", "serious"), "beside"),
    **dict.fromkeys(("finding", "round"), "answers"),
    **dict.fromkeys(("notice", "objection"), "notices"),
    "co_signature": "co-signatures",
    "extension": "extensions",
    "deadline": "deadlines",
    "escalation": "escalations",
}
"""By the part of an entry's key before the colon: the section of the problem's page that tells of it."""


def targets(session: Session, actor: Actor, case: Case, rows: Sequence[JournalEntry]) -> dict[int, Target]:
    """By the number of the entry; what leads nowhere (a case is opened, closed, moved) is left out. Four queries at the most."""
    told = [(row, json.loads(row.text)) for row in rows]
    found: dict[int, Target] = {}
    for row, facts in told:
        target = _at_once(row.what, facts)
        if target is not None:
            found[row.seq] = target
    return {
        **found,
        **dict(_papers(session, case, told)),
        **dict(_files(session, case, told)),
        **dict(_remarks(session, case, told)),
        **dict(_merged(session, actor, case, told)),
    }


Told = Sequence[tuple[JournalEntry, Mapping[str, object]]]


def _at_once(what: str, facts: Mapping[str, object]) -> Target | None:
    """Where the key alone says it, or the facts name the id."""
    subject = what.partition(":")[0]
    if subject in ("photographs", "bundle"):
        return Target(place="photographs" if subject == "photographs" else "bundles")
    if subject == "comment":
        return Target(place="comments")
    if subject == "audit" and "draw" in facts:
        return Target(place="draw", id=UUID(str(facts["draw"])))
    return Target(place="part", part=_PARTS[subject]) if subject in _PARTS else None


def _papers(session: Session, case: Case, told: Told) -> Iterator[tuple[int, Target]]:
    numbers = {str(facts.get("number", "")) for row, facts in told if row.what.startswith("document:")}
    if not numbers:
        return
    query = select(Document.number, Document.id).where(Document.case_id == case.id, Document.number.in_(numbers))
    known = {row.number: row.id for row in session.execute(query)}
    for row, facts in told:
        if row.what.startswith("document:") and facts.get("number") in known:
            yield row.seq, Target(place="paper", id=known[str(facts["number"])])


def _files(session: Session, case: Case, told: Told) -> Iterator[tuple[int, Target]]:
    """By digest; of the same file brought twice, the one that came at the moment of the entry."""
    digests = {str(facts.get("digest", "")) for row, facts in told if row.what == "evidence:added"}
    if not digests:
        return
    query = select(Evidence).where(Evidence.case_id == case.id, Evidence.digest.in_(digests))
    known = list(session.scalars(query))
    for row, facts in told:
        same = [each for each in known if row.what == "evidence:added" and each.digest == facts.get("digest")]
        if same:
            yield row.seq, Target(place="evidence", id=min(same, key=lambda each: abs(each.uploaded_at - row.at)).id)


def _remarks(session: Session, case: Case, told: Told) -> Iterator[tuple[int, Target]]:
    wanted = {row.at: row for row, _ in told if row.what in ("comment:added", "comment:added-to")}
    if not wanted:
        return
    query = select(Comment).where(Comment.case_id == case.id, Comment.at.in_(wanted))
    for said in session.scalars(query):
        if wanted[said.at].actor_id == said.person_id:
            yield wanted[said.at].seq, Target(place="comment", id=said.id)


def _merged(session: Session, actor: Actor, case: Case, told: Told) -> Iterator[tuple[int, Target]]:
    """The problem this one was merged into, for whoever may see that too."""
    for row, _ in told:
        if row.what == "case:merged" and case.merged_into_id is not None:
            into = select(Problem.id).where(Problem.id == case.merged_into_id, access.visible(actor))
            if (problem_id := session.scalar(into)) is not None:
                yield row.seq, Target(place="problem", id=problem_id)
