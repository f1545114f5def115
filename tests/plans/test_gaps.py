from __future__ import annotations

import pytest

from workflows.plans.gaps import gaps_in


def codes(text: str) -> list[tuple[str, str]]:
    return [(warning.code, warning.fragment) for warning in gaps_in(1, text)]


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("到年,全市煤炭消费总量下降。", "到年"),
        ("年底前基本淘汰。", "年底前基本淘汰"),
        ("力争年底前完成。", "年底前完成"),
        ("自年1月1日起执行。", "自年1月1日起执行"),
        ("农药使用量比年下降10%。", "比年下降10%"),
        ("推进散煤治理,年实现全覆盖。", "年实现全覆盖"),
        ("（以下简称《方案》）。年8月20日至9月8日", "年8月20日至9月8日"),
        ("到年底,公交车占比提高。", "到年底"),
        ("XX年完成。", "XX年完成"),
        ("6月底前完成。", "6月底前"),
    ],
)
def test_a_stripped_year_is_found(text: str, fragment: str) -> None:
    assert codes(text) == [("missing-year", fragment)]


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("比例达到%以上。", "达到%以上"),
        ("压减到万吨以内。", "压减到万吨以内"),
        ("浓度下降%。", "下降%"),
        ("新增公里。", "新增公里"),
    ],
)
def test_a_stripped_value_is_found(text: str, fragment: str) -> None:
    assert codes(text) == [("missing-number", fragment)]


@pytest.mark.parametrize(
    "text",
    [
        "每年9月底前报备。",
        "今年年底前完成。",
        "每年年底前考核。",
        "近年来，三年行动方案，年产10万吨，年度计划，青年志愿者，全年达标，逐年下降。",
        "2020年年底前完成，到2025年底达到80%。",
        "二〇二五年底前完成。",
        "2024年3月底前完成排查，11月底前完成整治。",
        "减排比例不低于10%、20%、30%，增加到44.1万吨以上，降低3个百分点。",
        "当年环境治理投入不得低于上年。",
        "11月14日，督察组反馈了意见。",
        "到年轻人中去，年处理能力提升，每到年底都要核查。",
        "改革的重点转为亩均效益。",
    ],
)
def test_a_whole_text_has_no_gaps(text: str) -> None:
    assert codes(text) == []
