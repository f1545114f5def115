"""信访件办结销号单: made when both heads of the county have signed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from workflows.queries import opinions
from workflows.queries.dossiers import case_parts
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.queries.opinions import Signed
from workflows.records import JournalEntry, Unit
from workflows.rules import petitions
from workflows.rules.deadlines import city_day
from workflows.rules.matters import PETITION

_GOVERNMENT, _PARTY = "head_of_government", "party_secretary"


def _signed_by(occasion: Occasion, role: str) -> Signed | None:
    """What the head wrote in the present round: since the petition was last investigated."""
    newest = max((i for i, each in enumerate(occasion.signed) if each.row.box == "investigate"), default=0)
    found = (each for each in reversed(occasion.signed[newest:]) if each.row.role == role and each.passed is not False)
    return next(found, None)


def _at(occasion: Occasion, box: str) -> Signed | None:
    return next((each for each in reversed(occasion.signed) if each.row.box == box and each.passed is not False), None)


def _petition_form(occasion: Occasion) -> dict[str, Any]:
    investigated, reviewed = _at(occasion, "investigate"), _at(occasion, "review_petition")
    government, party = _signed_by(occasion, _GOVERNMENT), _signed_by(occasion, _PARTY)
    if investigated is None or government is None or party is None:
        raise ValueError("a petition form was asked for before both had signed")
    closed_at, values = occasion.of_case.closed_at, investigated.values
    return {
        "title": f"信访件{occasion.of_problem.number or ''}办结销号单",
        "addressee": "",
        "received_on": _received_on(occasion),
        "closed_on": city_day(closed_at) if closed_at else None,
        "investigated": case_parts.opinion_of(investigated),
        "findings": opinions.written(investigated),
        "handling": str(values.get("handling") or ""),
        "outcome": opinions.choice_words(investigated, "outcome"),
        "reply": str(values.get("reply") or ""),
        "reviewed": case_parts.opinion_of(reviewed) if reviewed else None,
        "government": case_parts.opinion_of(government),
        "party": case_parts.opinion_of(party),
    }


def _received_on(occasion: Occasion) -> date | None:
    """The day it was received, as its registration was journalled; None where it came in another way."""
    query = select(JournalEntry.text).where(JournalEntry.chain == str(occasion.of_case.id))
    text = occasion.session.scalar(query.where(JournalEntry.what == "petition:registered").limit(1))
    day = json.loads(text).get("received_on") if text else None
    return date.fromisoformat(day) if day else None


def _not_signed(occasion: Occasion) -> str:
    history = [
        petitions.Signature(role=each.row.role, person_id=each.row.person_id, returned=each.passed is False)
        for each in occasion.signed
    ]
    return "；".join(petitions.missing_signatures(history))


def _county(occasion: Occasion) -> Unit | None:
    return next(iter(occasion.units.get("responsible", [])), None)


def _basis(occasion: Occasion) -> UUID | None:
    signed = _signed_by(occasion, _PARTY)
    return signed.row.id if signed else None


PETITION_FORM = Maker(
    fill=_petition_form, of=frozenset({PETITION.key}), unit=_county, missing=_not_signed, basis=_basis
)
