"""Matching printed units to the city's table: exactly, or not at all; what resembles is offered and never taken."""

from __future__ import annotations

from uuid import uuid4

import pytest

from workflows.rules.unit_names import match_unit, unit_candidates

CITY = {
    name: uuid4()
    for name in (
        "市住房和城乡建设局",
        "市水务局",
        "县水务局",
        "市生态环境局",
        "市发展和改革委员会",
        "云溪县",
        "市公安局",
    )
}


def test_a_committee_or_government_is_matched_to_its_county() -> None:
    assert match_unit("云溪县党委", CITY) == match_unit("云溪县人民政府", CITY) == CITY["云溪县"]


@pytest.mark.parametrize(
    ("printed", "offered"),
    [
        ("市住建局", "市住房和城乡建设局"),
        ("市住房城乡建设局", "市住房和城乡建设局"),
        ("市发展改革委", "市发展和改革委员会"),
        ("青禾市水务局", "市水务局"),
        ("市生态环境分局", "市生态环境局"),
    ],
)
def test_what_resembles_is_offered_and_not_matched(printed: str, offered: str) -> None:
    assert match_unit(printed, CITY) is None
    assert unit_candidates(printed, CITY)[0] == offered


@pytest.mark.parametrize("printed", ["各县区政府", "有关部门", "市河湖长制领导小组各成员单位", "市湿地公园管理中心"])
def test_collectives_and_strangers_are_offered_nothing(printed: str) -> None:
    assert unit_candidates(printed, CITY) == ()


def test_another_level_is_no_candidate() -> None:
    assert "市水务局" not in unit_candidates("县水务分局", CITY)
