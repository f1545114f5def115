"""A deadline among the units of one duty part: （市水务局牵头，市财政局配合，2026年6月底前完成）, 责任单位：市林业局，立行立改.

Only whole clauses at the end that are nothing but a deadline; words that say more stay where they are printed.
"""

from __future__ import annotations

import re

from workflows.plans.dates import dates_in
from workflows.plans.han import both

_CLAUSE = re.compile(r"[，,；;、]")
_AROUND = both(
    r"(?:于|在|至|到|截至|并|并且|确保|力争|须|应|底|末|前|之前|以前|完成|整改|任务|到位|全面|基本|取得|阶段性|成效|建成|投用|销号|办结"
    r"|长期|持续|坚持|推进|立行立改|立知立改|即知即改|立查立改|立即整改|常态化|实施|每年)*"
)
_PHRASE = both(r"长期坚持|长期推进|持续推进|持续坚持|立行立改|立知立改|即知即改|立查立改|立即整改|常态化")
_LONGEST = 60


def split_day(words: str) -> tuple[str, str]:
    """The words without the deadline at their end, and the deadline; it is empty where there is none."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(words, max(0, len(words) - 3 * _LONGEST)))]
    found = len(words)
    for cut in reversed(cuts):
        if not _is_day(words[cut:found].rstrip("，,；;、。 ")):
            break
        found = cut
    return words[:found].rstrip("，,；;、 "), words[found:].strip("，,；;、。 ")


def _is_day(clause: str) -> bool:
    if not 0 < len(clause) <= _LONGEST:
        return False
    dates = dates_in(clause)
    rest = clause
    for found in reversed(dates):
        rest = rest[: found.start] + rest[found.end :]
    return bool(dates or _PHRASE.search(clause)) and bool(_AROUND.fullmatch("".join(rest.split())))
