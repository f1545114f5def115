"""Letters that follow an approved step of the escalation ladder."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from workflows.queries import deadlines
from workflows.queries.dossiers import case_parts
from workflows.queries.dossiers.decisions import responsible
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.queries.opinions import Signed
from workflows.records import EscalationStep, Matter, Person, Problem
from workflows.rules.deadlines import city_day

TITLES = {
    "reminder_letter": "整改进展的提醒函",
    "special_letter": "整改工作的督促函",
    "talk_notice": "整改工作约谈的通知",
}
PAPER_OF = {
    "reminder_letter": "reminder_letter",
    "special_letter": "special_letter",
    "talk": "talk_notice",
}
"""Step of the ladder → its paper. A supervision order has a process of its own; handing clues over to the accountability group has no paper here."""
_LAMPS = {"yellow": "黄灯", "red": "红灯"}


def _letter(occasion: Occasion) -> dict[str, Any]:
    step: EscalationStep = occasion.about
    current = deadlines.in_force(occasion.session, occasion.of_case.id)
    approver = occasion.session.get_one(Person, step.decided_by_id)
    return {
        "title": f"关于“{occasion.short_title()}”问题{TITLES[PAPER_OF[step.step]]}",
        "addressee": responsible(occasion),
        "copies_to": tuple(unit.name for unit in occasion.units.get("supervising", [])),
        "deadline_name": step.name,
        "due_on": step.due_on,
        "days_late": step.days_late,
        "hopeless": (current.hopeless_reason or "") if current is not None and current.hopeless_at else "",
        "lamp": _LAMPS.get(step.lamp, step.lamp),
        "yellows": step.yellows,
        "rule": step.rule,
        "approved_by": approver.name,
        "approved_on": city_day(step.decided_at or occasion.at),
        "reason": step.decision_reason or "",
    }


def _order(occasion: Occasion) -> dict[str, Any]:
    session, line = occasion.session, occasion.of_problem
    signed, about = _signed(occasion), _about(occasion)
    if signed is None or about is None:
        raise ValueError("an order's paper was asked for before the order was signed")
    return {
        "title": f"关于“{about.title.rstrip('…')}”问题挂牌督办的通知",
        "addressee": responsible(occasion),
        "copies_to": tuple(unit.name for unit in occasion.units.get("supervising", [])),
        "problem": case_parts.problem_of(session, about),
        "measures": case_parts.measures_of(session, about.id, []),
        "order_number": line.number or "",
        "reason": line.text,
        "requirements": line.target or "",
        "due_on": line.due_on,
        "signed": case_parts.opinion_of(signed),
    }


def _signed(occasion: Occasion) -> Signed | None:
    return next((each for each in occasion.signed if each.row.box == "issue_order" and each.passed), None)


def _about(occasion: Occasion) -> Problem | None:
    matter = occasion.session.get(Matter, occasion.of_problem.id)
    return occasion.session.get(Problem, matter.about_id) if matter and matter.about_id else None


def _signed_id(occasion: Occasion) -> UUID | None:
    signed = _signed(occasion)
    return signed.row.id if signed else None


ORDER = Maker(
    fill=_order,
    of=frozenset({"order"}),
    missing=lambda occasion: "" if _signed(occasion) else "挂牌督办还没有签发",
    basis=_signed_id,
)
LETTER = Maker(fill=_letter, basis=lambda occasion: occasion.about.id)
