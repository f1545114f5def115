"""Opening the database, and sharing it with the job engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, select
from sqlalchemy.exc import DatabaseError

import migrations
from migrations.comparing import OPTIONS
from tests.records.builders import a_person
from workflows.jobs import prepare
from workflows.records import Base, Person, make_engine, reading, session_factory
from workflows.records.database import UnknownDatabase
from workflows.records.reserved import RESERVED_TABLES


def test_another_kind_of_database_is_refused_in_words() -> None:
    with pytest.raises(UnknownDatabase, match="数据库地址须以"):
        make_engine("mysql://localhost/x")


def test_the_embedded_database_is_our_own_and_safe(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        wanted = {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "trusted_schema": 0,
            "busy_timeout": 10000,
        }
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
        assert connection.exec_driver_sql("SELECT sqlite_version()").scalar() >= "3.51.3"


def test_a_long_read_does_not_hold_back_who_writes(engine: Engine) -> None:
    with session_factory(reading(engine))() as reader:
        assert reader.scalars(select(Person)).all() == []
        with session_factory(engine).begin() as writer:
            writer.add(a_person())
        assert len(reader.scalars(select(Person)).all()) == (0 if engine.name == "sqlite" else 1)


def test_who_reads_first_and_writes_later_waits_and_does_not_fail(engine: Engine) -> None:
    def add(number: int) -> None:
        with session_factory(engine).begin() as session:
            session.scalars(select(Person)).all()
            session.add(a_person(login=f"p{number}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))

    with session_factory(engine)() as session:
        assert len(session.scalars(select(Person)).all()) == 12


def test_a_savepoint_rolls_back_alone(engine: Engine) -> None:
    with session_factory(engine).begin() as session:
        session.add(a_person(login="kept"))
        session.flush()
        with pytest.raises(DatabaseError), session.begin_nested():
            session.add(a_person(login="kept"))

    with session_factory(engine)() as session:
        assert session.scalars(select(Person.login)).all() == ["kept"]


def test_the_job_engine_s_tables_lie_beside_ours_and_none_collides(empty_sqlite: Engine) -> None:
    prepare(empty_sqlite)
    theirs = set(inspect(empty_sqlite).get_table_names())
    migrations.upgrade(empty_sqlite)

    assert theirs <= RESERVED_TABLES
    assert not RESERVED_TABLES & set(Base.metadata.tables)


def test_migrations_look_past_the_job_engine_s_tables(engine: Engine) -> None:
    prepare(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), Base.metadata) == []
