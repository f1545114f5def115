"""Papers of those who looked: self-check report, re-inspection opinion, audit opinion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from workflows.queries import audits, opinions
from workflows.queries.dossiers import case_parts
from workflows.queries.dossiers.decisions import responsible
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.queries.opinions import Signed
from workflows.records import Unit

Find = Callable[[Occasion], Signed | None]


def _checked(occasion: Occasion) -> Signed | None:
    return occasion.last("self_check", "self_accept")


def _inspected(occasion: Occasion) -> Signed | None:
    return occasion.last("reinspect")


def _audited(occasion: Occasion) -> Signed | None:
    """The last check of a drawn case, held or sent back."""
    return next((each for each in reversed(occasion.signed) if each.row.box == "random_audit"), None)


def _self_check_report(occasion: Occasion) -> dict[str, Any]:
    signed = _found(occasion, _checked)
    return {
        "title": f"关于“{occasion.short_title()}”问题的自查自验报告",
        "addressee": occasion.office.name,
        "checked": case_parts.opinion_of(signed),
        "summary": opinions.written(signed),
    }


def _reinspection_opinion(occasion: Occasion) -> dict[str, Any]:
    confirmed = occasion.last("confirm_reinspection")
    return {
        "title": f"关于“{occasion.short_title()}”问题整改情况的现场复核意见",
        "addressee": occasion.office.name,
        "copies_to": tuple(unit.name for unit in occasion.units.get("responsible", [])),
        "inspected": case_parts.opinion_of(_found(occasion, _inspected)),
        "confirmed": case_parts.opinion_of(confirmed) if confirmed else None,
    }


def _audit_opinion(occasion: Occasion) -> dict[str, Any]:
    signed = _found(occasion, _audited)
    return {
        "title": f"关于“{occasion.short_title()}”问题整改情况的抽查意见",
        "addressee": responsible(occasion),
        "audited": case_parts.opinion_of(signed),
        "findings": opinions.written(signed),
        "method": opinions.choice_words(signed, "method"),
        "audit": audits.of_dossier(occasion.session, occasion.of_case.id, occasion.signed),
    }


def _found(occasion: Occasion, find: Find) -> Signed:
    """What `missing` has made sure of. Raises ValueError otherwise."""
    signed = find(occasion)
    if signed is None:
        raise ValueError("this paper was asked for before what it tells of had happened")
    return signed


def _unit(find: Find) -> Callable[[Occasion], Unit | None]:
    """The unit that looked; the office issues for itself."""

    def unit(occasion: Occasion) -> Unit | None:
        signed = find(occasion)
        return signed.row.unit if signed and signed.row.unit and signed.row.unit.level != "office" else None

    return unit


def _basis(find: Find) -> Callable[[Occasion], UUID | None]:
    def basis(occasion: Occasion) -> UUID | None:
        signed = find(occasion)
        return signed.row.id if signed else None

    return basis


def _unless(find: Find, sentence: str) -> Callable[[Occasion], str]:
    return lambda occasion: "" if find(occasion) else sentence


def _not_confirmed(occasion: Occasion) -> str:
    """A re-inspection counts when its second inspector has confirmed it, where the diagram asks for that."""
    if _inspected(occasion) is None:
        return "还没有通过的市级现场复核意见"
    if occasion.of_case.stage == "confirm_reinspection":
        return "复核意见还在等第二复核人确认"
    return ""


SELF_CHECK_REPORT = Maker(
    fill=_self_check_report,
    unit=_unit(_checked),
    missing=_unless(_checked, "还没有通过的自查自验或县级自验意见"),
    basis=_basis(_checked),
)
REINSPECTION_OPINION = Maker(
    fill=_reinspection_opinion, unit=_unit(_inspected), missing=_not_confirmed, basis=_basis(_inspected)
)
AUDIT_OPINION = Maker(
    fill=_audit_opinion, missing=_unless(_audited, "问题没有被抽中，或者还没有抽查意见"), basis=_basis(_audited)
)
