"""Instants and durations, by the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from workflows.engine import NaiveInstant
from workflows.engine.durations import LAST, read_duration, read_instant, utc

CHINA = timezone(timedelta(hours=8))


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, 9, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        (day(2026, 1, 31), "P1M", day(2026, 2, 28)),
        (day(2028, 1, 31), "P1M", day(2028, 2, 29)),
        (day(2028, 2, 29), "P1Y", day(2029, 2, 28)),
        (day(2026, 11, 22), "P1M", day(2026, 12, 22)),
        (day(2026, 12, 15), "P1M", day(2027, 1, 15)),
        (day(2026, 11, 22), "P5Y", day(2031, 11, 22)),
        (day(2026, 11, 22), "P2W", day(2026, 12, 6)),
        (day(2026, 11, 22), "P1M10D", day(2027, 1, 1)),
        (day(2026, 11, 22), "PT36H", day(2026, 11, 23) + timedelta(hours=12)),
        (day(2026, 11, 22), "P0D", day(2026, 11, 22)),
    ],
)
def test_a_duration_follows_the_calendar(start: datetime, text: str, end: datetime) -> None:
    duration = read_duration(text)

    assert duration is not None
    assert duration.after(start) == end


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "10D", "p10d", "P-1D", "P1.5D", "P1D2M", "P999999999D", "１０D", "P１D"]
)
def test_what_is_no_duration_is_not_read_as_one(text: str) -> None:
    assert read_duration(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-12-31",
        "2026-12-31T18:00:00",
        "31.12.2026",
        "P1D",
        "2026-13-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
    ],
)
def test_an_instant_has_a_zone(text: str) -> None:
    assert read_instant(text) is None


def test_an_instant_is_the_same_in_every_zone() -> None:
    assert read_instant("2026-12-31T18:00:00+08:00") == datetime(2026, 12, 31, 10, tzinfo=UTC)
    assert read_instant("2026-12-31T10:00:00Z") == datetime(2026, 12, 31, 10, tzinfo=UTC)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(NaiveInstant, match="没有写明时区"):
        utc(datetime(2026, 12, 31))  # noqa: DTZ001  # that is the case under test


def test_the_last_day_of_the_calendar_is_no_accident() -> None:
    assert utc(datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-8)))) == LAST
