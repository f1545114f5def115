"""What programs find and are told: full text, comments, messages, photographs before and after."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.api.program import Program
from tests.reports.test_pictures import WEIFANG, photo
from tests.web.conftest import Watch
from tests.web.journey import TITLE
from webapp import messaging
from webapp.api.search import SearchQuery
from webapp.house import KEY, House
from workflows.queries.search_values import GROUPS
from workflows.records import Comment, Person
from workflows.rules.matters import STATES

CALLED = "@陈静 验收前请先看一下台账。"


def problem_of(program: Program) -> str:
    """The address of the problem about the building sites."""
    line = next(each for each in program.every("/problems") if each["title"] == TITLE)
    return f"/problems/{line['id']}"


def says(program: Program, text: str, status: int = 200, **more: Any) -> Any:
    return program.posts(f"{problem_of(program)}/comments", {"text": text, **more}, status)


def told(app: Flask) -> None:
    """The worker looks whom what has happened concerns."""
    messaging.tell(app.extensions[KEY])


def count_of(app: Flask, table: Any) -> int:
    house: House = app.extensions[KEY]
    with house.readers() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_answers_is_found_with_the_words_marked(owner: Program) -> None:
    says(owner, "滨河新城 3 号工地已复工。")

    found = owner.gets("/search?text=复工")

    [hit] = found["items"]
    assert (hit["group"], hit["group_name"], hit["title"], hit["who"]) == ("comment", "评论", TITLE, "云溪县 周敏")
    assert "".join(part["text"] for part in hit["excerpt"]) == "滨河新城 3 号工地已复工。"
    assert [part["text"] for part in hit["excerpt"] if part["found"]] == ["复工"]
    assert {each["group"]: each["count"] for each in found["groups"]}["comment"] == found["total"] == 1


def test_only_what_somebody_may_see_is_found(owner: Program, elsewhere: Program) -> None:
    says(owner, "滨河新城 3 号工地已复工。")

    assert elsewhere.gets("/search?text=复工")["total"] == 0


def test_pages_of_answers_follow_each_other_without_a_gap(app: Flask) -> None:
    office = Program(app, "sunyue")
    for number in range(5):
        says(office, f"第 {number} 号工地已复工。")
    whole, parts = office.every("/search?text=工地"), office.every("/search?text=工地", limit=2)
    assert whole == parts
    assert len(whole) > 5
    assert len(office.every("/search?text=工地&group=comment")) == 5


def test_a_search_without_words_or_with_a_strange_filter_is_refused(owner: Program) -> None:
    for wrong in (
        "",
        "text=",
        "text=整改&group=person",
        "text=整改&state=late",
        "text=整改&since=gestern",
        "text=整改&after=x",
    ):
        assert owner.gets(f"/search?{wrong}", 422)["errors"], wrong


def test_what_finds_nothing_suggests_what_does(owner: Program) -> None:
    found = owner.gets("/search?text=扬尘恐龙")
    assert (found["items"], found["suggestions"][0]["text"]) == ([], "扬尘")


def test_the_filters_of_the_search_are_those_of_the_page() -> None:
    properties = SearchQuery.model_json_schema()["properties"]
    assert set(properties["group"]["enum"]) == {"", *GROUPS}
    assert set(properties["state"]["enum"]) == {"", *STATES}


def test_a_comment_is_read_by_who_sees_the_problem_and_tells_who_is_called(
    app: Flask, owner: Program, watch: Watch
) -> None:
    assert says(owner, CALLED)["sentence"] == "已发表评论，并提醒陈静。"
    watch.passes(minutes=1)
    says(owner, "第二条。")
    told(app)
    lead = Program(app, "chenjing")

    said = lead.every(f"{problem_of(owner)}/comments", limit=1)

    assert [each["text"] for each in said] == ["第二条。", CALLED]
    assert said == lead.every(f"{problem_of(owner)}/comments")
    assert (said[1]["by"], said[1]["mentions"], said[1]["own"]) == ("周敏", ["陈静"], False)
    assert CALLED in [each["below"] for each in lead.every("/messages?unread=true")]


def test_a_comment_with_one_key_is_said_once(app: Flask, owner: Program) -> None:
    address = f"{problem_of(owner)}/comments"
    first = owner.posts(address, {"text": "已复工。"}, key="one")
    assert owner.posts(address, {"text": "已复工。"}, key="one") == first
    assert count_of(app, Comment) == 1


def test_what_is_wrong_with_a_comment_is_told_and_nothing_is_said(app: Flask, owner: Program) -> None:
    for text, pointer in (("", "#/text"), (" \n", "#/text"), ("@卢倩 请看", "#/text"), ("长" * 2001, "#/text")):
        refused = says(owner, text, 422)
        assert [each["pointer"] for each in refused["errors"]] == [pointer], text
    assert count_of(app, Comment) == 0


def test_one_of_several_people_of_a_name_is_chosen_by_id(app: Flask, owner: Program) -> None:
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        session.scalars(select(Person).where(Person.login == "madong")).one().name = "陈静"
        session.commit()
    assert says(owner, CALLED, 422)["code"] == "which-one"
    readers = owner.gets(f"{problem_of(owner)}/readers?typed=陈静")["items"]
    assert len(readers) == 2
    chosen = next(each for each in readers if "云溪县" in each["place"])

    says(owner, CALLED, which={"陈静": chosen["id"]})
    told(app)

    assert CALLED in [each["below"] for each in Program(app, "madong").every("/messages")]


def test_only_who_wrote_a_comment_takes_it_back(app: Flask, owner: Program) -> None:
    says(owner, "说错了。")
    address = f"{problem_of(owner)}/comments"
    [comment] = owner.every(address)
    withdrawal = f"{address}/{comment['id']}/withdraw"

    assert Program(app, "madong").posts(withdrawal, status=403)["code"] == "not-permitted"
    owner.posts(withdrawal)
    [left] = owner.every(address)
    assert (left["text"], left["withdrawn_at"] is None) == ("", False)
    owner.posts(withdrawal, status=409)
    owner.posts(f"{address}/{uuid4()}/withdraw", status=404)


def test_messages_are_one_s_own_and_marked_read(app: Flask, owner: Program) -> None:
    lead = Program(app, "chenjing")
    says(owner, CALLED)
    told(app)
    before = lead.gets("/messages/unread")
    newest = next(each for each in lead.every("/messages") if each["below"] == CALLED)
    assert (newest["kind"], newest["unread"], newest["lost"]) == ("mentioned", True, False)
    assert f"/problems/{newest['problem_id']}" == problem_of(owner)

    owner.posts(f"/messages/{newest['id']}/read", status=404)
    assert lead.posts(f"/messages/{newest['id']}/read")["unread"] is False
    assert lead.gets("/messages/unread")["count"] == before["count"] - 1
    assert lead.posts("/messages/read", {"until": newest["at"]}) == {"count": 0, "newest": None}
    assert lead.gets("/messages?unread=true")["items"] == []


def test_pages_of_messages_follow_each_other_without_a_gap(app: Flask) -> None:
    for number in range(3):
        says(Program(app, "sunyue"), f"@周敏 第 {number} 号工地请补照片。")
    told(app)
    owner = Program(app, "zhoumin")
    whole = owner.every("/messages")
    assert len(whole) >= 3
    assert owner.every("/messages", limit=1) == whole


def test_the_count_of_messages_is_not_sent_again_while_nothing_has_changed(app: Flask, owner: Program) -> None:
    told(app)
    lead = Program(app, "chenjing")
    tag = lead.sends("GET", "/messages/unread").headers["ETag"]
    assert lead.sends("GET", "/messages/unread", headers={"If-None-Match": tag}).status_code == 304
    says(owner, CALLED)
    told(app)
    assert lead.sends("GET", "/messages/unread", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("until", ["", "2026-11-20", "2026-11-20T02:00:00", "1969-01-01T00:00:00Z"])
def test_a_moment_without_its_zone_marks_nothing_read(owner: Program, until: str) -> None:
    assert owner.posts("/messages/read", {"until": until}, 422)["errors"][0]["pointer"] == "#/until"


def test_photographs_are_paired_and_taken_apart(owner: Program, elsewhere: Program) -> None:
    address = problem_of(owner)
    before, after = photo(taken="2026:09:01 09:00:00", gps=WEIFANG), photo(taken="2026:11:18 10:22:05")
    files = [(io.BytesIO(before), "东门整改前.jpg"), (io.BytesIO(after), "东门整改后.jpg")]
    owner.posts(f"{address}/evidence", status=201, data={"files": files})
    album = owner.gets(f"{address}/photographs")
    assert (album["pairs"], album["may_pair"]) == ([], True)
    first, second = album["suggested"]

    done = owner.posts(f"{address}/photographs", {"before": first, "after": second})
    assert done["sentence"] == "已配成一对：整改前《东门整改前.jpg》，整改后《东门整改后.jpg》。"
    [pair] = owner.gets(f"{address}/photographs")["pairs"]
    assert (pair["before"]["name"], pair["before"]["place"]) == ("东门整改前.jpg", "北纬 36.70833°，东经 119.10000°")
    owner.posts(f"{address}/photographs", {"before": first, "after": second}, 409)
    assert owner.posts(f"{address}/photographs", {"before": first, "after": first}, 422)["errors"]

    dissolving = f"{address}/photographs/{pair['id']}/dissolve"
    elsewhere.posts(dissolving, status=404)
    owner.posts(dissolving)
    assert owner.gets(f"{address}/photographs")["pairs"] == []
    owner.posts(dissolving, status=409)
