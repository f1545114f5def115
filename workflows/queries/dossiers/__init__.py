"""Dossiers of a case: everything a formal paper says, read once and frozen."""

from uuid import UUID

from workflows.queries.dossiers.letters import PAPER_OF
from workflows.queries.dossiers.makers import MAKERS, build, issuer_of
from workflows.queries.dossiers.occasion import Issuer, Maker, Occasion, Request
from workflows.rules.canonical import digest_of

__all__ = ["MAKERS", "PAPER_OF", "Issuer", "Maker", "Occasion", "Request", "build", "issuer_of", "verify_code"]


def verify_code(document_id: UUID) -> str:
    """The twelve characters people type to look a paper up, from its random identity: 7C1D-92AF-03E8."""
    digits = digest_of(str(document_id))[:12].upper()
    return "-".join((digits[:4], digits[4:8], digits[8:]))
