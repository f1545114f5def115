"""Whoever removes the triggers and tampers with the journal leaves a trace at the very place."""

from __future__ import annotations

import pytest
from sqlalchemy import ColumnElement, and_, delete, insert, select, text, update
from sqlalchemy.orm import Session

from tests.records.builders import AT, a_case, an_entry
from workflows.records import JournalEntry, JournalHead, journal

REMOVALS = {
    "sqlite": ("DROP TRIGGER journal_entry_no_update", "DROP TRIGGER journal_entry_no_delete"),
    "postgresql": ("DROP TRIGGER journal_entry_append_only ON journal_entry",),
}


@pytest.fixture
def unguarded(session: Session) -> Session:
    """Two chains of five entries in a database whose triggers somebody has removed."""
    for chain in ("one", "two"):
        for number in range(5):
            an_entry(session, chain, facts={"number": number})
    session.commit()
    session.expunge_all()
    for removal in REMOVALS[session.get_bind().dialect.name]:
        session.execute(text(removal))
    return session


def entry(seq: int, chain: str = "one") -> ColumnElement[bool]:
    return and_(JournalEntry.chain == chain, JournalEntry.seq == seq)


def places(session: Session) -> list[tuple[str, int]]:
    return [(found.chain, found.seq) for found in journal.verify(session)]


@pytest.mark.parametrize(
    "change",
    [
        {"text": '{"number":7}'},
        {"actor_name": "别人"},
        {"what": "task:returned"},
        {"at": AT.replace(year=2025)},
        {"hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_found(unguarded: Session, change: dict[str, object]) -> None:
    unguarded.execute(update(JournalEntry).where(entry(3)).values(change))

    assert ("one", 3) in places(unguarded)


def test_a_changed_entry_is_named_in_both_languages(unguarded: Session) -> None:
    unguarded.execute(update(JournalEntry).where(entry(3)).values(text="{}"))

    (found,) = journal.verify(unguarded)
    assert (found.chain, found.seq) == ("one", 3)
    assert "已被改动" in found.message
    assert "altered" in found.english


def test_an_entry_hashed_anew_no_longer_fits_the_next(unguarded: Session) -> None:
    forged = unguarded.scalars(select(JournalEntry).where(entry(3))).one()
    forged.text = "{}"
    forged.hash = journal.hash_of(forged)
    unguarded.flush()

    assert places(unguarded) == [("one", 4)]


def test_a_removed_middle_is_found(unguarded: Session) -> None:
    unguarded.execute(delete(JournalEntry).where(entry(2) | entry(3)))

    (found,) = journal.verify(unguarded)
    assert (found.chain, found.seq) == ("one", 4)
    assert "第 2 条至第 3 条缺失" in found.message


def test_a_removed_beginning_is_found(unguarded: Session) -> None:
    unguarded.execute(delete(JournalEntry).where(entry(1)))

    assert places(unguarded) == [("one", 2)]


def test_a_removed_tail_is_found(unguarded: Session) -> None:
    unguarded.execute(delete(JournalEntry).where(entry(5)))

    assert places(unguarded) == [("one", 5)]


def test_a_removed_chain_is_found_by_its_head(unguarded: Session) -> None:
    unguarded.execute(delete(JournalEntry).where(JournalEntry.chain == "one"))

    assert places(unguarded) == [("one", 5)]


def test_a_chain_removed_with_its_head_is_found_by_its_case(unguarded: Session) -> None:
    case = a_case()
    unguarded.add(case)
    unguarded.flush()

    assert places(unguarded) == [(str(case.id), 0)]


def test_a_removed_head_is_found(unguarded: Session) -> None:
    unguarded.execute(delete(JournalHead).where(JournalHead.chain == "two"))

    assert places(unguarded) == [("two", number) for number in range(1, 6)]


def test_a_head_set_back_with_its_tail_left_is_found(unguarded: Session) -> None:
    fourth = unguarded.scalars(select(JournalEntry.hash).where(entry(4))).one()
    unguarded.execute(update(JournalHead).where(JournalHead.chain == "one").values(seq=4, hash=fourth))

    assert places(unguarded) == [("one", 5)]


def test_swapped_entries_are_found(unguarded: Session) -> None:
    for seq, other in ((2, 99), (3, 2), (99, 3)):
        unguarded.execute(update(JournalEntry).where(entry(seq)).values(seq=other))

    assert {("one", 2), ("one", 3)} <= set(places(unguarded))


def test_an_entry_moved_to_another_chain_is_found_in_both(unguarded: Session) -> None:
    unguarded.execute(update(JournalEntry).where(entry(5)).values(chain="two", seq=6))

    assert set(places(unguarded)) == {("one", 5), ("two", 6)}


def test_an_entry_added_by_hand_is_found_even_when_it_fits(unguarded: Session) -> None:
    last = unguarded.scalars(select(JournalEntry).where(entry(5))).one()
    added = JournalEntry(chain="one", seq=6, at=AT, actor_name="别人", what="x", text="{}", prev=last.hash)
    added.hash = journal.hash_of(added)
    unguarded.add(added)
    unguarded.flush()

    assert places(unguarded) == [("one", 6)]


def test_a_copied_entry_cannot_take_a_number_twice(unguarded: Session) -> None:
    columns = [column for column in JournalEntry.__table__.c if column.name != "id"]
    copied = unguarded.execute(select(*columns).where(entry(5))).one()._asdict()

    unguarded.execute(insert(JournalEntry).values(copied | {"seq": 6}))

    assert set(places(unguarded)) == {("one", 6)}
