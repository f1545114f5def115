"""Comments: said to whoever may see the case, calling only those, taken back with a trace."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from tests.web.browser import Visitor, words
from tests.web.conftest import START, Watch
from tests.web.journey import TITLE
from webapp.house import KEY, House
from workflows.actions import city
from workflows.actions.password_hashes import hash_password
from workflows.records import Comment, CommentMention, JournalEntry, Occurrence, Person, Unit

START_ID = UUID(int=1)


def house(app: Flask) -> House:
    found: House = app.extensions[KEY]
    return found


def rows(app: Flask, kind: type[Any]) -> list[Any]:
    with house(app).sessions() as session:
        return list(session.scalars(select(kind)))


def talk(visitor: Visitor) -> str:
    """The address of the comments on the case."""
    task = visitor.task(TITLE)
    return visitor.finds(r'action="(/problems/[^"?]+/comments)[?"]', task)


def says(visitor: Visitor, text: str, *, status: int = 303, **more: str) -> Any:
    return visitor.fills(talk(visitor), {"text": text, **more}, status=status)


def test_a_comment_is_read_by_all_who_see_the_case_and_by_nobody_else(
    app: Flask, unit: Visitor, office: Visitor
) -> None:
    address = talk(unit)
    says(unit, "滨河新城 3 号工地已复工，\r\n请留意。")

    page = office.opens(address)

    assert "周敏 云溪县" in words(page)
    assert "滨河新城 3 号工地已复工，\n请留意。" in page
    assert Visitor(app).signed_in("wufang").client.get(address).status_code == 404


def test_who_is_called_by_name_is_told_of_it(app: Flask, unit: Visitor) -> None:
    says(unit, "@陈静 验收前请先看一下台账。")

    [mention], [told] = rows(app, CommentMention), [each for each in rows(app, Occurrence) if each.kind == "mentioned"]
    with house(app).sessions() as session:
        assert session.get_one(Person, mention.person_id).name == "陈静"
    assert told.person_id == mention.person_id
    assert '<b class="called">@陈静</b>' in unit.opens(talk(unit))
    [entry] = [each for each in rows(app, JournalEntry) if each.what == "comment:added-to"]
    assert "陈静" in entry.text
    assert "台账" not in entry.text


@pytest.mark.parametrize("name", ["吴芳", "张三丰"])
def test_who_may_not_see_the_case_cannot_be_called_whether_they_exist_or_not(
    app: Flask, unit: Visitor, name: str
) -> None:
    answer = says(unit, f"@{name} 请看", status=422)

    assert f"@{name}：能看到这个问题的人里没有这个姓名" in words(answer.text)
    assert f"@{name} 请看</textarea>" in answer.text
    assert rows(app, Comment) == []


def test_a_name_two_people_have_is_asked_about(app: Flask, unit: Visitor) -> None:
    with house(app).sessions() as session:
        county = session.scalars(select(Unit.id).where(Unit.name == "云溪县")).one()
        twin = city.add_person(
            session, login="chenjing2", name="陈静", title="", password_hash=hash_password("x"), at=START
        )
        city.seat(session, person_id=twin.id, unit_id=county, role="handler", at=START)
        twin_id = str(twin.id)
        session.commit()

    asked = says(unit, "@陈静 请核对", status=422)
    assert "@陈静不止一人，请选择是哪一位" in words(asked.text)
    assert {"云溪县", "市住房和城乡建设局"} <= set(re.findall(r'<span class="hint">([^<]+)</span>', asked.text))

    says(unit, "@陈静 请核对", **{"which-陈静": twin_id})

    assert [str(each.person_id) for each in rows(app, CommentMention)] == [twin_id]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("长" * 10_000, "最多 2000 字，现在 10000 字"), ("  \n\u200b ", "请写下要说的话"), ("", "请写下要说的话")],
)
def test_a_text_out_of_bounds_is_refused_in_words_and_kept_on_the_page(
    app: Flask, unit: Visitor, text: str, sentence: str
) -> None:
    answer = says(unit, text, status=422)

    assert sentence in words(answer.text)
    assert len(text) < 100 or text in answer.text
    assert rows(app, Comment) == []


def test_what_was_pasted_is_plain_text(app: Flask, unit: Visitor) -> None:
    says(unit, "<b>粗体</b>\x00\u200b\r\n\r\n\r\n\r\n第二段")

    assert rows(app, Comment)[0].text == "<b>粗体</b>\n\n第二段"
    assert "&lt;b&gt;粗体&lt;/b&gt;" in unit.opens(talk(unit))


def test_a_comment_is_taken_back_by_its_author_and_leaves_a_trace(app: Flask, unit: Visitor, office: Visitor) -> None:
    address = talk(unit)
    says(unit, "这句话说错了")
    withdraw = unit.finds(r'action="([^"?]+/withdraw)"', address)
    assert "/withdraw" not in office.opens(address)
    foreign = office.client.post(
        withdraw, data={"csrf_token": office.token("/"), "request_id": "00000000-0000-4000-8000-000000000001"}
    )
    assert foreign.status_code == 403

    unit.fills(address, {}, send_to=withdraw)

    page = office.opens(address)
    assert "本人于 2026 年 11 月 20 日 10:00 撤回了这条评论" in words(page)
    assert "说错" not in page
    assert [each.what for each in rows(app, JournalEntry) if each.what.startswith("comment")] == [
        "comment:added",
        "comment:withdrawn",
    ]


def test_what_was_said_cannot_be_changed_afterwards(app: Flask, unit: Visitor) -> None:
    says(unit, "@陈静 请看")

    for kind, changed in ((Comment, {"text": "别的话"}), (CommentMention, {"person_id": START_ID})):
        with house(app).sessions() as session, pytest.raises(DatabaseError, match="append-only"):
            session.execute(update(kind).values(**changed))
        with house(app).sessions() as session, pytest.raises(DatabaseError, match="append-only"):
            session.execute(delete(kind))


def test_pressing_twice_says_it_once(app: Flask, unit: Visitor) -> None:
    address = talk(unit)
    data = {"csrf_token": unit.token(address), "request_id": "00000000-0000-4000-8000-000000000002", "text": "一次"}

    assert [unit.client.post(address, data=data).status_code for _ in range(2)] == [303, 303]
    assert len(rows(app, Comment)) == 1


def test_names_are_suggested_of_those_who_may_see_the_case_alone(app: Flask, unit: Visitor) -> None:
    address = talk(unit).replace("/comments", "/readers")

    def names(typed: str) -> list[str]:
        return [each["name"] for each in unit.client.get(address, query_string={"typed": typed}).get_json()]

    assert names("陈") == ["陈静"]
    assert names("吴") == []
    assert "周敏" not in names("")
    assert len(names("")) <= 8
    assert Visitor(app).signed_in("wufang").client.get(address).status_code == 404


def test_a_comment_written_while_the_sign_in_ran_out_is_on_the_page_again(unit: Visitor, watch: Watch) -> None:
    address = talk(unit)
    data = {
        "csrf_token": unit.token(address),
        "request_id": "00000000-0000-4000-8000-000000000003",
        "text": "写了很久的话",
    }
    watch.passes(minutes=31)

    sent = unit.client.post(address, data=data)
    unit.sign_in("zhoumin")

    assert "/comments" in sent.location
    assert "写了很久的话</textarea>" in unit.opens(address)


def test_the_task_page_shows_the_newest_and_leads_to_all(unit: Visitor, watch: Watch) -> None:
    for number in range(7):
        watch.passes(seconds=1)
        says(unit, f"第 {number} 句")
    task = unit.opens(unit.task(TITLE))

    assert "查看全部 7 条" in task
    assert "第 6 句" in task
    assert "第 1 句" not in task
