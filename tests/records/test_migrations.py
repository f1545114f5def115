"""Migrations: head is what the models say, and going back and forth keeps what people wrote."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, delete, inspect, select
from sqlalchemy.exc import DatabaseError

import migrations
from migrations.comparing import OPTIONS
from tests.records.builders import a_case, a_diagram, a_person, a_sign_off, an_entry
from workflows.records import Base, Diagram, JournalEntry, SignOff, journal, session_factory


def test_head_equals_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), Base.metadata) == []


def test_head_has_the_checks_of_the_models(engine: Engine) -> None:
    found = inspect(engine)
    for table in Base.metadata.tables.values():
        declared = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {check["name"] for check in found.get_check_constraints(table.name)} == declared, table.name


def test_head_allows_the_words_the_models_allow(sqlite_engine: Engine) -> None:
    found = inspect(sqlite_engine)
    for table in Base.metadata.tables.values():
        declared = {str(check.sqltext) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {check["sqltext"] for check in found.get_check_constraints(table.name)} == declared, table.name


def test_going_back_one_step_and_forth_keeps_what_was_written(engine: Engine) -> None:
    sessions = session_factory(engine)
    with sessions.begin() as session:
        case = a_case()
        session.add(a_sign_off(case, a_person()))
        an_entry(session, case.id, case_id=case.id)

    migrations.downgrade(engine, "0004")
    migrations.upgrade(engine)

    with sessions.begin() as session:
        assert session.scalars(select(SignOff)).one().decision == "reported"
        assert session.scalars(select(JournalEntry)).one().actor_name == "系统"
        assert journal.verify(session) == []


def test_a_table_is_protected_again_after_going_back_and_forth(engine: Engine) -> None:
    with session_factory(engine).begin() as session:
        session.add(a_diagram())

    migrations.downgrade(engine, "0004")
    migrations.upgrade(engine)

    with engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(delete(Diagram))


def test_going_back_to_the_beginning_leaves_nothing(engine: Engine) -> None:
    migrations.downgrade(engine, "base")

    assert set(inspect(engine).get_table_names()) == {"alembic_version"}


def test_a_fresh_database_says_where_it_stands(empty_engine: Engine) -> None:
    assert migrations.current(empty_engine) is None

    migrations.upgrade(empty_engine)

    assert migrations.current(empty_engine) == migrations.head()


def test_two_processes_that_migrate_at_once_both_end_at_head(empty_engine: Engine) -> None:
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(migrations.upgrade, empty_engine) for _ in range(2)]:
            done.result()

    assert migrations.current(empty_engine) == migrations.head()


def test_foreign_keys_hold_again_after_a_migration(empty_sqlite: Engine) -> None:
    migrations.upgrade(empty_sqlite)

    with empty_sqlite.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
