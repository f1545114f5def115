"""Letting what is due happen: one transaction per case, so that one that fails holds up none of the others."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError, OperationalError

from webapp import forgetting
from webapp.house import House
from workflows.actions import message_cleaning, print_cleaning, rounds, ticking
from workflows.queries import rounds as kept
from workflows.rules.errors import NotFound, Refusal

AT_ONCE = 500
"""Cases asked for at a time."""
HEAPS = 20
"""Heaps of old messages forgotten in one look."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """What one look at the clock did: how many cases it moved, and the sentence of each it could not move."""

    moved: int
    problems: tuple[str, ...]


def tick(house: House) -> Ticked:
    """Look at every case that is due by the city's clock. Safe to do twice at once: the slower one finds nothing due.

    A database that does not answer ends it: OperationalError.
    """
    _open_round(house)
    _forget_old_prints(house)
    _forget_old_messages(house)
    forgetting.forget(house)
    outcomes: dict[UUID, str] = {}
    while waiting := [case_id for case_id in _due(house, beyond=outcomes) if case_id not in outcomes]:
        outcomes |= {case_id: _pass_time(house, case_id) for case_id in waiting}
    problems = tuple(outcome for outcome in outcomes.values() if outcome)
    return Ticked(moved=len(outcomes) - len(problems), problems=problems)


def _due(house: House, *, beyond: Mapping[UUID, str]) -> list[UUID]:
    """The next cases that are due, beyond those that could not be moved and so are due still."""
    with house.readers() as session:
        stuck = sum(1 for problem in beyond.values() if problem)
        return ticking.due_cases(session, at=house.clock.now(session), limit=AT_ONCE + stuck)


def _open_round(house: House) -> None:
    """Open this week's progress round where its day has come. Of two clocks at once, the second meets the first one's row and lets be."""
    with house.readers() as session:
        if not kept.is_due(session, at=house.clock.now(session)):
            return
    with house.sessions() as session:
        try:
            if rounds.open_weekly(session, at=house.clock.now(session)):
                session.commit()
        except (Refusal, IntegrityError) as problem:
            log.warning("weekly round: %s", problem)


def _forget_old_prints(house: House) -> None:
    """Files go after the commit that gave them up: a file too many does no harm, one too few would."""
    with house.readers() as session:
        if not print_cleaning.is_due(session, at=house.clock.now(session)):
            return
    with house.sessions() as session:
        digests = print_cleaning.forget_old_prints(session, at=house.clock.now(session))
        session.commit()
    for digest in digests:
        with suppress(NotFound):  # gone already: a tick may do this twice
            house.store.delete(digest)


def _forget_old_messages(house: House) -> None:
    """Once a day, heap by heap; what a look does not finish, the next one goes on with."""
    for _ in range(HEAPS):
        with house.readers() as session:
            at = house.clock.now(session)
            if not message_cleaning.is_due(session, at=at):
                return
            found = message_cleaning.old(session, at=at)
        with house.sessions() as session:
            message_cleaning.forget(session, found) if found.count else message_cleaning.looked(session, at=at)
            session.commit()


def _pass_time(house: House, case_id: UUID) -> str:
    """Empty, or why it did not work: whatever is wrong with one case, the others' deadlines fire."""
    with house.sessions() as session:
        try:
            ticking.pass_time(session, case_id=case_id, at=house.clock.now(session))
            session.commit()
        except Refusal as problem:
            log.warning("case %s: %s", case_id, problem)
            return str(problem)
        except OperationalError:
            raise
        except Exception as problem:
            log.exception("case %s", case_id)
            return f"案件 {case_id} 的到期事项处理出错（{type(problem).__name__}），已记入日志，下次再试。"
    return ""
