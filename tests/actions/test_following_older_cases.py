"""Cases that were opened before deadlines were followed: the first tick after the migration takes them up."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete

import migrations
from tests.city import City
from workflows.records import ProblemDeadline


def test_a_case_from_before_is_reminded_of_after_the_migration(any_city: City) -> None:
    case = any_city.case(due_on=date(2026, 11, 30))
    with any_city.transaction() as session:
        session.execute(delete(ProblemDeadline))
        case.record(session).due_at = None

    migrations.downgrade(any_city.engine, "0010")
    migrations.upgrade(any_city.engine)
    any_city.passes(date(2026, 11, 3))
    assert case.journal().count("deadline:reminded") == 0
    any_city.passes(date(2026, 11, 23))

    assert case.journal().count("deadline:reminded") == 1
