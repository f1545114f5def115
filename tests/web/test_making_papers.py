"""Having papers made, declaring one void, and the register of numbers, on the pages."""

from __future__ import annotations

import re

from tests.web.browser import words
from tests.web.journey import Journey


def problem(journey: Journey) -> str:
    return journey.person("chenjing").finds(r'href="(/problems/[0-9a-f-]{36})"', "/documents")


def test_the_office_sees_what_can_be_made_and_why_not_the_rest_and_makes_one(journey: Journey) -> None:
    address = problem(journey.self_checked())
    office = journey.person("sunyue")
    page = words(office.opens(f"{address}/papers"))
    assert "自查自验报告 可以制作" in page
    assert "整改销号审批表 还没有审定销号的意见，审定后才能制作" in page
    assert f"{address}/papers" in office.opens(address)

    office.fills(f"{address}/papers", {"kind": "self_check_report"})

    assert re.search(r"自查自验报告 已制发 \S+〔2026〕\d+号", words(office.opens(f"{address}/papers")))


def test_what_cannot_be_made_yet_is_refused_with_the_reason_and_units_have_none_made(journey: Journey) -> None:
    address = problem(journey.self_checked())
    office = journey.person("sunyue")
    answer = office.fills(f"{address}/papers", {"kind": "closure_form"}, status=409)
    assert "还没有审定销号的意见" in answer.text
    journey.person("chenjing").opens(f"{address}/papers", 403)
    assert "制作文书" not in journey.person("chenjing").opens(address)


def test_a_void_paper_says_so_everywhere_and_keeps_its_number(journey: Journey) -> None:
    problem(journey.self_checked())
    leader = journey.person("liguoqing")
    paper = leader.finds(r'href="(/documents/[0-9a-f-]{36})"', "/documents")
    number = leader.finds(r'<td class="no">([^<]+〔2026〕\d+号)', "/documents")
    assert "4 到 1000 个字" in leader.fills(f"{paper}/void", {"reason": "错"}, status=422).text

    leader.fills(f"{paper}/void", {"reason": "责任单位名称有误。"})

    assert "作废，不再使用。理由：责任单位名称有误。" in words(leader.opens(paper))
    register = words(leader.opens("/documents/numbers"))
    assert number in register
    assert "作废：责任单位名称有误。" in register
    assert "没有缺号" in register
    assert "已作废" in leader.opens("/documents")


def test_the_register_is_the_office_s(journey: Journey) -> None:
    journey.person("zhoumin").opens("/documents/numbers", 403)
    assert "还没有给出文号" in journey.person("sunyue").opens("/documents/numbers")
