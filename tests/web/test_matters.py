"""Orders, checks and rounds through their pages: started, answered, decided, and seen where they should be seen."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.web.browser import Visitor, words
from tests.web.journey import TITLE
from webapp.house import KEY
from webapp.ticking import tick

ORDER = {
    "reason": "裸土覆盖进度不到四成，两次现场督导后没有明显改观。",
    "requirements": "六处工地裸土全部覆盖，冲洗设施正常运行。",
    "due_on": "2026-12-31",
}
FOUND = {
    "method": "对辖区 14 处在建工地逐一排查。",
    "decision": "found",
    "findings-0-place": "北站路安置房工地",
    "findings-0-text": "约 1.2 万平方米裸土没有覆盖。",
    "findings-0-measures": "裸土三日内全部覆盖",
    "findings-0-due_on": "2027-01-31",
}


def problem(visitor: Visitor) -> str:
    return visitor.finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems")


def task(visitor: Visitor, row: str) -> str:
    """The task whose line says this, among one's own."""
    page = visitor.opens("/")
    return re.findall(rf'class="title"><a href="(/tasks/[^"]+)">[^<]*{row}', page)[0]


def test_an_order_is_drawn_up_signed_and_shown_on_its_problem_and_the_list(app: Flask, office: Visitor) -> None:
    page = problem(office)
    office.fills(f"{page}/start-order", ORDER)
    assert "待签发" in words(office.opens("/orders"))
    assert "挂牌督办中" not in office.opens(page)

    leader = Visitor(app).signed_in("liguoqing")
    leader.fills(task(leader, "挂牌督办："), {"opinion": "同意挂牌督办。", "decision": "pass"})

    assert "挂牌督办中" in office.opens(page)
    assert "挂牌督办中" in words(office.opens("/problems"))
    order = office.finds(r'class="title"><a href="(/problems/[^"]+)">挂牌督办：', "/orders")
    said = words(office.opens(order))
    assert "督办事由" in said
    assert "督察原文" not in said
    assert f'href="{page}"' in office.opens(order)
    assert "start-order" not in office.opens(page)


def test_a_check_is_answered_by_one_county_and_its_finding_is_put_on_the_list(app: Flask, office: Visitor) -> None:
    page = problem(office)
    form = office.opens(f"{page}/start-check")
    counties = re.findall(r'name="asked_units" value="([^"]+)" checked', form)
    assert len(counties) == 4
    filled = {"asked_units": counties, "requirements": "排查辖区全部在建工地的扬尘。", "due_on": "2026-12-10"}
    office.fills(f"{page}/start-check", filled)
    assert "4 家单位，0 家已答" in words(office.opens(page))

    county = Visitor(app).signed_in("wufang")
    answer = county.fills(task(county, "举一反三："), {**FOUND, "findings-0-text": ""}, status=422)
    assert "findings-0-text-error" in answer.text
    county.fills(task(county, "举一反三："), FOUND)

    check = office.finds(r'class="title"><a href="(/problems/[^"]+)">举一反三：', "/checks")
    finding = office.finds(r'href="(/findings/[^"]+)"', check)
    assert "有 1 处需要更正" in words(office.fills(finding, {"decision": "dismiss", "reason": ""}, status=422).text)
    office.fills(finding, {"decision": "list", "number": "4-1", "reason": ""})
    listed = office.finds(r'<a href="(/problems/[^"]+)">问题 4-1</a>', check)
    assert "由举一反三排查" in words(office.opens(listed))
    assert "白石区" in words(office.opens(listed))


def test_a_round_is_opened_reported_on_and_seen_beside_the_problem(office: Visitor, unit: Visitor) -> None:
    answer = office.fills("/rounds", {"due_on": "2026-11-01", "text": "报"}, status=422, send_to="/rounds")
    assert "有 2 处需要更正" in words(answer.text)
    office.fills("/rounds", {"due_on": "2026-11-27", "text": "请逐个问题填报本周进展。"}, send_to="/rounds")
    assert "本周的调度已经开始" in words(office.opens("/rounds"))

    address = task(unit, "每周调度")
    form = unit.opens(address)
    rows = sorted(set(re.findall(r'name="(reports-\d+)-problem"', form)))
    assert "上次：还没有填报过" in words(form)
    half = {f"{rows[0]}-pace": "on_plan", f"{rows[0]}-text": "裸土覆盖完成六成。"}
    refused = unit.fills(address, half, status=422).text
    assert "裸土覆盖完成六成。" in refused
    values = {
        f"{row}-{name}": text for row in rows for name, text in (("pace", "behind"), ("text", "裸土覆盖完成六成。"))
    }
    unit.fills(address, values)

    said = words(office.opens(problem(office)))
    assert "调度进展" in said
    assert "进度滞后" in said


def test_a_serious_matter_stands_on_top_of_the_offices_inbox_until_it_is_noted(office: Visitor, unit: Visitor) -> None:
    page = problem(unit)
    unit.fills(f"{page}/report-serious", {"text": "今日凌晨围挡倒塌，无人员伤亡，已封闭现场。"})
    assert "重大事项 1 件没有阅知" in words(office.opens("/"))
    assert "重大事项" in words(office.opens("/overview"))
    address = office.finds(r'href="(/serious/[^"]+)"', "/")
    assert "等领导小组办公室阅知" in words(unit.opens(address))
    office.fills(address, {"answer": "请每日报送处置进展。"})

    assert "没有阅知" not in office.opens("/")
    assert "请每日报送处置进展。" in unit.opens(page)


def test_the_weekly_day_is_kept_and_a_unit_may_not_set_it(office: Visitor, unit: Visitor) -> None:
    office.fills("/rounds", {"opens": "1", "due": "4"}, send_to="/rounds/weekly")
    assert '<option value="1" selected>星期一</option>' in office.opens("/rounds")
    assert "自动开始" not in unit.opens("/rounds")
    answer = unit.client.post("/rounds/weekly", data={"csrf_token": unit.token("/orders"), "opens": "2", "due": "4"})
    assert answer.status_code == 403


@pytest.mark.parametrize("page", ["/orders", "/checks", "/rounds", "/orders?state=closed", "/rounds?state=nonsense"])
def test_the_lists_are_pages_for_the_office_and_for_units(office: Visitor, unit: Visitor, page: str) -> None:
    assert "督办与调度" in office.opens(page)
    assert "预警建议" in office.opens(page)
    assert "预警建议" not in unit.opens(page)


def test_the_worker_s_clock_opens_the_round_of_the_week_once(app: Flask, office: Visitor) -> None:
    tick(app.extensions[KEY])
    assert "本周的调度已经开始" not in office.opens("/rounds")
    office.fills("/rounds", {"opens": "1", "due": "5"}, send_to="/rounds/weekly")
    for _ in range(2):
        tick(app.extensions[KEY])

    page = office.opens("/rounds")
    assert "本周的调度已经开始" in page
    assert page.count("2026年第47周") == 1
