"""Issuing a formal paper, whoever decides it: number and dossier are fixed now, the page is drawn and signed by a job."""

from __future__ import annotations

from uuid import uuid4

from workflows import jobs
from workflows.queries import dossiers
from workflows.queries.dossiers import MAKERS, Occasion
from workflows.queries.dossiers.offers import why_not
from workflows.records import Document, journal, next_serial
from workflows.rules.errors import NotYet
from workflows.rules.permissions import Actor

LONGEST = 4_000_000
"""Characters of a dossier, as its column holds them."""
SERIES = "outgoing"
"""One row of numbers per code and year: what tells papers apart stands in the code itself, so no printed number comes twice."""


def issue(occasion: Occasion, kind: str, *, by: Actor | None = None) -> Document:
    """Freeze the dossier of a paper and ask for its rendering; `by` is None when the system issues it. Never commits.

    The journal's head is taken before the issuing entry is written, so that the paper can name a head that does not contain itself. Raises
    NotYet when what the paper tells of has not happened, or has its paper already.
    """
    if why := why_not(occasion, kind):
        raise NotYet(why=why)
    occasion.session.flush()
    document_id, issuer = uuid4(), dossiers.issuer_of(occasion, kind)
    year = occasion.today.year
    serial = next_serial(occasion.session, office=issuer.code, year=year, series=SERIES)
    request = dossiers.Request(
        kind=kind,
        issuer=issuer,
        number=f"{issuer.code}〔{year}〕{serial}号",
        verify_code=dossiers.verify_code(document_id),
        issued_on=occasion.today,
        head=journal.head(occasion.session, _chain(occasion)),
    )
    dossier = dossiers.build(occasion, request)
    if len(dossier.to_json()) > LONGEST:
        raise NotYet(why=f"《{dossier.title}》的内容超过 {LONGEST // 10_000} 万字，放不进一份文书；请改用证据包")
    document = Document(
        id=document_id,
        case_id=occasion.case.id if occasion.case else None,
        about_id=MAKERS[kind].basis(occasion),
        kind=kind,
        number=request.number,
        year=year,
        serial=serial,
        title=dossier.title,
        dossier=dossier.to_json(),
        dossier_digest=dossier.digest,
        status="waiting",
        verify_code=request.verify_code,
        issued_at=occasion.at,
        issued_by_id=by.person_id if by else None,
    )
    occasion.session.add(document)
    _note(occasion, document, by)
    jobs.enqueue(occasion.session, "render_document", {"document_id": str(document_id)}, key=str(document_id))
    return document


def _chain(occasion: Occasion) -> str:
    return str(occasion.case.id) if occasion.case else "system"


def _note(occasion: Occasion, document: Document, by: Actor | None) -> None:
    facts = {"title": document.title, "number": document.number, "dossier": document.dossier_digest}
    journal.write(
        occasion.session,
        chain=_chain(occasion),
        at=occasion.at,
        actor_id=by.person_id if by else None,
        actor_name=by.name if by else "系统",
        what="document:issued",
        facts=facts,
        case_id=occasion.case.id if occasion.case else None,
        problem_id=occasion.problem.id if occasion.problem else None,
    )
