"""What a program reads and does about tasks and problems."""

from __future__ import annotations

import io
from dataclasses import fields
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.api.program import Program
from tests.web.browser import Visitor
from tests.web.journey import JPEG, LONG, TITLE
from webapp.api.problems import ProblemQuery
from webapp.house import KEY, House
from workflows.queries.list_values import Filters
from workflows.records import JournalEntry, SignOff


def the_task(program: Program) -> dict[str, Any]:
    """The task about the building sites."""
    line = next(each for each in program.every("/tasks") if each["title"] == TITLE)
    found: dict[str, Any] = program.gets(f"/tasks/{line['task_id']}")
    return found


def report(task: dict[str, Any]) -> dict[str, Any]:
    """What the unit says was done, measure by measure."""
    rows = [{"measure": each["measure"], "finding": "done"} for each in task["form"]["first_values"]["measure_checks"]]
    return {"values": {"measure_checks": rows, "statement": LONG, "completed_on": "2026-11-18"}}


def count_of(app: Flask, table: Any) -> int:
    house: House = app.extensions[KEY]
    with house.readers() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_program_completes_a_task_of_its_person(owner: Program) -> None:
    task = the_task(owner)
    assert (task["box"], task["refused"]) == ("rectify", "")
    address = f"/tasks/{task['task_id']}"
    files = owner.posts(f"{address}/evidence", status=201, data={"files": (io.BytesIO(JPEG), "现场.jpg")})
    assert [each["name"] for each in files["items"]] == ["现场.jpg"]
    done = owner.posts(f"{address}/completion", report(task))
    assert done["sentence"].startswith("“落实整改措施”已办理。")
    assert owner.gets(f"/problems/{task['problem']['id']}")["problem"]["stage_name"] == "自查自验"


def test_the_same_key_acts_once_and_gets_the_first_answer(owner: Program) -> None:
    task = the_task(owner)
    address = f"/tasks/{task['task_id']}/completion"
    first = owner.posts(address, report(task), key="night-1")
    again = owner.posts(address, report(task), key="night-1")
    assert first == again
    assert owner.posts(address, report(task), status=409, key="night-2")["code"] == "already-done"


def test_a_key_of_one_address_means_nothing_at_another(owner: Program) -> None:
    task = the_task(owner)
    owner.posts(f"/tasks/{task['task_id']}/claim", key="a")
    assert "放回" in owner.posts(f"/tasks/{task['task_id']}/release", key="a")["sentence"]


def test_without_a_key_nothing_is_done(app: Flask, owner: Program) -> None:
    task = the_task(owner)
    before = count_of(app, SignOff)
    for key in ("a b", "x" * 65, "销号"):
        refused = owner.posts(f"/tasks/{task['task_id']}/completion", report(task), status=400, key=key)
        assert refused["code"] == "no-idempotency-key"
    assert count_of(app, SignOff) == before


def test_what_is_wrong_in_a_form_is_told_field_by_field(app: Flask, owner: Program) -> None:
    task = the_task(owner)
    values = report(task)["values"]
    values["measure_checks"][0]["finding"] = "perhaps"
    del values["statement"]
    before = count_of(app, JournalEntry)
    refused = owner.posts(f"/tasks/{task['task_id']}/completion", {"values": values}, status=422)
    assert {each["pointer"] for each in refused["errors"]} == {
        "#/values/measure_checks/0/finding",
        "#/values/statement",
    }
    assert refused["code"] == "invalid-input"
    assert "没有保存" in refused["detail"]
    assert "nothing was saved" in refused["detail_en"]
    assert count_of(app, JournalEntry) == before


def test_the_journal_names_the_token_that_acted(owner: Program) -> None:
    task = the_task(owner)
    owner.posts(f"/tasks/{task['task_id']}/completion", report(task))
    said = owner.every(f"/problems/{task['problem']['id']}/timeline")
    [completed] = [each for each in said if each["what"] == "box:completed"]
    assert completed["who"] == "周敏（令牌“进展同步”）"


def test_somebody_else_s_task_is_not_found(owner: Program, elsewhere: Program) -> None:
    task = the_task(owner)
    address = f"/tasks/{task['task_id']}"
    assert elsewhere.gets(address, 404)["code"] == "not-found"
    for verb in ("claim", "release"):
        elsewhere.posts(f"{address}/{verb}", status=404)
    elsewhere.posts(f"{address}/completion", report(task), status=404)
    elsewhere.gets(f"/problems/{task['problem']['id']}", 404)
    elsewhere.gets(f"/problems/{task['problem']['id']}/timeline", 404)


def test_pages_follow_each_other_without_a_gap(app: Flask) -> None:
    office = Program(app, "sunyue")
    for address in ("/problems", "/tasks?whose=all"):
        whole, parts = office.every(address), office.every(address, limit=2)
        assert whole == parts
        assert len(whole) > 4
    first = office.sends("GET", "/problems?limit=2")
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'


def test_a_place_that_is_not_ours_is_refused(owner: Program) -> None:
    for address in ("/problems", "/tasks"):
        for after in ("x", "eyJ9", "WzFd"):
            refused = owner.gets(f"{address}?after={after}", 422)
            assert refused["errors"][0]["parameter"] == "after"


def test_the_filters_of_the_page_narrow_the_list(app: Flask) -> None:
    office = Program(app, "sunyue")
    everything = office.gets("/problems")
    some = office.gets("/problems?text=扬尘")
    assert 0 < some["total"] < everything["total"]
    assert all("扬尘" in each["title"] for each in some["items"])
    for wrong in ("lamp=green", "limit=0", "limit=101", "colour=red", "since=gestern", "text=%00", "limit=1&limit=2"):
        assert office.gets(f"/problems?{wrong}", 422)["errors"], wrong


def test_every_filter_of_the_page_is_one_of_the_api() -> None:
    assert set(ProblemQuery.model_fields) - {"limit", "after"} == {each.name for each in fields(Filters)}


def test_a_draft_of_a_program_fills_the_page_of_its_person(owner: Program, unit: Visitor) -> None:
    task = the_task(owner)
    address = f"/tasks/{task['task_id']}"
    owner.gets(f"{address}/draft", 404)
    said = owner.posts(f"{address}/draft", report(task))
    assert said["values"]["statement"] == LONG
    assert LONG in unit.opens(address)
    assert owner.gets(f"{address}/draft")["values"] == said["values"]
    assert owner.posts(f"{address}/draft", {"values": {"colour": "red"}}, status=422)["errors"][0]["label"] == "colour"
    owner.posts(f"{address}/completion", report(task))
    owner.gets(f"{address}/draft", 404)


def test_what_did_not_change_is_not_sent_again(owner: Program) -> None:
    task = the_task(owner)
    address = f"/tasks/{task['task_id']}"
    first = owner.sends("GET", address)
    again = owner.sends("GET", address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    owner.posts(f"/tasks/{task['task_id']}/claim")
    assert owner.sends("GET", address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_office_reads_who_sits_where(app: Flask) -> None:
    people = Program(app, "sunyue").gets("/people?text=zhoumin")["items"]

    assert [(each["login"], each["seats"]) for each in people] == [("zhoumin", "云溪县 承办人员")]
