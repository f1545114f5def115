"""What belongs into the evidence bundle of a case, read at one moment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload, undefer

from reports.bundles.packing import Member, of_text
from workflows.queries import audits, bundle_remarks
from workflows.queries import settings as kept
from workflows.records import (
    AuditDraw,
    AuditPoolEntry,
    Case,
    CaseMove,
    Diagram,
    Document,
    Evidence,
    JournalEntry,
    Problem,
    ProblemList,
)
from workflows.records.evidence_store import EvidenceStore
from workflows.records.journal_entries import BEGINNING, in_utc
from workflows.rules.canonical import canonical
from workflows.rules.errors import NotFound, Refusal
from workflows.rules.phrases import title_of

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The members, and the rest of the manifest: the case, its journal's end, what could not be put in and why."""

    members: tuple[Member, ...]
    about: dict[str, object]
    journal_seq: int


def contents(session: Session, store: EvidenceStore, *, case_id: UUID, roots: Sequence[bytes]) -> Contents:
    """Everything of a case. A file that is lost or damaged is named among what is absent; the rest is packed.

    `roots`: the certificates (PEM) the site trusts. Raises NotFound.
    """
    case = session.get(Case, case_id)
    if case is None:
        raise NotFound(what="这个案件")
    absent: list[dict[str, object]] = []
    papers = [*_papers(session, store, case_id, absent)]
    files = [*_evidence(session, store, case_id, absent)]
    members = [
        *papers,
        *files,
        *_diagrams(session, case),
        *_draws(session, case_id),
    ]
    lines = [_journal_line(row) for row in _entries(session, case_id)]
    remarks = bundle_remarks.comments(session, case_id, lines)
    members.append(of_text("comments.jsonl", "comments", "".join(f"{canonical(each)}\n" for each in remarks)))
    members.append(of_text("journal.jsonl", "journal", "".join(f"{canonical(line)}\n" for line in lines)))
    members.append(of_text("certificates/roots.pem", "certificate", "\n".join(sorted(each.decode() for each in roots))))
    last = lines[-1] if lines else {"seq": 0, "hash": BEGINNING}
    head = {"seq": last["seq"], "hash": last["hash"]}
    pairs = bundle_remarks.pairs(session, case_id, files)
    about: dict[str, object] = {"case": _case(session, case), "journal": head, "absent": absent, "pairs": pairs}
    return Contents(members=tuple(members), about=about, journal_seq=int(str(last["seq"])))


def _case(session: Session, case: Case) -> dict[str, object]:
    problem = session.get_one(Problem, case.problem_id)
    source = session.get_one(ProblemList, problem.list_id)
    office = kept.office(session)
    return {
        "id": case.id,
        "number": problem.number,
        "title": title_of(problem.text),
        "list": source.name,
        "office": office.name,
        "demonstration": office.demonstration,
    }


def _entries(session: Session, case_id: UUID) -> Iterator[JournalEntry]:
    query = select(JournalEntry).where(JournalEntry.chain == str(case_id)).order_by(JournalEntry.seq)
    yield from session.scalars(query.execution_options(yield_per=500))


def _journal_line(row: JournalEntry) -> dict[str, object]:
    """All that an entry's hash covers, and the hash."""
    covered = ("prev", "chain", "seq", "actor_id", "actor_name", "what", "case_id", "problem_id", "text", "hash")
    return {"at": in_utc(row.at), **{name: getattr(row, name) for name in covered}}


def _papers(session: Session, store: EvidenceStore, case_id: UUID, absent: list[dict[str, object]]) -> Iterator[Member]:
    rows = session.scalars(
        select(Document).where(Document.case_id == case_id).order_by(Document.issued_at, Document.id)
    )
    for number, row in enumerate(rows, 1):
        name = f"《{row.title}》（{row.number}）"
        if row.status != "ready" or row.file_digest is None or row.ready_at is None:
            why = f"已作废：{row.cancelled_reason}" if row.cancelled_at else "制作证据包时还没有签名完成"
            absent.append({"what": name, "why": why})
        elif not _sound(store, row.file_digest):
            absent.append({"what": name, "why": "存储中的文件丢失或损坏", "sha256": row.file_digest})
        else:
            facts = {
                "document": row.id,
                "number": row.number,
                "title": row.title,
                "paper": row.kind,
                "dossier": row.dossier_digest,
                "signed_at": in_utc(row.ready_at),
                "cancelled": row.cancelled_reason,
            }
            path = f"papers/{number:03d} {file_name(f'{row.number} {row.title}')}.pdf"
            yield _stored(store, row.file_digest, path, "paper", facts)


def _evidence(
    session: Session, store: EvidenceStore, case_id: UUID, absent: list[dict[str, object]]
) -> Iterator[Member]:
    rows = session.scalars(
        select(Evidence).where(Evidence.case_id == case_id).order_by(Evidence.uploaded_at, Evidence.id)
    )
    for number, row in enumerate(rows, 1):
        if not _sound(store, row.digest):
            absent.append({"what": f"《{row.name}》", "why": "存储中的文件丢失或损坏", "sha256": row.digest})
            continue
        facts = {"name": row.name, "media_type": row.media_type, "uploaded_at": in_utc(row.uploaded_at)}
        facts["evidence"] = row.id
        yield _stored(store, row.digest, f"evidence/{number:03d} {file_name(row.name)}", "evidence", facts)


def _diagrams(session: Session, case: Case) -> Iterator[Member]:
    """The version the case runs under, and those it was moved from."""
    moved = select(CaseMove.from_id).where(CaseMove.case_id == case.id, CaseMove.moved_at.is_not(None))
    query = select(Diagram).where(or_(Diagram.id == case.diagram_id, Diagram.id.in_(moved)))
    options = (undefer(Diagram.source), selectinload(Diagram.forms))
    for row in session.scalars(query.options(*options).order_by(Diagram.key, Diagram.version)):
        folder, facts = f"diagram/{row.key}-{row.version}", {"key": row.key, "version": row.version}
        yield of_text(f"{folder}/{row.key}.bpmn", "diagram", row.source.decode(), name=row.name, **facts)
        for form in sorted(row.forms, key=lambda each: each.key):
            yield of_text(f"{folder}/forms/{form.key}.json", "form", form.schema, form=form.key, **facts)


def _draws(session: Session, case_id: UUID) -> Iterator[Member]:
    """Every draw the case took part in, as it is published: numbers and codes, nobody's name."""
    taken = select(AuditPoolEntry.draw_id).where(
        AuditPoolEntry.case_id == case_id, AuditPoolEntry.selected.is_not(None)
    )
    query = select(AuditDraw).where(
        AuditDraw.id.in_(taken), AuditDraw.drawn_at.is_not(None), AuditDraw.seed_at.is_not(None)
    )
    for row in session.scalars(query.order_by(AuditDraw.frozen_at, AuditDraw.id)):
        text = json.dumps(audits.record_of(session, row), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        yield of_text(f"draws/{row.id}.json", "draw", text, draw=row.id)


def _stored(store: EvidenceStore, digest: str, path: str, kind: str, facts: dict[str, object]) -> Member:
    return Member(
        path=path, kind=kind, sha256=digest, size=store.size(digest), open=lambda: store.open(digest), facts=facts
    )


def _sound(store: EvidenceStore, digest: str) -> bool:
    return store.exists(digest) and store.verify(digest)


def file_name(name: str) -> str:
    """A name every file system takes: no signs of its own, no dot at the ends, not too long, the ending kept."""
    stem, dot, ending = _UNSAFE.sub("_", name).strip(". ").rpartition(".")
    if not dot or len(ending) > 8:
        stem, dot, ending = stem + dot + ending, "", ""
    return f"{stem[:_LONGEST_NAME].rstrip('. ')}{dot}{ending}" or "_"


class ManyNumbered(Refusal):
    """有 {count} 个问题的编号是 {number}：{lists}。请用 --list 写明清单名称。
    {count} problems have this number; name the list with --list.
    """

    code = "many-numbered"


def case_numbered(session: Session, *, number: str, list_name: str = "") -> UUID:
    """The case of the problem with this number. Raises NotFound, ManyNumbered."""
    query = (
        select(Case.id, ProblemList.name)
        .join(Problem, Problem.id == Case.problem_id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(Problem.number == number)
        .order_by(ProblemList.created_at)
    )
    found = session.execute(query.where(ProblemList.name == list_name) if list_name else query).all()
    if not found:
        raise NotFound(what=f"编号为 {number} 的问题")
    if len(found) > 1:
        raise ManyNumbered(count=len(found), number=number, lists="、".join(f"“{each.name}”" for each in found))
    return UUID(str(found[0].id))
