"""The acceptance report of the lead unit and the closure report of the office."""

from __future__ import annotations

from typing import Any

from workflows.queries import audits
from workflows.queries.dossiers import case_parts
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.queries.opinions import signer_name
from workflows.records import Unit
from workflows.rules.deadlines import city_day


def lead_unit(occasion: Occasion) -> Unit | None:
    """The lead unit, or who is responsible where the list names none."""
    units = occasion.units
    return next(iter([*units.get("lead", []), *units.get("responsible", [])]), None)


def _acceptance(occasion: Occasion) -> dict[str, Any]:
    return {
        "title": f"关于“{occasion.short_title()}”问题整改销号的验收报告",
        "addressee": occasion.office.name,
    }


def _closure(occasion: Occasion) -> dict[str, Any]:
    accepted, case = occasion.last_document("acceptance_report"), occasion.of_case
    return {
        "title": f"关于“{occasion.short_title()}”问题整改销号的报告",
        "addressee": occasion.office.name.removesuffix("办公室"),
        "attachments": () if accepted is None else (f"{accepted.title}（{accepted.number}）",),
        "approver": _approver(occasion),
        "closed_on": city_day(case.closed_at) if case.closed_at else occasion.today,
        "acceptance_number": accepted.number if accepted else None,
        "audit": audits.of_dossier(occasion.session, case.id, occasion.signed),
        "notice": case_parts.notice_of(occasion.session, case.id),
        "notices": case_parts.notices_of(occasion.session, case.id),
    }


def _approver(occasion: Occasion) -> str | None:
    """签发人 of a report that goes upward: whoever approved the closure."""
    approved = [signer_name(each.row) for each in occasion.signed if each.row.box == "approve_closure" and each.passed]
    return approved[-1] if approved else None


ACCEPTANCE_REPORT = Maker(fill=_acceptance, unit=lead_unit)
CLOSURE_REPORT = Maker(fill=_closure)
