"""Numbers of documents: one after the other, without gaps, whoever asks at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from workflows.records import next_serial, session_factory


def test_a_series_counts_from_one_each_year(session: Session) -> None:
    def take(year: int, series: str = "closure_report") -> int:
        return next_serial(session, office="临环督改办", year=year, series=series)

    assert [take(2026), take(2026), take(2027), take(2026, "acceptance_report"), take(2026)] == [1, 2, 1, 1, 3]


def test_a_number_given_back_is_given_out_again(session: Session) -> None:
    next_serial(session, office="o", year=2026, series="s")
    session.commit()
    next_serial(session, office="o", year=2026, series="s")
    session.rollback()

    assert next_serial(session, office="o", year=2026, series="s") == 2


def test_many_who_ask_at_once_get_each_number_once(engine: Engine) -> None:
    def take(_who: int) -> int:
        with session_factory(engine).begin() as session:
            return next_serial(session, office="o", year=2026, series="s")

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(20))) == list(range(1, 21))
