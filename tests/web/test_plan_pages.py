"""A plan from its file to its register, through the pages: what a clerk sees, mends, and is refused."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.plans.test_bad_files import bomb, encrypted_office
from tests.web.browser import Visitor, words
from webapp import plan_files, plan_opening
from webapp.house import KEY, House
from workflows.records import Case, PlanReview, Problem, ProblemList

PLAN = """青禾市督察反馈问题整改方案
问题编号1：白浪河化肥沟箱涵溢流
责任单位：云溪县、市水利和渔业局
整改时限：2026年12月底前
整改目标：晴天无溢流
整改措施：
1.完成箱涵截污改造。
2.安装在线监测。
问题编号2：东山采石场生态修复滞后
责任单位：云溪县等
整改时限：年底前
整改目标：完成修复
整改措施：
1.完成边坡修复。
联系人：某某
"""


@pytest.fixture
def house(app: Flask) -> House:
    return app.extensions[KEY]  # type: ignore[no-any-return]  # Flask keeps it as anything


def uploads(office: Visitor, text: str = PLAN, *, name: str = "方案.txt", status: int = 303, **more: Any) -> str:
    """Upload a plan; the address of its page, or what the page says."""
    sent = {"file": (io.BytesIO(text.encode()), name), **more}
    answer = office.fills("/plans", sent, status=status)
    return answer.location if status == 303 else words(answer.text)


def accepts(office: Visitor, page: str, **values: str) -> Any:
    return office.fills(f"{page}/accept", {"list_name": "测试清单", "leave_rest": "yes", **values})


def form(page: str, near: str) -> dict[str, str]:
    """The hidden fields of the form that holds some words."""
    for each in re.findall(r"<form.*?</form>", page, re.DOTALL):
        if near in each:
            return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', each))
    raise AssertionError(f"no form with {near}")


def works(house: House, page: str) -> None:
    """The worker opens the register."""
    plan_opening.open_register(house, {"review_id": page.rpartition("/")[2]})


def test_the_empty_list_says_what_to_do(office: Visitor) -> None:
    page = words(office.opens("/plans"))
    assert "没有待核对的方案" in page
    assert "在下面选择或拖入方案文件" in page


def test_a_plan_goes_from_its_file_to_its_register(house: House, office: Visitor) -> None:
    page = uploads(office)
    shown = words(office.opens(page))
    assert "白浪河化肥沟箱涵溢流" in shown
    assert "单位没有列全" in words(office.opens(f"{page}/doubts"))
    assert "联系人：某某" in words(office.opens(f"{page}/outside"))
    accepts(office, page)
    assert "正在登记 2 个问题" in words(office.opens(page))
    works(house, page)
    done = office.opens(page)
    assert "2 个问题都已开案" in words(done)
    listed = re.search(r'href="(/problems\?list_id=[^"]+)"', done)
    assert listed
    assert "东山采石场" in office.opens(listed[1])
    assert office.client.get(f"{page}/file").data.decode() == PLAN


def test_every_tab_is_valid_and_reachable(office: Visitor) -> None:
    page = uploads(office)
    for tab in (
        "",
        "/problems",
        "/problems?only=open",
        "/problems?only=mended",
        "/doubts",
        "/outside",
        "/steps",
        "/accept",
    ):
        office.opens(f"{page}{tab}")
    for odd in ("?problem=nobody", "?doubt=w999", "?around=99999", "/problems?page=99", "/doubts?code=x&page=x"):
        office.opens(f"{page}{odd}")


def test_a_field_is_mended_and_says_who_did_it(office: Visitor) -> None:
    page = uploads(office)
    shown = office.opens(f"{page}?problem=p2")
    given = form(shown, 'name="field" value="target"')
    answer = office.client.post(f"{page}/steps", data={**given, "value": "完成边坡和平台修复"})
    assert answer.status_code == 303
    again = words(office.opens(answer.location))
    assert "完成边坡和平台修复" in again
    assert "孙悦" in again
    assert "修改整改目标" in words(office.opens(f"{page}/steps"))


def test_others_see_nothing_of_it(office: Visitor, unit: Visitor) -> None:
    page = uploads(office)
    assert "您不能查看这一页" in words(unit.opens("/plans", 403))
    for tab in ("", "/problems", "/doubts", "/outside", "/steps", "/accept", "/file"):
        unit.opens(f"{page}{tab}", 404)
    given = {
        "csrf_token": unit.token("/clock"),
        "kind": "drop",
        "problem": "p1",
        "reason": "x",
        "request_id": str(UUID_ONE),
    }
    assert unit.client.post(f"{page}/steps", data=given).status_code == 404
    assert unit.client.post("/plans", data=given | {"text": PLAN}).status_code == 403


UUID_ONE = "00000000-0000-0000-0000-000000000001"


def counted(house: House, table: Any) -> int:
    with house.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"\x00\x01\x02" * 100, "读不了"),
        ("没有任何问题的一段话".encode(), "没有找到任何问题或措施"),
        (b"PK\x03\x04broken", "读不了"),
        (encrypted_office(), "加了密码"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_nothing_is_kept(
    house: House, office: Visitor, data: bytes, said: str
) -> None:
    before = counted(house, PlanReview)
    answer = office.fills("/plans", {"file": (io.BytesIO(data), "坏的.docx")}, status=422)
    assert said in words(answer.text)
    assert counted(house, PlanReview) == before


def test_nothing_chosen_and_nothing_pasted_is_a_sentence(office: Visitor) -> None:
    assert "请选择一个文件" in words(office.fills("/plans", {}, status=422).text)


def test_pasted_text_is_read_as_well(office: Visitor) -> None:
    page = office.fills("/plans", {"text": PLAN.replace("\n", "\r\n")}).location
    assert "粘贴的方案文本" in office.opens(page)


def test_a_file_over_the_limit_is_refused_by_its_size(office: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.security.MOST_BYTES", 1024 * 1024)
    answer = office.client.post(
        "/plans",
        input_stream=io.BytesIO(b"\0" * (3 * 1024 * 1024)),
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(3 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "超过上限（1 MB）" in words(answer.text)


def test_a_press_twice_is_one_plan_one_step_and_one_register(house: House, office: Visitor) -> None:
    token = office.opens("/plans")
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', token[token.index("<main") :]))
    first = office.client.post("/plans", data={**hidden, "text": PLAN})
    second = office.client.post("/plans", data={**hidden, "text": PLAN})
    assert first.location == second.location
    assert counted(house, PlanReview) == 1
    page = first.location
    accepts(office, page)
    again = office.fills("/plans", {"text": PLAN})
    assert again.location != page
    lists, cases = counted(house, ProblemList), counted(house, Case)
    works(house, page)
    works(house, page)
    assert (counted(house, ProblemList), counted(house, Case)) == (lists + 1, cases + 2)


def test_a_large_file_is_read_by_the_worker(house: House, office: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_files, "AT_ONCE", 10)
    page = uploads(office)
    assert "正在读取" in words(office.opens(page))
    plan_files.read_plan(house, {"review_id": page.rpartition("/")[2]})
    assert "白浪河" in office.opens(page)
    bad = uploads(office, "没有问题的文字，很长很长")
    plan_files.read_plan(house, {"review_id": bad.rpartition("/")[2]})
    assert "没有找到任何问题或措施" in words(office.opens(bad))


def test_a_bomb_is_refused_by_the_worker_in_words(house: House, office: Visitor) -> None:
    page = office.fills("/plans", {"file": (io.BytesIO(bomb()), "炸弹.docx")}).location
    plan_files.read_plan(house, {"review_id": page.rpartition("/")[2]})
    said = words(office.opens(page))
    assert "这份文件读不了" in said
    assert "大得不正常" in said


def test_a_name_taken_meanwhile_goes_back_to_the_review_in_words(house: House, office: Visitor) -> None:
    one, two = uploads(office), uploads(office)
    accepts(office, one)
    accepts(office, two)
    works(house, one)
    works(house, two)
    assert "已有名为“测试清单”的问题清单" in words(office.opens(two))
    accepts(office, two, list_name="另一个名称")
    works(house, two)
    assert counted(house, Problem) >= 4


def test_doubts_that_are_left_are_said_before_anything_is_registered(house: House, office: Visitor) -> None:
    page = uploads(office)
    before = counted(house, ProblemList)
    refused = office.fills(f"{page}/accept", {"list_name": "测试清单"}, status=409)
    assert "处疑点没有核对，没有登记" in words(refused.text)
    nameless = office.fills(f"{page}/accept", {"list_name": " ", "leave_rest": "yes"}, status=422)
    assert "请给问题清单起一个名称" in words(nameless.text)
    assert counted(house, ProblemList) == before


def test_a_plan_is_put_aside_with_a_reason(office: Visitor) -> None:
    page = uploads(office)
    token = {"csrf_token": office.token("/clock")}
    assert office.client.post(f"{page}/drop", data=token).status_code == 422
    assert office.client.post(f"{page}/drop", data={**token, "reason": "发错了文件"}).status_code == 303
    assert "发错了文件" in words(office.opens("/plans"))
    assert "已放弃" in words(office.opens(page))


def hidden_of(visitor: Visitor, address: str, near: str) -> dict[str, str]:
    """The hidden fields of a form on a page."""
    return form(visitor.opens(address), near)


def test_two_clerks_see_each_other_and_lose_nothing(app: Flask, office: Visitor) -> None:
    page = uploads(office)
    other = Visitor(app).signed_in("qianwei")
    near = 'name="field" value="target"'
    old = hidden_of(other, f"{page}?problem=p1", near)
    mine = hidden_of(office, f"{page}?problem=p1", near)
    assert office.client.post(f"{page}/steps", data={**mine, "value": "孙悦的目标"}).status_code == 303
    seen = words(other.opens(f"{page}?problem=p1"))
    assert "孙悦正在修改这个问题" in seen
    assert "又作了 1 项决定" in other.client.get(f"{page}/meanwhile?since=0").text
    refused = other.client.post(f"{page}/steps", data={**old, "value": "钱伟写了很久的目标"})
    assert refused.status_code == 409
    assert "您的修改没有保存，写的内容还在下面" in refused.text
    assert "钱伟写了很久的目标</textarea>" in refused.text
    assert "孙悦的目标" in refused.text
    again = form(refused.text, near)
    taken = other.client.post(f"{page}/steps", data={**again, "value": "商定的目标", "take": "yes"})
    assert taken.status_code == 303
    assert "商定的目标" in words(office.opens(f"{page}?problem=p1"))
    assert "又作了" not in other.client.get(f"{page}/meanwhile?since=9").text


def test_what_is_typed_wrong_comes_back_with_a_sentence(office: Visitor) -> None:
    page = uploads(office)
    given = hidden_of(office, f"{page}?problem=p2", 'name="field" value="deadline"')
    answer = office.client.post(f"{page}/steps", data={**given, "date": "明年"})
    assert answer.status_code == 422
    assert "“明年”不是日期" in words(answer.text)
    assert 'value="明年"' in answer.text
    far = office.client.post(f"{page}/steps", data={**given, "date": "0026-01-01"})
    assert "26 年不像整改时限" in words(far.text)
    long_ = hidden_of(office, f"{page}?problem=p2", 'name="field" value="area"')
    assert "最多 500 字" in words(office.client.post(f"{page}/steps", data={**long_, "value": "长" * 501}).text)


@pytest.mark.parametrize(
    ("field", "values", "said"),
    [
        ("deadline", {"date": "2027-06-30", "long_term": "yes"}, "2027 年 6 月 30 日，长期坚持"),
        ("responsible_units", {"value": "云溪县\n市水利局、市农业农村局"}, "市农业农村局"),
        (
            "measures",
            {
                "measures-0-text": "改过",
                "measures-0-was": "0",
                "measures-2-text": "新加一条",
                "measures-2-date": "2026-12-01",
            },
            "2. 新加一条",
        ),
        (
            "indicators",
            {
                "indicators-0-name": "断面达标率",
                "indicators-0-comparator": ">=",
                "indicators-0-value": "98",
                "indicators-0-unit": "%",
                "indicators-0-year": "2026",
            },
            "断面达标率 2026 年 不低于 98%",
        ),
        ("indicators", {"indicators-0-name": "减排量", "indicators-0-pending": "yes"}, "减排量：以上级下达为准"),
        ("numbers", {"numbers-0-level": "省", "numbers-0-value": "7"}, "省序号 7"),
        ("area", {"value": "水环境"}, "水环境"),
        ("responsible_persons", {"value": "王某"}, "王某"),
    ],
)
def test_every_field_can_be_mended(office: Visitor, field: str, values: dict[str, str], said: str) -> None:
    page = uploads(office)
    given = hidden_of(office, f"{page}?problem=p1", f'name="field" value="{field}"')
    answer = office.client.post(f"{page}/steps", data={**given, **values})
    assert answer.status_code == 303
    assert said in words(office.opens(answer.location))


def test_problems_are_split_merged_dropped_and_the_steps_taken_back(office: Visitor) -> None:
    page = uploads(office)
    split = hidden_of(office, f"{page}?problem=p1", 'name="kind" value="split"')
    assert office.client.post(f"{page}/steps", data={**split, "line": "8"}).status_code == 303
    assert "3 个问题" in words(office.opens(f"{page}/problems"))
    again = hidden_of(office, f"{page}?problem=p1", 'name="kind" value="split"')
    wrong = office.client.post(f"{page}/steps", data={**again, "line": "1"})
    assert "不能从第 1 行拆分" in words(wrong.text)
    merge = hidden_of(office, f"{page}?problem=p1", 'name="kind" value="merge"')
    assert office.client.post(f"{page}/steps", data={**merge, "other": "s1"}).status_code == 303
    drop = hidden_of(office, f"{page}?problem=p2", 'name="kind" value="drop"')
    assert "请写明为什么不登记" in words(office.client.post(f"{page}/steps", data=drop).text)
    assert office.client.post(f"{page}/steps", data={**drop, "reason": "不属于本市"}).status_code == 303
    assert "不属于本市" in words(office.opens(f"{page}/outside"))
    for left in (3, 2, 1):
        undo = hidden_of(office, page, "撤销我的上一步")
        assert office.client.post(f"{page}/undo", data=undo).status_code == 303
        assert f"撤销第 {left} 步" in words(office.opens(f"{page}/steps"))
    assert "2 个问题" in words(office.opens(f"{page}/problems"))


def test_a_unit_is_chosen_from_the_city_s_own(office: Visitor) -> None:
    page = uploads(office)
    doubt = next(each for each in re.findall(r'doubt=(u:[^"#]+)', office.opens(f"{page}/doubts")))
    shown = office.opens(f"{page}?doubt={doubt}")
    given = form(shown, 'name="kind" value="match"')
    unit = re.search(r'<option value="([0-9a-f-]{36})">([^<]+)</option>', shown)
    assert unit
    assert office.client.post(f"{page}/steps", data={**given, "unit": unit[1]}).status_code == 303
    assert f"→ {unit[2]}" in words(office.opens(f"{page}?problem=p1"))
    strange = {**given, "request_id": UUID_ONE, "unit": UUID_ONE}
    assert office.client.post(f"{page}/steps", data=strange).status_code == 404


def test_doubts_are_settled_together_and_one_by_one(office: Visitor) -> None:
    page = uploads(office)
    shown = office.opens(f"{page}/doubts")
    ids = re.findall(r'name="doubt" value="([^"]+)"', shown)
    given = form(shown, 'name="kind" value="settle"')
    answer = office.client.post(f"{page}/steps", data={**given, "doubt": ids, "how": "left"})
    assert answer.status_code == 303
    assert "没有待核对的疑点" in words(office.opens(f"{page}/doubts"))
    assert "可以登记" in words(office.opens(page))
    assert "留待明确" in words(office.opens(f"{page}/accept"))


def test_what_stands_in_a_file_is_only_ever_text(office: Visitor) -> None:
    evil = PLAN.replace("晴天无溢流", "<script>alert(1)</script><b onclick=x>晴天</b>")
    page = uploads(office, evil)
    shown = office.opens(f"{page}?problem=p1")
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert office.client.get(f"{page}/file").headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("kind", ["", "undo", "accept", "nonsense"])
def test_steps_no_form_of_ours_sends_are_not_found(office: Visitor, kind: str) -> None:
    page = uploads(office)
    given = {"csrf_token": office.token("/clock"), "request_id": UUID_ONE, "kind": kind, "problem": "p1"}
    assert office.client.post(f"{page}/steps", data=given).status_code == 404
