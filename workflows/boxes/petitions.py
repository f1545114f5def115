"""Ending a petition: only with the signatures of both heads of the county, whatever way a city's diagram led there."""

from __future__ import annotations

from workflows.boxes.closing import close
from workflows.boxes.visit import Visit
from workflows.engine import Facts
from workflows.queries import matters, opinions
from workflows.rules.errors import NotYet
from workflows.rules.petitions import Signature, missing_signatures


def close_petition(visit: Visit) -> Facts:
    """Strike the petition off.

    Raises NotYet, naming who has not signed, when not both heads have or both are one person, and while a supervision order stands.
    """
    visit.session.flush()
    history = [
        Signature(role=each.row.role, person_id=each.row.person_id, returned=each.passed is False)
        for each in opinions.of_case(visit.session, visit.case)
    ]
    missing = missing_signatures(history)
    if order := matters.order_words(visit.session, visit.problem.id):
        missing.append(f"挂牌督办还没有摘牌：{order}")
    if missing:
        raise NotYet(why="；".join(missing))
    return close(visit)
