"""Papers that tell of one decision: closure form and notice, return notice, extension form, plan form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from workflows.queries import audits
from workflows.queries.dossiers import case_parts
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.records import Extension, Person, SignOff, Unit
from workflows.rules.deadlines import city_day


def responsible(occasion: Occasion) -> str:
    """The responsible units as an addressee; the office says to whom else where none is named."""
    return "、".join(unit.name for unit in occasion.units.get("responsible", [])) or "有关责任单位"


def _named(occasion: Occasion, what: str) -> str:
    return f"“{occasion.short_title()}”问题{what}"


def _approved(occasion: Occasion) -> UUID | None:
    approval = occasion.last("approve_closure")
    return approval.row.id if approval else None


def _not_approved(occasion: Occasion) -> str:
    return "" if _approved(occasion) else "还没有审定销号的意见，审定后才能制作"


def _not_closed(occasion: Occasion) -> str:
    return "" if occasion.of_case.closed_at else "问题还没有销号，销号后才能制作"


def _closure_form(occasion: Occasion) -> dict[str, Any]:
    case = occasion.of_case
    return {
        "title": _named(occasion, "整改销号审批表"),
        "addressee": "",
        "closed_on": city_day(case.closed_at) if case.closed_at else None,
        "audit": audits.of_dossier(occasion.session, case.id, occasion.signed),
        "notice": case_parts.notice_of(occasion.session, case.id),
    }


def _closure_notice(occasion: Occasion) -> dict[str, Any]:
    closed_at = occasion.of_case.closed_at
    return {
        "title": f"关于{_named(occasion, '予以销号的通知')}",
        "addressee": responsible(occasion),
        "copies_to": tuple(unit.name for unit in occasion.units.get("lead", [])),
        "closed_on": city_day(closed_at) if closed_at else occasion.today,
    }


def _return_notice(occasion: Occasion) -> dict[str, Any]:
    signed = next(each for each in occasion.signed if each.row.id == occasion.about.id)
    return {
        "title": f"关于退回{_named(occasion, '整改的通知')}",
        "addressee": responsible(occasion),
        "returned": case_parts.opinion_of(signed),
        "times": sum(each.passed is False for each in occasion.signed),
    }


def _returning_unit(occasion: Occasion) -> Unit | None:
    """Whoever sent the case back does so in their unit's name."""
    sign_off: SignOff = occasion.about
    unit = occasion.session.get(Unit, sign_off.unit_id) if sign_off.unit_id else None
    return None if unit is None or unit.level == "office" else unit


def _extension_form(occasion: Occasion) -> dict[str, Any]:
    row: Extension = occasion.about
    asked, decided = (
        occasion.session.get_one(Person, row.asked_by_id),
        occasion.session.get_one(Person, row.decided_by_id),
    )
    return {
        "title": _named(occasion, "整改延期审批表"),
        "addressee": "",
        "asked_by": asked.name,
        "asked_unit": occasion.said["asked_unit"],
        "asked_at": row.asked_at,
        "reason": row.reason,
        "due_before": occasion.said["due_before"],
        "due_on": row.due_on,
        "granted": bool(row.granted),
        "decided_by": decided.name,
        "decided_unit": occasion.said["decided_unit"],
        "decided_capacity": occasion.said["decided_capacity"],
        "decided_at": row.decided_at,
        "decision_reason": row.decision_reason or "",
    }


def _plan_form(occasion: Occasion) -> dict[str, Any]:
    submitted, approved = _plan(occasion)
    return {
        "title": _named(occasion, "整改方案审批表"),
        "addressee": "",
        "submitted": case_parts.opinion_of(submitted),
        "approved": case_parts.opinion_of(approved),
        "responsible_persons": occasion.of_problem.responsible_persons_raw or "",
    }


def _plan(occasion: Occasion) -> tuple[Any, Any]:
    """The newest plan and its approval; None where there is none."""
    approved = next((s for s in reversed(occasion.signed) if s.row.box == "accept_plan" and s.passed), None)
    before = [
        s for s in occasion.signed if s.row.box == "submit_plan" and (approved is None or s.row.at < approved.row.at)
    ]
    return (before[-1] if before else None), approved


def _no_plan(occasion: Occasion) -> str:
    submitted, approved = _plan(occasion)
    if submitted is None:
        return "整改措施由问题清单直接载明，没有另行报送整改方案"
    return "" if approved else "整改方案还没有审核通过"


def _plan_basis(occasion: Occasion) -> UUID | None:
    approved = _plan(occasion)[1]
    return approved.row.id if approved else None


def _about(occasion: Occasion) -> UUID | None:
    return occasion.about.id if occasion.about is not None else None


CLOSURE_FORM = Maker(fill=_closure_form, missing=_not_approved, basis=_approved)
CLOSURE_NOTICE = Maker(fill=_closure_notice, missing=_not_closed, basis=_approved)
RETURN_NOTICE = Maker(fill=_return_notice, unit=_returning_unit, basis=_about)
EXTENSION_FORM = Maker(fill=_extension_form, basis=_about)
PLAN_FORM = Maker(fill=_plan_form, missing=_no_plan, basis=_plan_basis)
