"""What the public pages show, and what somebody who objects there fills in. Pure; nothing personal is among it.

Published is a list that somebody decided to publish, its problems as the plan printed them and where they stand, the public notices, and papers
addressed to the public. Persons, opinions, evidence, petitions and the names of those who object are not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from workflows.rules.errors import FieldProblem

PAPERS: Final = ("notice_text", "notice_result", "closure_notice")
"""Kinds of papers that are written for everybody to read."""

SHORTEST, LONGEST, LONGEST_NAME, LONGEST_CONTACT = 5, 5000, 80, 200
MOST_WAITING: Final = 200
"""Unanswered objections to one notice; with more, people are asked to write or telephone."""

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without the letters and figures that are mistaken for each other."""
RECEIPT: Final = re.compile(f"[{LETTERS}]{{4}}(-[{LETTERS}]{{4}}){{3}}", re.ASCII)
"""A receipt has 16 letters: about 79 bits of chance."""


def receipt_of(chance: bytes) -> str:
    """The receipt that 16 random bytes make. Raises ValueError for another number of bytes."""
    if len(chance) != 16:
        raise ValueError("a receipt is made from 16 bytes")
    letters = "".join(LETTERS[each % len(LETTERS)] for each in chance)
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def written_receipt(text: str) -> str:
    """A receipt as a person typed it: in capitals, with its dashes; empty when it cannot be one."""
    letters = re.sub(r"[\s\-—－]", "", text.upper())[:40]
    spelt = "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
    return spelt if RECEIPT.fullmatch(spelt) else ""


def faults(values: Mapping[str, str]) -> list[FieldProblem]:
    """What must be corrected in an objection: `text`, `by_name`, `contact`."""
    said = values.get("text", "").strip()
    found = []
    if not SHORTEST <= len(said) <= LONGEST:
        message = f"“异议内容”须写 {SHORTEST} 到 {LONGEST} 字，现在是 {len(said)} 字。"
        found.append(FieldProblem(field="text", label="异议内容", message=message))
    for field, label, most in (("by_name", "姓名或单位", LONGEST_NAME), ("contact", "联系方式", LONGEST_CONTACT)):
        if len(values.get(field, "").strip()) > most:
            found.append(FieldProblem(field=field, label=label, message=f"“{label}”最多 {most} 字。"))
    return found
