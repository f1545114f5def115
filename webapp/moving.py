"""The job that moves a batch of cases: one transaction each, so that one that cannot be moved holds up none of the others."""

from __future__ import annotations

import logging
from uuid import UUID

from webapp.house import House
from workflows import actions

log = logging.getLogger(__name__)


def move_cases(house: House, arguments: dict[str, str]) -> None:
    """Move every case of the batch that still waits; run twice, it finds none left. Why one was refused is kept beside it."""
    with house.sessions() as session:
        waiting = actions.waiting_moves(session, UUID(arguments["batch"]))
    for move_id in waiting:
        with house.sessions() as session:
            done = actions.move_case(session, move_id=move_id, at=house.clock.now(session))
            if done.refused:
                log.info("move %s: %s", move_id, done.refused)
            session.commit()
