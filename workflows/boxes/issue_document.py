"""Issuing a formal paper: number and dossier are fixed now, the page is drawn and signed by a job."""

from __future__ import annotations

from uuid import uuid4

from workflows import jobs
from workflows.boxes.visit import Visit
from workflows.engine import Facts
from workflows.queries import dossiers
from workflows.records import Document, journal, next_serial
from workflows.rules.deadlines import city_day

SERIES = "outgoing"
"""One row of numbers per code and year, whatever the kind of paper: the printed number does not name the kind."""


def issue_document(visit: Visit) -> Facts:
    """Freeze the dossier of the paper named by the parameter `document` and ask for its rendering.

    The journal's head is taken before the issuing entry is written, so that the paper can name a head that does not contain itself.
    """
    kind = visit.parameters["document"]
    if kind == "acceptance_report":
        visit.case.rectified_at = visit.at
    visit.session.flush()
    day, issuer = city_day(visit.at), dossiers.issuer_of(visit.session, visit.problem, kind)
    serial = next_serial(visit.session, office=issuer.code, year=day.year, series=SERIES)
    document_id = uuid4()
    request = dossiers.Request(
        kind=kind,
        case=visit.case,
        problem=visit.problem,
        issuer=issuer,
        number=f"{issuer.code}〔{day.year}〕{serial}号",
        verify_code=dossiers.verify_code(document_id),
        document_id=document_id,
        issued_on=day,
        head=journal.head(visit.session, str(visit.case.id)),
    )
    dossier = dossiers.build(visit.session, request)
    visit.session.add(
        Document(
            id=document_id,
            case_id=visit.case.id,
            kind=kind,
            number=request.number,
            year=day.year,
            serial=serial,
            title=dossier.title,
            dossier=dossier.to_json(),
            dossier_digest=dossier.digest,
            status="waiting",
            verify_code=request.verify_code,
            issued_at=visit.at,
        )
    )
    visit.journal("document:issued", title=dossier.title, number=request.number, dossier=dossier.digest)
    jobs.enqueue(visit.session, "render_document", {"document_id": str(document_id)}, key=str(document_id))
    return {}
