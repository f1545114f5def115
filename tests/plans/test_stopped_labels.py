"""（二）整改时限。2026年12月底。: a stop is a colon where the whole plan is written so, and only there."""

from __future__ import annotations

from workflows.plans import read_plan

PLAN = """云溪市整改方案
一、长江岸线保护不力
（一）整改目标。岸线违规项目全部清理。
（二）整改时限。2026年12月底。
（三）责任单位。市水利局、市交通运输局。
（四）整改措施。
1.全面排查岸线利用项目。
2.拆除违规码头4座。
二、矿山修复滞后
（一）整改目标。完成治理15平方公里。
（二）整改时限。长期坚持。
（三）责任单位。市自然资源局。
"""
OPINION = """云溪市实施意见
一、总体要求
（一）指导思想。坚持生态优先。
（二）工作目标。到2027年，森林覆盖率达到52%。
二、重点任务
（三）整治排污口。封堵32个。
（四）清淤河道。完成12公里。
"""


def test_labels_with_a_stop_are_read_as_those_with_a_colon() -> None:
    first, second = read_plan(PLAN, name="方案.txt").problems
    assert (first.text, first.target) == ("长江岸线保护不力", "岸线违规项目全部清理。")
    assert first.responsible_units == ("市水利局", "市交通运输局")
    assert [each.text for each in first.measures] == ["全面排查岸线利用项目。", "拆除违规码头4座。"]
    assert second.deadline is not None
    assert second.deadline.long_term
    assert first.found["deadline"].place == "第 4 行"


def test_one_such_line_in_an_opinion_is_no_label() -> None:
    reading = read_plan(OPINION, name="意见.txt")
    assert [each.text for each in reading.problems] == ["整治排污口。封堵32个。", "清淤河道。完成12公里。"]
