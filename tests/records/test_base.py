"""What every record shares: time with its zone, identity at once, bounded text, known words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, String, insert, select, text
from sqlalchemy.exc import DatabaseError, InvalidRequestError, StatementError
from sqlalchemy.orm import Session, configure_mappers, joinedload
from sqlalchemy.orm.exc import StaleDataError

from tests.records.builders import AT, a_case, a_person, a_problem, a_task, a_unit
from workflows.records import (
    Base,
    Case,
    Membership,
    Person,
    Problem,
    TextTooLong,
    TextUnstorable,
    Unit,
    session_factory,
)

CHINA = timezone(timedelta(hours=8))


def test_a_moment_without_its_zone_is_refused(session: Session) -> None:
    session.add(a_person(created_at=datetime(2026, 11, 22, 10, 30)))  # noqa: DTZ001 (that is the point)

    with pytest.raises(StatementError, match="time zone"):
        session.flush()


def test_a_moment_comes_back_in_utc_to_the_microsecond(session: Session) -> None:
    session.add(a_person(created_at=datetime(2026, 11, 22, 18, 30, 0, 123456, tzinfo=CHINA)))
    session.commit()
    session.expire_all()

    assert session.scalars(select(Person.created_at)).one() == datetime(2026, 11, 22, 10, 30, 0, 123456, tzinfo=UTC)
    assert session.scalars(select(Person)).one().created_at.tzinfo is UTC


def test_moments_compare_in_the_database_whatever_zone_they_were_given_in(session: Session) -> None:
    session.add(a_person(created_at=AT))
    session.flush()

    later = (AT + timedelta(seconds=1)).astimezone(CHINA)
    assert session.scalars(select(Person).where(Person.created_at < later)).one()


def test_a_new_object_has_its_identity_before_the_flush() -> None:
    assert a_person().id != a_person().id


def test_rows_can_be_linked_by_identity_in_any_order(session: Session) -> None:
    unit, person = a_unit(), a_person()
    session.add(Membership(person_id=person.id, unit_id=unit.id, role="office", since=AT))
    session.add_all([person, unit])

    session.commit()


def test_every_foreign_key_has_its_relationship() -> None:
    configure_mappers()
    for mapper in Base.registry.mappers:
        known = {column for relation in mapper.relationships for column in relation.local_columns}
        assert {column for column in mapper.columns if column.foreign_keys} <= known, mapper.class_.__name__


def test_every_text_is_bounded() -> None:
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]

    assert [str(column) for column in columns if isinstance(column.type, String) and not column.type.length] == []


def test_text_over_its_bound_is_refused_by_the_database(session: Session) -> None:
    with pytest.raises(DatabaseError):
        session.execute(insert(Unit).values(name="长" * 501, level="city"))


def test_text_over_its_bound_is_refused_with_a_sentence(session: Session) -> None:
    session.add(a_unit(name="临江市" * 200))

    with pytest.raises(TextTooLong, match="共 600 字，最多 500 字"):
        session.flush()


def test_a_change_that_is_too_long_is_refused_with_a_sentence(session: Session) -> None:
    problem = a_problem()
    session.add(problem)
    session.flush()
    problem.text = "水" * 20_001

    with pytest.raises(TextTooLong, match="水水水"):
        session.flush()


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_a_character_no_database_can_keep_is_refused_with_a_sentence(session: Session, character: str) -> None:
    session.add(a_unit(name=f"临江市{character}"))

    with pytest.raises(TextUnstorable, match="第 4 个字符"):
        session.flush()


def test_a_word_nobody_knows_is_refused_by_the_database(session: Session) -> None:
    session.add(a_unit(level="galaxy"))

    with pytest.raises(DatabaseError, match="ck_unit_level_known"):
        session.flush()


def test_a_row_that_points_nowhere_is_refused(session: Session) -> None:
    session.add(Membership(person_id=a_person().id, unit_id=a_unit().id, role="office", since=AT))

    with pytest.raises(DatabaseError):
        session.flush()


def test_nothing_is_loaded_by_surprise(session: Session) -> None:
    session.add(a_problem())
    session.commit()
    session.expunge_all()

    problem = session.scalars(select(Problem)).one()
    with pytest.raises(InvalidRequestError, match="raise_on_sql"):
        _ = problem.problem_list
    with pytest.raises(InvalidRequestError, match="lazy='raise'"):
        _ = problem.measures


def test_what_is_asked_for_is_loaded(session: Session) -> None:
    session.add(a_case())
    session.commit()
    session.expunge_all()

    case = session.scalars(select(Case).options(joinedload(Case.problem))).one()
    assert case.problem.title == "污水直排"


def test_of_two_who_change_a_case_at_once_the_second_is_refused(engine: Engine) -> None:
    sessions = session_factory(engine)
    with sessions.begin() as session:
        session.add(a_case())
    with sessions() as reader:
        stale = reader.scalars(select(Case)).one()
        reader.commit()
        with sessions.begin() as other:
            other.scalars(select(Case)).one().stage = "self_check"

        stale.stage = "reinspect"
        with pytest.raises(StaleDataError):
            reader.flush()


def test_a_box_can_wait_again_under_the_same_token_once_its_task_is_closed(session: Session) -> None:
    case = a_case()
    session.add_all([a_task(case, closed_at=AT), a_task(case)])
    session.flush()

    session.add(a_task(case))
    with pytest.raises(DatabaseError):
        session.flush()


def test_open_tasks_of_a_unit_are_found_through_the_index(sqlite_session: Session) -> None:
    query = """
    EXPLAIN QUERY PLAN SELECT id FROM task WHERE role = 'r' AND unit_id = 'u' AND closed_at IS NULL
    ORDER BY due_on, id
    """
    plan = str(sqlite_session.execute(text(query)).all())

    assert "ix_task_open" in plan
    assert "TEMP B-TREE" not in plan


def test_the_next_page_of_problems_is_found_through_the_index(sqlite_session: Session) -> None:
    query = """
    EXPLAIN QUERY PLAN SELECT id FROM problem WHERE list_id = 'l' AND (position, id) > (1, 'x')
    ORDER BY position, id LIMIT 50
    """
    plan = str(sqlite_session.execute(text(query)).all())

    assert "ix_problem_list_id_position_id" in plan
    assert "TEMP B-TREE" not in plan


def test_a_unit_knows_its_parent(session: Session) -> None:
    session.add(a_unit(name="临江市", level="city", short_name=None))
    session.flush()
    city = session.scalars(select(Unit)).one()
    session.add(a_unit(parent=city))
    session.commit()

    assert session.scalars(select(Unit).where(Unit.parent_id == city.id)).one().level == "department"
