"""Codes as RFC 6238 prints them, and each of them once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workflows.rules import one_time

KEY = b"12345678901234567890"
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(seconds: int, expected: str) -> None:
    assert one_time.code(KEY, one_time.step_of(datetime.fromtimestamp(seconds, UTC))) == expected


def test_a_telephone_half_a_minute_wrong_is_understood_and_one_of_two_minutes_is_not() -> None:
    for seconds in (-30, 0, 30):
        shown = one_time.code(KEY, one_time.step_of(NOON + timedelta(seconds=seconds)))
        assert one_time.matching_step(KEY, shown, at=NOON, after=0) is not None
    late = one_time.code(KEY, one_time.step_of(NOON - timedelta(minutes=2)))
    assert one_time.matching_step(KEY, late, at=NOON, after=0) is None


def test_a_code_does_not_work_twice() -> None:
    step = one_time.step_of(NOON)
    assert one_time.matching_step(KEY, one_time.code(KEY, step), at=NOON, after=step) is None


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "000000000000000000"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert one_time.matching_step(KEY, typed, at=NOON, after=0) is None


def test_the_picture_says_whose_code_it_is() -> None:
    address = one_time.address(KEY, login="sunyue", site="销号 青禾市")
    assert address.startswith("otpauth://totp/%E9%94%80")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
