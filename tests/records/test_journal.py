"""The journal: an honest chain holds together, whoever writes and however many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.records.builders import AT, a_case, a_person, an_entry
from workflows.records import JournalEntry, journal, make_engine, session_factory
from workflows.records.journal_entries import hash_of

CHINA = timezone(timedelta(hours=8))


def test_a_chain_nobody_wrote_to_has_a_beginning(session: Session) -> None:
    assert journal.head(session, "nobody") == (0, journal.BEGINNING)
    assert journal.verify(session) == []


def test_each_entry_follows_from_the_one_before(session: Session) -> None:
    first, second = an_entry(session), an_entry(session)

    assert (first.seq, first.prev) == (1, journal.BEGINNING)
    assert (second.seq, second.prev) == (2, first.hash)
    assert journal.head(session, journal.SYSTEM) == (2, second.hash)


def test_each_chain_counts_for_itself(session: Session) -> None:
    assert an_entry(session, "one").seq == 1
    assert an_entry(session, "two").seq == 1
    assert journal.verify(session) == []


def test_an_entry_read_back_has_the_hash_it_was_written_with(session: Session) -> None:
    case, person = a_case(), a_person()
    session.add_all([case, person])
    an_entry(
        session, case.id, case_id=case.id, problem_id=case.problem_id, actor_id=person.id, facts={"意见": "“同意”"}
    )
    session.commit()
    session.expunge_all()

    entry = session.scalars(select(JournalEntry)).one()
    assert entry.hash == hash_of(entry)
    assert entry.text == '{"意见":"“同意”"}'
    assert journal.verify(session) == []


def test_the_hash_is_the_same_in_whatever_zone_the_moment_was_given(session: Session) -> None:
    entry = an_entry(session, at=AT.astimezone(CHINA))
    before = entry.hash
    session.commit()
    session.refresh(entry)

    assert hash_of(entry) == before


def test_a_moment_without_its_zone_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="time zone"):
        an_entry(session, at=datetime(2026, 11, 22))  # noqa: DTZ001 (that is the point)


def test_facts_without_one_spelling_are_refused(session: Session) -> None:
    with pytest.raises(TypeError, match="not canonical"):
        an_entry(session, facts={"file": b"bytes"})


def test_a_clock_that_was_set_back_breaks_nothing(session: Session) -> None:
    an_entry(session)
    an_entry(session, at=AT - timedelta(hours=1))

    assert journal.verify(session) == []


def test_what_is_rolled_back_leaves_no_gap(session: Session) -> None:
    an_entry(session)
    session.commit()
    an_entry(session)
    session.rollback()

    assert an_entry(session).seq == 2
    assert journal.verify(session) == []


@pytest.mark.parametrize("batch", [1, 5, 12])
def test_a_long_journal_is_checked_across_its_batches(session: Session, batch: int) -> None:
    for number in range(12):
        an_entry(session, f"chain-{number % 3}")

    assert journal.verify(session, batch=batch) == []


def test_four_who_write_to_one_chain_leave_it_whole(engine: Engine) -> None:
    address = engine.url.render_as_string(hide_password=False)

    def writes(_who: int) -> None:
        own = make_engine(address)
        for _ in range(10):
            with session_factory(own).begin() as session:
                an_entry(session, "shared")
        own.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(writes, range(4)))

    with session_factory(engine)() as session:
        assert journal.head(session, "shared")[0] == 40
        assert journal.verify(session) == []
