"""The worker's part in messages: finding out whom what occurred concerns, and sending what is due. Short transactions; nothing is sent within one."""

from __future__ import annotations

from uuid import UUID

from webapp import hook_calls, smtp
from webapp.house import House
from webapp.letters import Sender, written
from workflows.actions import delivering, mails, messenger
from workflows.queries import settings as kept
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
                made += len(messenger.deliver(session, told, mailing=smtp.is_set_up(house.settings), at=at))
                session.commit()
        if len(told) < messenger.AT_ONCE:
            break
    return made


def post(house: House) -> int:
    """Send the mails that are due; returns how many went out. Does nothing on a site without a mail server."""
    if not smtp.is_set_up(house.settings):
        return 0
    with house.readers() as session:
        due = mails.due_mails(session, at=house.clock.now(session))
    return sum(_post_one(house, mail_id) for mail_id in due)


def sender(house: House) -> Sender:
    """Who writes the mails of this site."""
    with house.readers() as session:
        office = kept.read(session, "office.name")
    return Sender(address=house.settings.mail_from, office=office, base=house.settings.base_url.rstrip("/"))


def _post_one(house: House, mail_id: UUID) -> bool:
    """Take, send, record: three steps, so that nothing is held while the server thinks. A worker killed before the third sends again."""
    with house.sessions() as session:
        letter = mails.take(session, mail_id=mail_id, at=house.clock.now(session))
        session.commit()
    if letter is None:
        return False
    problem = _handed_over(house, letter)
    with house.sessions() as session:
        at = house.clock.now(session)
        if problem is None:
            mails.sent(session, mail_id=mail_id, at=at)
        else:
            mails.failed(session, mail_id=mail_id, why=str(problem), for_good=problem.for_good, at=at)
        session.commit()
    return problem is None


def _handed_over(house: House, letter: mails.Letter) -> smtp.MailNotSent | None:
    """None when the server has taken it; else why not."""
    try:
        smtp.send(house.settings, written(letter, sender(house)))
    except smtp.MailNotSent as problem:
        return problem
    except ValueError:
        return smtp.MailNotSent(why="发件或收件地址不合格式", for_good=True)
    return None


def call(house: House) -> int:
    """Tell the endpoints what is due; returns how many took it."""
    with house.readers() as session:
        due = delivering.due_deliveries(session, at=house.clock.now(session))
    return sum(call_one(house, delivery_id) for delivery_id in due)


def call_one(house: House, delivery_id: UUID) -> bool:
    """Take, send, record, as with a mail."""
    with house.sessions() as session:
        parcel = delivering.take(session, delivery_id=delivery_id, at=house.clock.now(session))
        session.commit()
    if parcel is None:
        return False
    base = house.settings.base_url.rstrip("/")
    outcome = hook_calls.call(house.settings, parcel, base=base, at=house.clock.real())
    with house.sessions() as session:
        at = house.clock.now(session)
        if outcome.why:
            delivering.not_delivered(session, delivery_id=delivery_id, status=outcome.status, why=outcome.why, at=at)
        else:
            delivering.delivered(session, delivery_id=delivery_id, status=outcome.status or 0, at=at)
        session.commit()
    return not outcome.why
