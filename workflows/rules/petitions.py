"""Petitions handed over by an inspection (信访件): their numbers, their ten days, and the two signatures that close them.

Sources: the Weifang plan, part two, point three (党政主要负责人审核签字); published petition tables for numbers and days. Ten days is the longer of
the two periods seen (7 and 10).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from unicodedata import normalize
from uuid import UUID

DAYS = 10
KINDS = {"X": "来信", "D": "来电"}
SIGNERS = {"head_of_government": "政府主要负责人", "party_secretary": "党委主要负责人"}
"""Both must have signed, and they must be two people."""
_NUMBER = re.compile(r"([XD])(\d{6})(\d{8})(\d{4})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class PetitionNumber:
    """X420000201811240021: X a letter or D a call, the region's code, the day it was taken down, its place on that day."""

    text: str
    kind: str
    region: str
    taken_on: date
    serial: int


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One sign-off: in which role, by whom, and whether it sent the case back."""

    role: str
    person_id: UUID
    returned: bool = False


def read_number(printed: str) -> PetitionNumber | None:
    """The number as its parts; None when it has another shape or names a day that does not exist."""
    found = _NUMBER.fullmatch(normalize("NFKC", printed).strip().upper())
    if found is None:
        return None
    kind, region, day, serial = found.groups()
    try:
        taken_on = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None
    return PetitionNumber(text=found.group(), kind=KINDS[kind], region=region, taken_on=taken_on, serial=int(serial))


def due_on(received_on: date) -> date:
    """The last of the ten days, counted from the day of receipt."""
    return received_on + timedelta(days=DAYS)


def missing_signatures(history: Iterable[Signature]) -> list[str]:
    """What still stands between a petition and its end, as sentences; empty when both heads have signed and are two people.

    `history` is every sign-off of the case, oldest first. Only what was signed since anybody else acted or sent it back counts.
    """
    signed: dict[str, UUID] = {}
    for each in history:
        if each.role not in SIGNERS or each.returned:
            signed.clear()
        else:
            signed[each.role] = each.person_id
    missing = [f"{name}尚未签字" for role, name in SIGNERS.items() if role not in signed]
    if not missing and len(set(signed.values())) == 1:
        missing.append("党政主要负责人的签字须由两个不同的人作出")
    return missing
