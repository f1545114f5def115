from __future__ import annotations

import pytest

from workflows.plans.numerals import figures


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("27", 27),
        ("２７", 27),
        ("二十七", 27),
        ("十", 10),
        ("十九", 19),
        ("一百零五", 105),
        ("二百四十三", 243),
        ("二〇二四", 2024),
        ("两", 2),
    ],
)
def test_numerals_become_figures(printed: str, value: int) -> None:
    assert figures(printed) == value


@pytest.mark.parametrize("printed", ["", "甲", "十百", "1a", "1234567890", "第一"])
def test_what_is_no_number_has_no_value(printed: str) -> None:
    assert figures(printed) is None
