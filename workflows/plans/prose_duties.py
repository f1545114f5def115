"""A duty said in the last sentence of a text, without brackets: …整改到位。由市水务局牵头，市财政局、市农业农村局配合。

Only a sentence of its own that names bodies and what falls to each, and nothing else; any other sentence stays in the text.
"""

from __future__ import annotations

import re

from workflows.plans.han import both
from workflows.plans.units import units_of

_LAST = re.compile(r"(?P<before>(?:^|.*[。；;！!])\s*)(?P<sentence>[^。；;！!]{4,200})[。；;]?\s*$", re.DOTALL)
_FALLS = both(r"牵头|负责|落实|配合")
_FROM = both(r"^由")
_BODY = both(
    r"(?:局|委|办|厅|部|院|会|府|处|中心|公司|集团|队|组|所|室|镇|乡|街道|(?:县|市|区|旗|州|盟)(?:[（(][^（()）]*[）)])?"
    r"|单位|部门|企业|法人|[国省市州县区])$"
)
_LONGEST = 24


def last_sentence(text: str) -> tuple[str, str] | None:
    """The text before its last sentence, and that sentence without 由, where it may be a duty; None where it cannot be."""
    match = _LAST.match(text) if len(text) < 4000 and _FALLS.search(text, max(0, len(text) - 60)) else None
    if match is None or not match["before"].strip():
        return None
    sentence = match["sentence"].strip()
    return (match["before"], _FROM.sub("", sentence)) if _FALLS.search(sentence) else None


def names_bodies(printed: str) -> bool:
    """Whether a list holds names of bodies and nothing else."""
    names = units_of(printed).names
    return bool(names) and all(len(name) <= _LONGEST and _BODY.search(name) for name in names)
