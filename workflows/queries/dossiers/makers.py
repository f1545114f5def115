"""What fills the papers of the catalogue: one line a kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from reports.dossiers import PAPERS, SERIES, CaseDossier, Dossier, JournalHead, Paper
from workflows.queries import settings
from workflows.queries.dossiers import (
    case_files,
    case_parts,
    case_reports,
    catalogues,
    checks,
    decisions,
    draws,
    letters,
    notices,
    petitions,
    rounds,
)
from workflows.queries.dossiers.occasion import Issuer, Maker, Occasion, Request

MAKERS: Mapping[str, Maker] = {
    "acceptance_report": case_reports.ACCEPTANCE_REPORT,
    "closure_report": case_reports.CLOSURE_REPORT,
    "closure_form": decisions.CLOSURE_FORM,
    "closure_notice": decisions.CLOSURE_NOTICE,
    "return_notice": decisions.RETURN_NOTICE,
    "extension_form": decisions.EXTENSION_FORM,
    "plan_form": decisions.PLAN_FORM,
    "self_check_report": checks.SELF_CHECK_REPORT,
    "reinspection_opinion": checks.REINSPECTION_OPINION,
    "audit_opinion": checks.AUDIT_OPINION,
    "notice_text": notices.NOTICE_TEXT,
    "notice_result": notices.NOTICE_RESULT,
    "draw_record": draws.DRAW_RECORD,
    "petition_form": petitions.PETITION_FORM,
    "evidence_catalogue": catalogues.EVIDENCE_CATALOGUE,
    "case_file": case_files.CASE_FILE,
    "weekly_table": rounds.WEEKLY_TABLE,
    "supervision_order": letters.ORDER,
    **dict.fromkeys(letters.PAPER_OF.values(), letters.LETTER),
}


def issuer_of(occasion: Occasion, kind: str) -> Issuer:
    """Whose paper it is, and the code its number begins with: the unit's own, else the office's with the paper's mark."""
    paper, office, unit = PAPERS[kind], occasion.office, MAKERS[kind].unit(occasion)
    if unit is None:
        return Issuer(name=office.name, code=f"{office.code}{_series(occasion, paper)}")
    own = settings.read(occasion.session, f"unit.code.{unit.id}") or f"{office.code}{paper.mark}"
    return Issuer(name=unit.name, code=f"{own}{_series(occasion, paper)}")


def _series(occasion: Occasion, paper: Paper) -> str:
    return settings.read(occasion.session, f"papers.series.{paper.series}") or SERIES[paper.series]


def build(occasion: Occasion, request: Request) -> Dossier:
    """The dossier of a paper as the case stands now."""
    kind = PAPERS[request.kind].dossier
    case = _of_case(occasion) if issubclass(kind, CaseDossier) else {}
    return kind(**{**_of_all(occasion, request), **case, **MAKERS[request.kind].fill(occasion)})


def _of_all(occasion: Occasion, request: Request) -> dict[str, Any]:
    office = occasion.office
    return {
        "issuer": request.issuer.name,
        "number": request.number,
        "issued_on": request.issued_on,
        "journal": JournalHead(seq=request.head[0], hash=request.head[1]),
        "verify_url": f"{office.base_url}/verify?{urlencode({'number': request.number, 'code': request.verify_code})}",
        "verify_code": request.verify_code,
        "demonstration": office.demonstration,
        "contact": settings.read(occasion.session, "office.contact"),
    }


def _of_case(occasion: Occasion) -> dict[str, Any]:
    session, problem = occasion.session, occasion.of_problem
    return {
        "problem": case_parts.problem_of(session, problem),
        "units": case_parts.named_units(session, problem.id),
        "measures": case_parts.measures_of(session, problem.id, occasion.signed),
        "opinions": tuple(case_parts.opinion_of(each) for each in occasion.signed),
        "evidence": case_parts.evidence_of(session, occasion.of_case.id),
        "extensions": case_parts.extensions_of(session, problem.id),
    }
