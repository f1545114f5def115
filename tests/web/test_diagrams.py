"""The pages about processes: reading, uploading, checking, deploying, retiring, and moving cases."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.web.browser import Visitor, require_valid, words
from webapp import moving
from webapp.house import KEY

DIAGRAMS = Path(__file__).parents[2] / "workflows" / "diagrams"
SOURCE = (DIAGRAMS / "rectification.bpmn").read_text(encoding="utf-8")
BARS = '<bpmn:multiInstanceLoopCharacteristics isSequential="false" />'
FORMS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((DIAGRAMS / "forms").glob("*.json"))}
RENAMED = SOURCE.replace('name="落实整改措施"', 'name="落实整改任务"')
FIRST = r'(?s)<code>rectification</code>.*?href="(/diagrams/[0-9a-f-]{36})">第 1 版'


@pytest.fixture
def leader(app: Flask) -> Visitor:
    """李国庆, who leads the office."""
    return Visitor(app).signed_in("liguoqing")


def draft(source: str = RENAMED, **changed: str) -> dict[str, Any]:
    return {"source": source, **{f"form:{key}": text for key, text in {**FORMS, **changed}.items()}}


def sends(who: Visitor, address: str, data: dict[str, Any], *, htmx: bool = False, status: int = 200) -> str:
    """A form of the editor, with its token."""
    token = who.token("/diagrams/new")
    headers = {"HX-Request": "true"} if htmx else {}
    answer = who.client.post(address, data={"csrf_token": token, **data}, headers=headers)
    assert answer.status_code == status, words(answer.text)
    if "<main" in answer.text:
        require_valid(answer.text, address)
    return answer.text


def deploys(who: Visitor, **more: Any) -> str:
    """The address of the version that was made."""
    token = who.token("/diagrams/new")
    answer = who.client.post("/diagrams/draft", data={"csrf_token": token, "go": "deploy", **draft(), **more})
    assert answer.status_code == 303, words(answer.text)
    return str(answer.location)


def test_the_list_shows_versions_and_how_many_cases_run_under_each(office: Visitor) -> None:
    page = words(office.opens("/diagrams"))

    assert "第 1 版" in page
    assert "新问题按此办理" in page


def test_only_the_office_sees_the_processes(unit: Visitor) -> None:
    assert "流程</a>" not in unit.opens("/")
    assert "领导小组办公室" in unit.client.get("/diagrams").text
    assert unit.client.get("/diagrams").status_code == 403


def test_a_version_is_shown_as_drawing_as_list_and_with_its_forms(office: Visitor) -> None:
    address = office.finds(FIRST, "/diagrams")
    page = office.opens(address)

    assert 'data-box="rectify"' in page
    assert "落实整改措施" in words(page)
    assert "责任单位" in words(page)


def test_uploaded_files_are_checked_before_anything_is_kept(leader: Visitor) -> None:
    files = {
        "diagram": (io.BytesIO(RENAMED.encode()), "new.bpmn"),
        "forms": [(io.BytesIO(text.encode()), f"{key}.json") for key, text in FORMS.items()],
    }
    page = leader.fills("/diagrams/new", files, status=200).text

    assert "可以部署" in words(page)
    assert "人工任务改名：“落实整改措施”改为“落实整改任务”" in words(page)
    assert "第 2 版" not in leader.opens("/diagrams")


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"<html>", b"not xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"]
)
def test_an_upload_that_is_no_diagram_is_answered_in_words(leader: Visitor, content: bytes) -> None:
    data = {"diagram": (io.BytesIO(content), "wrong.bpmn"), "csrf_token": leader.token("/diagrams/new")}
    answer = leader.client.post("/diagrams/new", data=data, content_type="multipart/form-data")

    assert answer.status_code in (200, 422)
    assert "必须改正" in words(answer.text) or "UTF-8" in words(answer.text) or "空" in words(answer.text)


def test_a_draft_is_checked_beside_it_and_findings_name_their_box(office: Visitor) -> None:
    broken = RENAMED.replace("self_check_passed", "self_chek_passed")

    said = sends(office, "/diagrams/draft", draft(broken), htmx=True)

    assert "处必须改正" in said
    assert "self_chek_passed" in said
    assert "data-box-of=" in said
    assert "<html" not in said


def test_a_form_that_cannot_be_read_is_a_finding(office: Visitor) -> None:
    said = words(sends(office, "/diagrams/draft", draft(rectify="{"), htmx=True))

    assert "必须改正" in said
    assert "rectify" in said


def test_a_form_is_previewed_as_people_will_see_it(office: Visitor) -> None:
    seen = sends(office, "/diagrams/form-preview", {"form:rectify": FORMS["rectify"]}, htmx=True)
    wrong = sends(office, "/diagrams/form-preview", {"form:rectify": '{"type": 7}'}, htmx=True)

    assert json.loads(FORMS["rectify"])["title"] in words(seen)
    assert '<fieldset class="preview" disabled>' in seen
    assert "这张表单还不能使用" in words(wrong)


def test_the_leader_deploys_a_new_version(leader: Visitor, office: Visitor) -> None:
    address = deploys(leader)
    page = words(leader.opens(address))

    assert "第 2 版已部署，摘要" in page
    assert "人工任务改名：“落实整改措施”改为“落实整改任务”" in page
    assert deploys(leader) == address
    assert "部署由办公室负责人办理" in words(office.opens(f"{address}/edit"))
    assert sends(
        office, "/diagrams/draft", {"go": "deploy", **draft(SOURCE, rectify=FORMS["rectify"] + " ")}, status=403
    )


def test_what_was_opened_and_not_changed_is_no_new_version(leader: Visitor) -> None:
    address = leader.finds(FIRST, "/diagrams")
    areas = re.findall(
        r'(?s)<textarea class="code"[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', leader.opens(f"{address}/edit")
    )
    sent = {name: unescape(text).replace("\n", "\r\n") for name, text in areas}
    assert {"source", "form:rectify"} <= set(sent)
    token = leader.token("/diagrams/new")

    answer = leader.client.post("/diagrams/draft", data={"csrf_token": token, "go": "deploy", **sent})

    assert answer.location == address


def test_a_dangerous_diagram_is_not_deployed(leader: Visitor) -> None:
    evil = re.sub(r"(<bpmn:conditionExpression[^>]*>)[^<]*", r"\1().__class__.__base__", SOURCE, count=1)

    page = sends(leader, "/diagrams/draft", {"go": "deploy", **draft(evil)}, status=422)

    assert "没有部署" in words(page)
    assert "第 2 版" not in leader.opens("/diagrams")


def test_a_version_is_retired_with_a_reason_and_taken_back(leader: Visitor) -> None:
    address = deploys(leader)
    leader.fills(address, {"reason": "字段有误"}, send_to=f"{address}/retire")
    assert "已停用" in words(leader.opens("/diagrams"))
    assert "字段有误" in words(leader.opens(address))

    leader.fills(address, {}, send_to=f"{address}/reinstate")
    assert "已停用" not in words(leader.opens("/diagrams"))


def test_cases_are_moved_after_a_look_and_the_move_is_taken_back(app: Flask, leader: Visitor, office: Visitor) -> None:
    address = deploys(leader)
    looked = leader.opens(f"{address}/move")
    chosen = re.findall(r'name="case" value="([^"]+)"', looked)
    assert chosen
    assert office.client.get(f"{address}/move").status_code == 403
    refused = leader.fills(f"{address}/move", {"case": chosen[:1], "reason": ""}, status=422)
    assert "请写明理由" in refused.text

    progress = leader.fills(f"{address}/move", {"case": chosen, "reason": "改按新流程办理"}).location
    assert f"还有 {len(chosen)} 个" in words(leader.opens(progress))
    moving.move_cases(app.extensions[KEY], {"batch": progress.rsplit("/", 1)[1]})

    page = leader.opens(progress)
    assert "已处理完" in words(page)
    assert "已移动" in words(page)
    problem = re.findall(r'href="(/problems/[0-9a-f-]{36})"', page)[0]
    assert "改按流程第 2 版办理（原为第 1 版）：改按新流程办理" in words(office.opens(problem))
    back = re.findall(r'action="(/diagrams/moves/[^"]+/revert)"', page)[0]
    leader.fills(progress, {}, send_to=back)
    assert "已退回" in words(leader.opens(progress))
    assert "退回流程第 1 版办理" in words(office.opens(problem))


def test_cases_that_cannot_be_moved_say_why(leader: Visitor) -> None:
    lane = "<bpmn:flowNodeRef>rectify</bpmn:flowNodeRef>"
    several = '<spiffworkflow:property name="each" value="responsible" />'
    without = SOURCE.replace(lane, "").replace(several, "").replace(BARS, "")
    office = without.index("<bpmn:flowNodeRef>accept_plan</bpmn:flowNodeRef>")
    address = deploys(leader, source=without[:office] + lane + without[office:])

    assert "原来由责任单位办理，在新版本里由领导小组办公室办理" in words(leader.opens(f"{address}/move"))
