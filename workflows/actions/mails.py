"""A mail's way: taken, sent outside any transaction, and recorded. What is killed in between is sent again under the same Message-ID.

Taking a mail moves its next try ahead, so that of two workers one has it, and a worker that dies with it leaves it to be found again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from workflows.actions import who
from workflows.queries import people
from workflows.queries.message_choices import preferences
from workflows.queries.messages import MessageRow, rows_of
from workflows.records import Mail, Message
from workflows.rules.errors import NotFound
from workflows.rules.message_times import LEASE, MAIL_PAUSES, next_try_at

LONGEST_ERROR = 1000


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is to be sent: to whom, and the messages they may still read and have not read yet."""

    mail_id: UUID
    name: str
    address: str
    language: str
    """`en` for whoever wants their pages in English; else the mail is in Chinese."""
    digest: bool
    rows: tuple[MessageRow, ...]
    at: datetime


def due_mails(session: Session, *, at: datetime, limit: int = 50) -> list[UUID]:
    """The mails that must be tried now, longest due first."""
    query = select(Mail.id).where(Mail.state == "waiting", Mail.due_at <= at).order_by(Mail.due_at, Mail.id)
    return list(session.scalars(query.limit(limit)))


def take(session: Session, *, mail_id: UUID, at: datetime) -> Letter | None:
    """Take a due mail to send it; None when somebody else has it, or when there is nothing left to say, or nobody to say it to."""
    due = (Mail.id == mail_id, Mail.state == "waiting", Mail.due_at <= at)
    taken = update(Mail).where(*due).values(due_at=at + LEASE, tries=Mail.tries + 1, tried_at=at)
    mail = session.scalar(taken.returning(Mail).execution_options(populate_existing=True))
    if mail is None:
        return None
    told = preferences(session, [mail.person_id], at=at).get(mail.person_id)
    rows = _rows(session, mail, at) if told is not None else []
    wanted = [row for row in rows if told is not None and told.of(row.kind).mail != "never"]
    if told is None or not told.address or not wanted:
        mail.state = "dropped"
        session.flush()
        return None
    return Letter(
        mail_id=mail.id,
        name=told.name,
        address=told.address,
        language=told.language,
        digest=mail.digest,
        rows=tuple(wanted),
        at=at,
    )


def sent(session: Session, *, mail_id: UUID, at: datetime) -> None:
    """The server has taken it."""
    mail = _mail(session, mail_id)
    mail.state, mail.sent_at, mail.error = "sent", at, None
    session.flush()


def failed(session: Session, *, mail_id: UUID, why: str, for_good: bool, at: datetime) -> None:
    """It was not taken: try again later, or give it up after the last pause, or at once where another try cannot help."""
    mail = _mail(session, mail_id)
    again = None if for_good else next_try_at(MAIL_PAUSES, mail.tries, at)
    mail.error, mail.state = why[:LONGEST_ERROR], "waiting" if again else "dead"
    mail.due_at = again or mail.due_at
    session.flush()


def retry_mail(session: Session, *, mail_id: UUID, by: UUID, at: datetime) -> None:
    """Try a mail that was given up once more. Raises NotPermitted, NotFound where it was not given up."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.state != "dead":
        raise NotFound(what="这封没有发出的邮件")
    who.require(session, who.actor(session, by, at), "manage_delivery")
    mail.state, mail.due_at, mail.tries = "waiting", at, 0
    session.flush()


def _rows(session: Session, mail: Mail, at: datetime) -> list[MessageRow]:
    """What its person has not read meanwhile and may still see, as it is told now; oldest first."""
    try:
        actor = people.actor(session, mail.person_id, at)
    except NotFound:
        return []
    query = select(Message).where(Message.mail_id == mail.id, Message.read_at.is_(None))
    found = list(session.scalars(query.options(joinedload(Message.occurrence)).order_by(Message.at, Message.id)))
    return [row for row in rows_of(session, actor, found) if not row.lost]


def _mail(session: Session, mail_id: UUID) -> Mail:
    return session.scalars(select(Mail).where(Mail.id == mail_id).execution_options(populate_existing=True)).one()


def counts(session: Session) -> dict[str, int]:
    """How many mails are in each state."""
    rows = session.execute(select(Mail.state, func.count()).group_by(Mail.state))
    return {row[0]: row[1] for row in rows}
