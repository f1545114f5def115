"""Migrations: head is what the models say, and going back and forth keeps what people wrote."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, Engine, Uuid, bindparam, delete, inspect, select, text
from sqlalchemy.exc import DatabaseError

import migrations
from migrations.comparing import OPTIONS
from tests.records.builders import AT, a_case, a_diagram, a_person, a_sign_off, an_entry
from workflows.records import (
    AuditDraw,
    Base,
    Diagram,
    Instant,
    JournalEntry,
    ProblemList,
    SignOff,
    journal,
    session_factory,
)


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


def test_a_draw_of_the_first_method_is_carried_over_and_back(engine: Engine) -> None:
    migrations.downgrade(engine, "0007")
    with engine.begin() as connection:
        _freeze_by_the_first_method(connection, drawn='["b"]')
        _freeze_by_the_first_method(connection, drawn=None)
    migrations.upgrade(engine)

    with session_factory(engine)() as session:
        drawn, waiting = session.scalars(select(AuditDraw).order_by(AuditDraw.drawn_at.is_(None))).all()
        assert json.loads(drawn.result or "") == {"drawn": ["b"], "auditors": {"b": []}}
        assert [each["id"] for each in json.loads(drawn.population)["candidates"]] == ["a", "b"]
        assert (drawn.withdrawn_at, waiting.withdrawn_by_id) == (None, waiting.frozen_by_id)
        assert "重新冻结" in (waiting.withdrawn_reason or "")
        assert set(session.scalars(select(ProblemList.process))) == {"rectification"}

    migrations.downgrade(engine, "0007")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT rule, population, result FROM audit_draw ORDER BY result IS NULL")).all()
    assert rows[0] == ('{"minimum":1,"percent":20}', '["a","b"]', '["b"]')


def _freeze_by_the_first_method(connection: Connection, *, drawn: str | None) -> None:
    """A draw as it was written before 0008, with the list and the person it needs."""
    values = {"id": uuid4(), "list_id": uuid4(), "by": uuid4(), "at": AT, "drawn": drawn}
    person = text(
        "INSERT INTO person (id, login, name, password_hash, active, created_at)"
        " VALUES (:by, :login, '王敏', '-', :active, :at)"
    ).bindparams(bindparam("by", type_=Uuid()), bindparam("at", type_=Instant()))
    connection.execute(person, {"by": values["by"], "login": f"login {drawn}", "active": True, "at": AT})
    listed = text(
        "INSERT INTO problem_list (id, name, source_name, source_digest, created_at)"
        " VALUES (:list_id, :name, '方案.txt', :digest, :at)"
    ).bindparams(bindparam("list_id", type_=Uuid()), bindparam("at", type_=Instant()))
    connection.execute(listed, {"list_id": values["list_id"], "name": f"清单 {drawn}", "digest": "0" * 64, "at": AT})
    statement = text(
        "INSERT INTO audit_draw (id, list_id, rule, population, population_digest, seed_source, frozen_at, frozen_by_id, result, drawn_at)"
        """ VALUES (:id, :list_id, :rule, '["a","b"]', 'd', '彩票', :at, :by, :drawn, :drawn_at)"""
    )
    types = [bindparam(name, type_=Uuid()) for name in ("id", "list_id", "by")]
    types += [bindparam(name, type_=Instant()) for name in ("at", "drawn_at")]
    connection.execute(
        statement.bindparams(*types),
        {**values, "rule": '{"minimum":1,"percent":20}', "drawn_at": AT if drawn else None},
    )
