from __future__ import annotations

import pytest

from workflows.plans.indicators import indicators_in


def read(text: str) -> list[tuple[str, str | None, str | None, str | None, int | None]]:
    return [(each.name, each.comparator, each.value, each.unit, each.year) for each in indicators_in(text, 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "到2025年,市区细颗粒物平均浓度控制在24微克/立方米以下,优良天数比率达到98.1%。",
            [
                ("市区细颗粒物平均浓度", "<=", "24", "微克/立方米", 2025),
                ("优良天数比率", "=", "98.1", "%", 2025),
            ],
        ),
        ("受污染耕地安全利用率达到93%左右。", [("受污染耕地安全利用率", "~", "93", "%", None)]),
        ("水质优良比例不低于80%。", [("水质优良比例", ">=", "80", "%", None)]),
        ("总磷浓度低于0.05毫克/升。", [("总磷浓度", "<", "0.05", "毫克/升", None)]),
        ("细颗粒物浓度控制在35微克/立方米。", [("细颗粒物浓度", "<=", "35", "微克/立方米", None)]),
        ("化肥使用量下降10%。", [("化肥使用量下降", "=", "10", "%", None)]),
        (
            "氮氧化物、氨氮减排量分别达到1406吨、400吨和10吨。",
            [("氮氧化物、氨氮减排量", "=", value, "吨", None) for value in ("1406", "400", "10")],
        ),
        ("利用率达到９５％以上。", [("利用率", ">=", "95", "%", None)]),
    ],
)
def test_an_indicator_has_its_name_comparison_value_unit_and_year(text: str, found: list[object]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "整治排污口32个，拆除网箱210口。",
        "2026年12月31日前完成。",
        "淘汰10蒸吨以下燃煤锅炉。",
        "水质比例达到%以上。",
        "第12条第3款。",
    ],
)
def test_what_is_to_be_done_a_date_or_a_hole_is_no_indicator(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("words", ["省上下达任务", "国家下达的削减任务", "上级下达的目标"])
def test_a_value_set_by_a_higher_level_is_pending(words: str) -> None:
    (found,) = indicators_in(f"到2027年，总量减排完成{words}。", 4)

    assert (found.pending, found.value, found.year, found.raw, found.line) == (True, None, 2027, words, 4)


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("到2025年，农村卫生厕所普及率达到常住农户的80%左右。", "农村卫生厕所普及率", 2025),
        ("到2027年，完成90%以上大型餐饮场所油烟净化设施安装。", "大型餐饮场所油烟净化设施安装", 2027),
        ("2025年12月底前，煤炭消费量较2020年下降5%。", "煤炭消费量较2020年下降", 2025),
    ],
)
def test_a_name_is_what_is_measured_and_the_year_the_one_it_is_for(text: str, name: str, year: int) -> None:
    (indicator,) = indicators_in(text, 1)
    assert (indicator.name, indicator.year) == (name, year)


def test_signs_compare_as_words_do() -> None:
    found = indicators_in("到2027年森林覆盖率≥52%，PM2.5浓度≤30微克/立方米，断流天数不得超过5天。", 1)
    assert [(each.comparator, each.value) for each in found] == [(">=", "52"), ("<=", "30"), ("<=", "5")]
