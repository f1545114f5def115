"""What was signed, deployed or journalled cannot be changed, whoever holds the connection."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from tests.records.builders import a_case, a_diagram, a_person, a_plan_decision, a_sign_off, an_entry
from workflows.records import Base, DiagramForm

TABLES = ("journal_entry", "sign_off", "diagram", "diagram_form", "plan_decision")


@pytest.fixture
def written(session: Session) -> Session:
    """One row in each protected table."""
    diagram = a_diagram(forms=[DiagramForm(key="rectify", schema="{}")])
    signer = a_person()
    session.add(a_sign_off(a_case(diagram=diagram), signer))
    session.add(a_plan_decision(signer))
    an_entry(session)
    session.commit()
    return session


def test_a_row_cannot_be_changed(written: Session) -> None:
    for table in TABLES:
        with pytest.raises(DatabaseError, match=f"{table} is append-only"), written.begin_nested():
            written.execute(update(Base.metadata.tables[table]).values(id=uuid4()))


def test_a_row_cannot_be_removed(written: Session) -> None:
    for table in TABLES:
        with pytest.raises(DatabaseError, match=f"{table} is append-only"), written.begin_nested():
            written.execute(delete(Base.metadata.tables[table]))


def test_a_table_cannot_be_emptied(postgres_engine: Engine) -> None:
    with postgres_engine.connect() as connection:
        for table in TABLES:
            with pytest.raises(DatabaseError, match="append-only"), connection.begin_nested():
                connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_a_session_that_poses_as_a_replica_is_refused_too(postgres_engine: Engine) -> None:
    with postgres_engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        with pytest.raises(DatabaseError, match="append-only"):
            connection.execute(text("DELETE FROM journal_entry"))


def test_a_row_cannot_be_replaced_by_inserting_over_it(sqlite_session: Session) -> None:
    an_entry(sqlite_session)

    with pytest.raises(DatabaseError, match="append-only"):
        sqlite_session.execute(text("INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry"))
