"""Photographs before and after are found by what people call their files."""

from __future__ import annotations

import pytest

from workflows.rules.photographs import paired, side_of


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("整改前_2号溢流口.jpg", "before"),
        ("2号溢流口（治理后）.jpg", "after"),
        ("2号溢流口.jpg", ""),
        ("整改前后对比.jpg", ""),
        ("整改前、整改后.jpg", ""),
    ],
)
def test_a_name_says_before_or_after(name: str, side: str) -> None:
    assert side_of(name) == side


def test_pictures_of_one_place_go_together_in_the_order_of_the_list() -> None:
    names = [
        "整改后 调蓄池.jpg",
        "整改前-2号溢流口.jpg",
        "全景.jpg",
        "2号溢流口（整改后）.png",
        "整改前 调蓄池.jpeg",
        "整改后-管网.jpg",
    ]

    assert paired(names) == [(1, 3), (2, None), (4, 0), (5, None)]


def test_two_pictures_of_the_same_side_are_not_a_pair() -> None:
    assert paired(["整改前 1.jpg", "整改前 1.jpg"]) == [(0, None), (1, None)]
    assert paired([]) == []
