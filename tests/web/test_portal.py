"""The public pages: what strangers read, what they never read, and what happens when one of them objects."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import select

from tests.story import people
from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from tests.web.journey import TITLE
from webapp.app import create_app
from webapp.clock import Clock
from webapp.settings import Settings
from workflows.records import Objection, ProblemList, PublicNotice, make_engine, session_factory
from workflows.rules.deadlines import CITY_ZONE

ON_THE_WAY: tuple[tuple[str, Any], ...] = (
    ("zhoumin", people.rectified),
    ("chenjing", people.self_checked),
    ("wanglixin", people.reinspected),
    ("zhaoqiang", people.confirmed),
)
SAID = "工地东门每天早上仍有泥水流到路上，11 月 19 日上午还看到。"


@pytest.fixture
def leader(app: Flask) -> Visitor:
    """李国清, who decides what is public."""
    return Visitor(app).signed_in("liguoqing")


@pytest.fixture(scope="module")
def founded(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration city in which one problem is on public notice, instead of the untouched one."""
    directory = tmp_path_factory.mktemp("noticed")
    path = directory / "noticed.db"
    shutil.copyfile(founded, path)
    engine, watch = make_engine(f"sqlite:///{path}"), Watch()
    app = create_app(Settings(data_dir=directory, demo=True), engine=engine, clock=Clock(movable=True, system=watch))
    for login, answers in ON_THE_WAY:
        does(Visitor(app).signed_in(login), answers)
    office = Visitor(app).signed_in("sunyue")
    seed_at = (watch.time + timedelta(minutes=10)).astimezone(CITY_ZONE).strftime("%Y-%m-%dT%H:%M")
    draw = office.fills("/draws", people.frozen(seed_at=seed_at)).location
    watch.passes(minutes=10)
    office.fills(f"{draw}/seed", people.seed())
    offices = (Visitor(app).signed_in(who) for who in ("sunyue", "qianwei"))
    does(next(each for each in offices if re.search(rf'href="/tasks/[^"]+">{TITLE}<', each.opens("/"))), people.audited)
    engine.dispose()
    return path


def does(person: Visitor, answers: Any) -> None:
    address = person.task(TITLE)
    person.fills(address, {**answers(person.opens(address)), "go": "submit"})


def list_address(stranger: Visitor, named: str = "") -> str:
    found = re.findall(r'<h2 id="list-\d+"><a href="([^"]+)">([^<]+)', stranger.opens("/public"))
    return next(address for address, name in found if named in name)


def problem_address(stranger: Visitor, title: str = TITLE) -> str:
    return stranger.finds(rf'href="(/public/problems/[^"]+)">{title}<', list_address(stranger))


def notice_address(stranger: Visitor) -> str:
    return stranger.finds(r'href="(/public/notices/[0-9a-f-]{36})"', "/public/notices")


def objects(stranger: Visitor, notice: str, status: int = 303, **values: str) -> str:
    answer = stranger.fills(f"{notice}/object", {"text": SAID, **values}, status=status)
    return answer.headers["Location"] if status == 303 else answer.text


def test_a_stranger_reads_the_progress_of_a_published_list(stranger: Visitor) -> None:
    page = words(stranger.opens(list_address(stranger)))
    assert TITLE in page
    assert "整改中" in page
    problem = words(stranger.opens(problem_address(stranger)))
    assert "云溪县" in problem
    assert "整改目标" in problem


def test_nothing_personal_is_on_any_public_page(stranger: Visitor) -> None:
    address = list_address(stranger)
    pages = (
        "/public",
        address,
        problem_address(stranger),
        notice_address(stranger),
        f"{address}.csv",
        f"{address}.json",
    )
    for each in (*pages, "/public/feed.atom"):
        text = stranger.client.get(each).text
        for name in ("周敏", "陈静", "孙悦", "王立新", "责任人", "现场.jpg"):
            assert name not in text, (each, name)


def test_petitions_are_never_public(app: Flask, stranger: Visitor, leader: Visitor) -> None:
    with session_factory(app.extensions["xiaohao"].engine)() as session:
        petitions = session.scalars(select(ProblemList).where(ProblemList.process == "petition")).first()
        assert petitions is not None
    assert petitions.name not in stranger.opens("/public")
    leader.client.post(
        f"/publication/lists/{petitions.id}", data={"csrf_token": leader.token("/publication"), "published": "1"}
    )
    stranger.opens(f"/public/lists/{petitions.id}", status=404)


def test_a_list_taken_off_is_gone_at_once_and_is_like_one_that_never_was(stranger: Visitor, leader: Visitor) -> None:
    address, problem = list_address(stranger), problem_address(stranger)
    stop = leader.finds(r'action="(/publication/lists/[^"]+)"', "/publication")
    leader.client.post(stop, data={"csrf_token": leader.token("/publication"), "published": ""})
    for each in (address, f"{address}.csv", f"{address}.json", problem):
        assert stranger.client.get(each).status_code == 404
    assert "还没有公开的问题清单" in stranger.opens("/public")


def test_closed_public_pages_answer_as_if_they_did_not_exist(stranger: Visitor, leader: Visitor) -> None:
    assert "/public" in stranger.opens("/verify")
    leader.client.post("/publication", data={"csrf_token": leader.token("/publication"), "open": ""})
    for address in ("/public", "/public/notices", "/public/data", "/public/feed.atom", "/public/objections"):
        stranger.opens(address, status=404)
    assert "整改公开" not in stranger.opens("/verify")


def test_only_the_leader_publishes_and_a_unit_does_not_even_see_the_page(office: Visitor, unit: Visitor) -> None:
    assert "开放公开页面" not in office.opens("/publication").partition("公开页面</h2>")[2].partition("</section>")[0]
    refused = office.client.post("/publication", data={"csrf_token": office.token("/publication"), "open": ""})
    assert refused.status_code == 403
    unit.opens("/publication", status=403)


def test_a_withheld_problem_is_only_a_number(stranger: Visitor, office: Visitor) -> None:
    problem = problem_address(stranger)
    chosen = list_address(stranger).rsplit("/", 1)[1]
    number = stranger.finds(
        rf'<td class="no">([^<]+)</td><td class="title"><a href="{problem}"', list_address(stranger)
    )
    given = {"list_id": chosen, "number": number, "reason": "原文涉及个人信息"}
    office.fills("/publication", given, send_to="/publication/withheld")
    stranger.opens(problem, status=404)
    assert TITLE not in stranger.opens(list_address(stranger))
    assert "另有 1 个问题依法不公开" in words(stranger.opens("/public"))
    again = office.finds(r'action="(/publication/withheld/[^"]+)"', "/publication")
    office.client.post(again, data={"csrf_token": office.token("/publication")})
    stranger.opens(problem)


def test_withholding_needs_a_reason_and_a_problem_that_is_there(office: Visitor) -> None:
    office.fills("/publication", {"number": "1", "reason": " "}, send_to="/publication/withheld", status=422)
    office.fills("/publication", {"number": "无此号", "reason": "保密"}, send_to="/publication/withheld", status=404)


def test_a_page_is_kept_for_a_minute_and_not_sent_twice(stranger: Visitor, watch: Watch) -> None:
    first = stranger.client.get("/public")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in first.headers
    again = stranger.client.get("/public", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    watch.passes(minutes=2)
    assert stranger.client.get("/public").status_code == 200


def test_a_signed_in_person_sees_what_strangers_see(stranger: Visitor, office: Visitor) -> None:
    assert office.opens("/public") == stranger.opens("/public")


def test_open_data_says_what_the_page_says(stranger: Visitor) -> None:
    address = list_address(stranger)
    rows = list(csv.DictReader(io.StringIO(stranger.client.get(f"{address}.csv").data.decode("utf-8-sig"))))
    data = json.loads(stranger.client.get(f"{address}.json").data)
    assert [each["问题"] for each in rows] == [each["title"] for each in data["problems"]]
    assert f"共 {len(rows)} 个" in words(stranger.opens(address))
    assert {each["state"] for each in data["problems"]} <= {"open", "rectified", "closed", "reopened"}


def test_the_feed_is_atom_and_tells_of_a_notice(stranger: Visitor) -> None:
    feed = etree.fromstring(stranger.client.get("/public/feed.atom").data)
    space = {"a": "http://www.w3.org/2005/Atom"}
    ids = [each.text for each in feed.findall("a:entry/a:id", space)]
    assert len(ids) == len(set(ids)) >= 1
    assert any(TITLE in (each.text or "") for each in feed.findall("a:entry/a:title", space))
    for required in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert feed.find(required, space) is not None


def test_an_objection_interrupts_the_notice_and_its_receipt_finds_the_answer(
    stranger: Visitor, office: Visitor
) -> None:
    notice = notice_address(stranger)
    sent = objects(stranger, notice, by_name="何先生", contact="139-0000-0000")
    told = words(stranger.opens(sent))
    assert "异议已收到，公示已中止" in told
    assert "正在核查，还没有答复" in told
    assert "收到异议，公示中止" in words(stranger.opens(notice))
    assert "何先生" not in stranger.opens(notice)
    assert "何先生" in office.opens(office.finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems"))
    assert "网上收到异议" in office.opens(office.finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems"))


def test_whom_the_objection_is_about_does_not_learn_who_objected(stranger: Visitor, unit: Visitor) -> None:
    objects(stranger, notice_address(stranger), by_name="何先生", contact="139-0000-0000")
    page = unit.opens(unit.finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems"))
    assert SAID in page
    assert "何先生" not in page
    assert "139-0000-0000" not in page


def test_a_form_sent_twice_is_one_objection(app: Flask, stranger: Visitor) -> None:
    notice = notice_address(stranger)
    form = stranger.opens(f"{notice}/object")
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for _ in range(2):
        assert stranger.client.post(f"{notice}/object", data={**hidden, "text": SAID}).status_code == 303
    with session_factory(app.extensions["xiaohao"].engine)() as session:
        row = session.scalars(select(PublicNotice).where(PublicNotice.id == UUID(notice.rsplit("/", 1)[1]))).one()
        assert len(session.scalars(select(Objection).where(Objection.notice_id == row.id)).all()) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "不好"}, "须写 5 到 5000 字，现在是 2 字"),
        ({"text": "长" * 6000}, "须写 5 到 5000 字"),
        ({"by_name": "名" * 81}, "“姓名或单位”最多 80 字"),
        ({"receipt": "自己写的"}, "这张表已经不能用了"),
        ({"website": "http://spam.example"}, "这张表已经不能用了"),
    ],
    ids=["short", "long", "name", "receipt", "robot"],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    stranger: Visitor, values: dict[str, str], said: str
) -> None:
    page = objects(stranger, notice_address(stranger), status=422, **values)
    assert said in words(page)
    assert values.get("text", SAID)[:100] in page


def test_nobody_objects_to_a_notice_that_is_over_or_to_one_that_is_not_public(
    stranger: Visitor, leader: Visitor
) -> None:
    notice = notice_address(stranger)
    stop = leader.finds(r'action="(/publication/lists/[^"]+)"', "/publication")
    leader.client.post(stop, data={"csrf_token": leader.token("/publication"), "published": ""})
    stranger.opens(f"{notice}/object", status=404)


def test_a_receipt_that_was_mistyped_is_not_found(stranger: Visitor) -> None:
    stranger.opens("/public/objections")
    assert "请逐字核对" in words(stranger.opens("/public/objections?receipt=AAAA-BBBB-CCCC-DDDD", status=404))
    stranger.opens("/public/objections?receipt=%00")


def test_addresses_that_make_no_sense_narrow_nothing(stranger: Visitor) -> None:
    address = list_address(stranger)
    for query in ("after=-5", "after=x", "after=99999999999999999999", "state=nonsense", "text=%25_"):
        stranger.opens(f"{address}?{query}")
