"""What can be made now, and why not the rest."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from reports.dossiers import PAPERS
from workflows.queries.dossiers.makers import MAKERS
from workflows.queries.dossiers.occasion import Occasion
from workflows.records import Document


def asked_for(occasion: Occasion) -> list[str]:
    """The kinds that somebody may ask for of what runs here, in the order of the catalogue."""
    return [
        kind for kind, paper in PAPERS.items() if paper.issued == "request" and occasion.kind.key in MAKERS[kind].of
    ]


def why_not(occasion: Occasion, kind: str) -> str:
    """Why the paper cannot be made now; empty when it can."""
    maker = MAKERS[kind]
    if PAPERS[kind].issued == "request" and occasion.kind.key not in maker.of:
        return f"{occasion.kind.name}没有《{PAPERS[kind].name}》"
    if why := maker.missing(occasion):
        return why
    if there := standing(occasion, kind):
        return f"已制发《{PAPERS[kind].name}》（{there}）；内容有误须重做的，请先将原件作废"
    return ""


def standing(occasion: Occasion, kind: str) -> str:
    """The number of the paper that tells of the same already and is not void; empty when there is none."""
    basis: UUID | None = MAKERS[kind].basis(occasion)
    if basis is None:
        return ""
    query = select(Document.number).where(Document.kind == kind, Document.about_id == basis)
    return occasion.session.scalar(query.where(Document.cancelled_at.is_(None)).limit(1)) or ""
