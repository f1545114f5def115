"""The worker's part in messages: finding out whom what occurred concerns. Short transactions, read first and written after."""

from __future__ import annotations

from webapp.house import House
from workflows.actions import messenger
from workflows.queries.recipients import recipients

MOST_ROUNDS = 100
"""Of one look; what is left waits for the next."""


def tell(house: House) -> int:
    """Make the messages of everything that occurred; returns how many. Safe to do twice at once: what one writes the other leaves alone."""
    made = 0
    for _ in range(MOST_ROUNDS):
        with house.readers() as session:
            at = house.clock.now(session)
            waiting = messenger.untold(session)
            told = recipients(session, waiting, at=at)
        if told:
            with house.sessions() as session:
                made += len(messenger.deliver(session, told, at=at))
                session.commit()
        if len(told) < messenger.AT_ONCE:
            break
    return made
