"""Old messages and what was sent of them are forgotten; the journal never, and nothing that still waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.actions.test_messages import forgets, reads, told
from tests.city import City
from workflows.actions import message_cleaning, reading
from workflows.queries import settings
from workflows.records import Hook, HookDelivery, HookRecipient, JournalEntry, Mail, Message, Occurrence


def cleans(city: City) -> int:
    with city.transaction() as session:
        found = message_cleaning.old(session, at=city.now)
        message_cleaning.forget(session, found)
        return found.count


def left(city: City) -> dict[str, int]:
    with city.transaction() as session:
        tables = (Message, Mail, HookDelivery, HookRecipient, Occurrence)
        return {each.__name__: session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


def sent(city: City, state: str = "sent") -> None:
    """One mail and one delivery about the first message."""
    with city.transaction() as session:
        message = session.scalars(select(Message).order_by(Message.id)).first()
        assert message is not None
        mail = Mail(person_id=message.person_id, digest=False, state=state, due_at=city.now, created_at=city.now)
        made = {"created_at": city.now, "created_by_id": city.people["孙悦"]}
        hook = Hook(name="群", shape="wecom", host="h", sealed_address="x", sealed_secret="x", **made)
        session.add_all([mail, hook])
        session.flush()
        message.mail_id = mail.id
        done = "waiting" if state == "waiting" else "done"
        delivery = HookDelivery(
            hook_id=hook.id, occurrence_id=message.occurrence_id, state=done, due_at=city.now, created_at=city.now
        )
        session.add(delivery)
        session.flush()
        session.add(HookRecipient(delivery_id=delivery.id, message_id=message.id))


def test_read_messages_go_after_half_a_year_and_unread_ones_after_a_year(city: City) -> None:
    city.case()
    told(city)
    with city.transaction() as session:
        reading.read_all(session, until=city.now, by=city.people["周敏"], at=city.now)
    began = city.now
    city.now = began + timedelta(days=179)
    assert cleans(city) == 0
    city.now = began + timedelta(days=181)
    cleans(city)
    assert (reads(city, "周敏"), len(reads(city, "马东"))) == ([], 1)
    city.now = began + timedelta(days=366)
    cleans(city)
    cleans(city)
    assert left(city) == {"Message": 0, "Mail": 0, "HookDelivery": 0, "HookRecipient": 0, "Occurrence": 0}


def test_the_journal_is_not_touched(city: City) -> None:
    city.case()
    forgets(city)
    with city.transaction() as session:
        before = session.scalar(select(func.count()).select_from(JournalEntry))
    city.now += timedelta(days=400)
    assert cleans(city) > 0
    with city.transaction() as session:
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == before


def test_what_was_sent_goes_and_the_message_stays_without_it(city: City) -> None:
    city.case()
    told(city)
    sent(city)
    city.now += timedelta(days=181)
    assert cleans(city) == 2
    assert left(city) == {"Message": 2, "Mail": 0, "HookDelivery": 0, "HookRecipient": 0, "Occurrence": 1}


def test_what_waits_to_be_sent_is_never_old(city: City) -> None:
    city.case()
    told(city)
    sent(city, "waiting")
    city.now += timedelta(days=181)
    assert cleans(city) == 0


def test_a_mail_that_is_tried_again_meanwhile_stays(city: City) -> None:
    city.case()
    told(city)
    sent(city, "dead")
    city.now += timedelta(days=181)
    with city.transaction() as session:
        found = message_cleaning.old(session, at=city.now)
        session.scalars(select(Mail)).one().state = "waiting"
        session.flush()
        message_cleaning.forget(session, found)
        assert session.scalars(select(Message.mail_id).where(Message.mail_id.is_not(None))).all() != []
    assert left(city)["Mail"] == 1


def test_a_heap_is_bounded_and_zero_days_keep_everything(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.case()
    told(city)
    city.now += timedelta(days=400)
    with city.transaction() as session:
        for key in ("messages.keep_read_days", "messages.keep_unread_days", "deliveries.keep_days"):
            settings.write(session, key, "0")
    assert cleans(city) == 0
    with city.transaction() as session:
        settings.write(session, "messages.keep_unread_days", "365")
    monkeypatch.setattr(message_cleaning, "AT_ONCE", 1)
    assert [cleans(city) for _ in range(4)] == [1, 1, 1, 0], "two messages, then their occurrence"


def test_an_occurrence_that_concerned_nobody_goes_after_a_month(city: City) -> None:
    case = city.case()
    case.does("rectify", by="周敏")
    told(city)
    assert left(city)["Occurrence"] == 2
    city.now += timedelta(days=31)
    assert cleans(city) == 1
    assert left(city)["Occurrence"] == 1


def test_it_is_looked_for_once_a_day(city: City) -> None:
    with city.transaction() as session:
        assert message_cleaning.is_due(session, at=city.now)
        message_cleaning.looked(session, at=city.now)
        assert not message_cleaning.is_due(session, at=city.now)
        assert message_cleaning.is_due(session, at=city.now + timedelta(days=1))
