"""The main job wholly through the API: seven people's programs take a problem from the unit's report to its closure, and nobody opens a page.

Closing issues two papers; they are made and verified in `tests/story`. Here they are asked for and stand in the list.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from flask import Flask

from tests.api.program import Program
from tests.story.people import DAY, SAID
from tests.web.conftest import Watch
from tests.web.journey import JPEG, TITLE
from webapp import ticking
from webapp.house import KEY, House
from workflows.records import journal
from workflows.rules.deadlines import CITY_ZONE


def does(program: Program, *, finding: str = "", **values: Any) -> str:
    """The program finds its task about the problem and completes it; every check of a measure gets the same finding."""
    line = next(each for each in program.every("/tasks") if each["title"] == TITLE)
    task = program.gets(f"/tasks/{line['task_id']}")
    checks = [{**row, "finding": finding} for row in task["form"]["first_values"].get("measure_checks", [])]
    rows = {"measure_checks": checks} if checks else {}
    done: str = program.posts(f"/tasks/{line['task_id']}/completion", {"values": {**rows, **values}})["sentence"]
    return done


def draws_everything(office: Program, watch: Watch) -> str:
    """The office freezes the pool, waits for the number, and draws; the name of who was drawn to check."""
    pool = office.gets("/draws/pool")
    assert [each["title"] for each in pool["pool"]] == [TITLE]
    seed_at = watch.time.astimezone(CITY_ZONE) + timedelta(hours=20)
    frozen = office.posts(
        "/draws",
        {
            "list_id": pool["list_id"],
            "seen": pool["seen"],
            "percent": 100,
            "percent_high": 100,
            "seed_source": "福彩双色球第 2026136 期开奖号码",
            "seed_at": seed_at.isoformat(),
        },
        status=201,
    )
    number = {"seed": "03 07 12 19 25 31 + 08", "seed_again": "03 07 12 19 25 31 + 08"}
    early = office.posts(f"/draws/{frozen['id']}/seed", number, status=409)
    assert "才公布" in early["detail"]
    watch.passes(days=1)
    drawn = office.posts(f"/draws/{frozen['id']}/seed", number)
    assert (drawn["state"], drawn["taken"]) == ("drawn", 1)
    published = office.gets(f"/draws/{frozen['id']}/record")["record"]
    assert published["result"]
    task = next(each for each in office.every("/tasks?whose=all") if each["title"] == TITLE)
    name: str = task["unit_name"]
    return name


def test_a_problem_is_struck_off_without_a_page(app: Flask, watch: Watch) -> None:
    owner, lead, first, second, office, auditor, leader = (
        Program(app, login)
        for login in ("zhoumin", "chenjing", "wanglixin", "zhaoqiang", "sunyue", "qianwei", "liguoqing")
    )
    house: House = app.extensions[KEY]
    problem = next(each for each in owner.every("/problems") if each["title"] == TITLE)
    task = next(each for each in owner.every("/tasks") if each["title"] == TITLE)
    photo = {"files": (io.BytesIO(JPEG), "覆盖后现场照片.jpg")}
    owner.posts(f"/tasks/{task['task_id']}/evidence", status=201, data=photo)
    assert "自查自验" in does(owner, finding="done", statement=SAID, completed_on="2026-11-19")

    member = {"name": "陈静", "unit": "市住房和城乡建设局", "title": "科长"}
    does(lead, finding="confirmed", summary=SAID, checked_on=DAY, members=[member], decision="pass")
    two = [{"name": name, "unit": "市生态环境局"} for name in ("王立新", "赵强")]
    place = {"findings": SAID, "inspected_on": DAY, "place": "云溪县滨河新城", "decision": "pass"}
    does(first, finding="confirmed", people=two, **place)
    assert not [each for each in first.every("/tasks") if each["title"] == TITLE]
    does(second, opinion="与现场情况一致，同意复核意见。", decision="pass")

    drawn = {"孙悦": office, "钱伟": auditor}[draws_everything(office, watch)]
    checked = {"audited_on": DAY, "place": "云溪县滨河新城", "method": "site", "findings": SAID, "decision": "pass"}
    does(drawn, people=[{"name": "钱伟", "unit": "领导小组办公室"}], **checked)
    notice = owner.gets(f"/problems/{problem['id']}")["notices"]
    assert len(notice) == 1
    watch.passes(days=9)
    ticking.tick(house)
    does(leader, opinion="整改到位，资料齐全，同意销号。", decision="pass")

    closed = owner.gets(f"/problems/{problem['id']}")
    assert closed["problem"]["state"] == "closed"
    assert closed["journal_sound"]
    assert {each["kind"] for each in closed["documents"]} >= {"acceptance_report", "closure_report"}
    said = owner.every(f"/problems/{problem['id']}/timeline", limit=5)
    assert [each["seq"] for each in said] == list(range(len(said), 0, -1))
    people = {each["who"] for each in said if each["what"] == "box:completed"}
    assert all(who.endswith("（令牌“进展同步”）") for who in people)
    assert len(people) >= 6
    with house.readers() as session:
        assert journal.verify(session) == []
