"""The working-day calendar and the escalation ladder, as the office and a unit meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.web.browser import Visitor, words
from webapp.cli import main

SHIPPED = Path(__file__).parents[2] / "workflows" / "diagrams" / "escalation.dmn"


def moves_clock(office: Visitor, days: int) -> None:
    office.fills("/clock", {"days": str(days)})


def test_the_calendar_shows_a_year_by_months_with_its_exchanged_days(office: Visitor) -> None:
    page = office.opens("/calendar?year=2026")

    assert page.count('<table class="month">') == 12
    assert "10 月<small>18 个工作日</small>" in page
    assert '10<b title="国庆节调休上班">班<span class="visually-hidden">，国庆节调休上班</span></b>' in page


def test_an_unknown_year_says_so_and_is_entered_by_the_office(office: Visitor) -> None:
    assert "2027 年的节假日安排尚未录入" in office.opens("/calendar?year=2027")

    office.fills("/calendar?year=2027", {"year": "2027", "source": "国办发明电〔2026〕7号"}, send_to="/calendar/years")

    page = words(office.opens("/calendar?year=2027"))
    assert "尚未录入" not in page
    assert "依据：国办发明电〔2026〕7号，孙悦确认" in page


def test_the_office_corrects_a_day_and_is_told_what_is_wrong(office: Visitor) -> None:
    refused = office.fills(
        "/calendar", {"day": "2026-13-01", "kind": "", "reason": ""}, send_to="/calendar", status=422
    )
    assert "有 3 处需要更正" in refused.text
    assert 'id="reason-error"' in refused.text

    office.fills("/calendar", {"day": "2026-11-28", "kind": "work", "reason": "补办积案"}, send_to="/calendar")

    page = words(office.opens("/calendar?year=2026"))
    assert "2026 年 11 月 28 日已设为上班" in page
    assert "2026 年 11 月 28 日（星期六）改为上班 补办积案" in page


@pytest.mark.parametrize("query", ["", "?year=abc", "?year=-1", "?year=99999"])
def test_a_year_that_is_none_is_this_year_or_not_found(office: Visitor, query: str) -> None:
    answer = office.client.get(f"/calendar{query}")

    assert answer.status_code == (404 if query[-1:].isdigit() else 200)


def test_a_unit_reads_the_calendar_but_does_not_set_it(unit: Visitor) -> None:
    assert 'id="set"' not in unit.opens("/calendar")

    token = unit.token("/")
    answer = unit.client.post(
        "/calendar", data={"csrf_token": token, "day": "2026-11-28", "kind": "off", "reason": "放假"}
    )

    assert answer.status_code == 403


def test_a_proposal_waits_for_the_office_and_is_decided_with_a_reason(office: Visitor) -> None:
    assert "没有等待审定的建议" in office.opens("/escalations")
    moves_clock(office, 36)

    assert "条预警督办建议等待审定" in words(office.opens("/"))
    step = office.finds(r'class="btn" href="(/escalations/[^"]+)"', "/escalations")
    refused = office.fills(step, {"decision": "", "reason": "好"}, status=422)
    assert "请选择“批准”或“不采纳”" in refused.text

    answer = office.fills(step, {"decision": "approve", "reason": "已逾期且未申请延期。"})

    assert "已批准：" in office.opens(answer.location)
    assert "已逾期且未申请延期。" in office.opens("/escalations?state=approved")
    again = office.client.get(step)
    assert "作出决定" not in again.text


def test_a_unit_states_that_it_cannot_finish(office: Visitor, unit: Visitor) -> None:
    problem = unit.finds(r'href="(/problems/[0-9a-f-]+)">整治建筑工地扬尘<', "/problems?text=扬尘")

    assert "4 到 1000 个字" in unit.fills(f"{problem}/hopeless", {"reason": ""}, status=422).text
    unit.fills(f"{problem}/hopeless", {"reason": "工地停工，年内无法完成覆盖。"})

    assert "红灯 · 预计不能按期完成" in unit.opens(problem)
    assert "约谈主要负责人" in office.opens("/escalations")
    assert unit.client.get(f"{problem}/hopeless").status_code == 403
    assert unit.client.get("/escalations").status_code == 403


def test_the_office_sets_the_days_of_reminders_and_of_red(office: Visitor) -> None:
    refused = office.fills("/escalations", {"days_before": "bald", "red_after": "0"}, status=422)
    assert "有 2 处需要更正" in refused.text

    office.fills("/escalations", {"days_before": "10、5", "red_after": "20"})

    assert 'value="10、5"' in office.opens("/escalations")
    assert 'value="20"' in office.opens("/escalations")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


def test_a_decision_table_is_checked_on_the_command_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.dmn"
    bad.write_bytes(SHIPPED.read_bytes().replace(b"&lt;= 60", b"often"))

    assert run("diagrams", "check", str(SHIPPED)) == (0, "escalation.dmn：可以部署。\n")
    code, said = run("diagrams", "check", str(bad))
    assert code == 2
    assert "第 36 行　第 3 行“days_late”一格读不懂" in said
    found = json.loads(run("diagrams", "check", "--json", str(bad))[1])
    assert (found[0]["code"], found[0]["line"]) == ("cell", 36)


def test_the_calendar_and_the_ladder_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHAO_DATA_DIR", str(tmp_path))
    assert run("migrate")[0] == 0

    assert "2026-10-10 周六 班 国庆节调休上班" in run("calendar", "show", "2026")[1]
    assert run("calendar", "set", "2026-10-10", "off", "--reason", "台风停工")[0] == 0
    assert "2026-10-10 周六 休 台风停工" in run("calendar", "show", "2026")[1]
    assert "! 2027 年的节假日安排尚未录入" in run("calendar", "show", "2027")[1]
    assert run("calendar", "enter", "2027", "--source", "国办发明电")[1] == "2027 年已确认。\n"
    assert run("calendar", "set", "2026-02-30", "off")[0] == 2
    assert "已启用" in run("escalation", "deploy", str(SHIPPED))[1]
    bad = tmp_path / "bad.dmn"
    bad.write_text("<a/>", encoding="utf-8")
    code, said = run("escalation", "deploy", str(bad))
    assert (code, "没有启用" in said) == (2, True)
