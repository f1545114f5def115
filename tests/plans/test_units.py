from __future__ import annotations

import pytest

from workflows.plans.units import units_of


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("市水务局", ["市水务局"]),
        ("市水务局、市公安局。", ["市水务局", "市公安局"]),
        ("济阳县、长清区党委、政府", ["济阳县党委", "济阳县政府", "长清区党委", "长清区政府"]),
        ("青禾市委、市政府", ["青禾市委", "青禾市政府"]),
        ("市委、市政府", ["市委", "市政府"]),
        ("云溪县委、政府", ["云溪县委", "云溪县政府"]),
        ("云溪高新区党工委、管委会", ["云溪高新区党工委", "云溪高新区管委会"]),
        ("各县区党委、政府，市直有关部门", ["各县区党委", "各县区政府", "市直有关部门"]),
        ("各县（市、区）党委、政府", ["各县（市、区）党委", "各县（市、区）政府"]),
        ("云溪县、白石区水务局", ["云溪县水务局", "白石区水务局"]),
        ("市、县住房城乡建设局", ["市住房城乡建设局", "县住房城乡建设局"]),
        ("云溪县、高新区管委会", ["云溪县", "高新区管委会"]),
        ("云溪县、市水务局", ["云溪县", "市水务局"]),
        ("市住房和城乡建设局，市自然资源和规划局", ["市住房和城乡建设局", "市自然资源和规划局"]),
        ("市人大、政协", ["市人大", "市政协"]),
        ("市水务局、市水务局", ["市水务局"]),
        ("市委组织部、市纪委监委、云溪县", ["市委组织部", "市纪委监委", "云溪县"]),
        ("", []),
    ],
)
def test_units_are_separated_and_share_their_suffix(printed: str, names: list[str]) -> None:
    found = units_of(printed)
    assert list(found.names) == names
    assert not found.open_ended


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("市发展改革委、市工业和信息化局等，各县区人民政府", ["市发展改革委", "市工业和信息化局", "各县区人民政府"]),
        ("市水务局等有关部门", ["市水务局"]),
        ("市水务局、市财政局等5个部门和单位", ["市水务局", "市财政局"]),
    ],
)
def test_an_open_end_is_told(printed: str, names: list[str]) -> None:
    found = units_of(printed)
    assert list(found.names) == names
    assert found.open_ended


def test_words_too_long_for_a_unit_are_kept_as_printed() -> None:
    words = "县" * 50_000
    assert units_of(words).names == (words,)
