"""Settings, roles and the list of what a new city still has to do."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browser import Visitor, words
from webapp.house import KEY
from workflows.queries import settings as kept
from workflows.records import JournalEntry


def entries(app: Flask, what: str) -> list[str]:
    with app.extensions[KEY].sessions() as session:
        return list(session.scalars(select(JournalEntry.text).where(JournalEntry.what == what)))


def filled(page: str, action: str) -> dict[str, str]:
    """The fields of one form as the page shows them."""
    form = page[page.index(f'action="{action}"') :].split("</form>")[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


def test_words_of_papers_are_set_and_the_journal_has_old_and_new(app: Flask) -> None:
    admin = Visitor(app).signed_in("xitong")
    given = {
        **filled(admin.opens("/settings"), "/settings/papers"),
        "office.phone": "0536-8888888",
        "papers.series.letter": "函",
    }
    admin.fills("/settings", given, send_to="/settings/papers")
    assert 'value="0536-8888888"' in admin.opens("/settings")
    [entry] = entries(app, "papers:set")
    assert '"before":""' in entry
    assert '"value":"0536-8888888"' in entry


def test_a_wrong_word_stands_beside_its_field_and_nothing_is_saved(app: Flask) -> None:
    admin = Visitor(app).signed_in("xitong")
    given = {**filled(admin.opens("/settings"), "/settings/papers"), "office.code": "〔x〕", "office.phone": "1"}
    page = admin.fills("/settings", given, send_to="/settings/papers", status=422).text
    assert "只写代字本身" in page
    assert entries(app, "papers:set") == []


def test_each_administrator_changes_their_own_part_and_no_other(app: Flask, office: Visitor, unit: Visitor) -> None:
    system, security = Visitor(app).signed_in("xitong"), Visitor(app).signed_in("anquan")
    security.fills("/settings", {"days": "3"}, send_to="/settings/retention", status=403)
    system.fills("/settings", {"roles": "office"}, send_to="/settings/second-factor", status=403)
    office.fills("/substitutes", {"office.phone": "1"}, send_to="/settings/papers", status=403)
    unit.opens("/settings", 403)
    assert "由安全管理员更改" in system.opens("/settings")


def test_roles_are_asked_for_a_second_proof_but_not_one_s_own_before_it_was_tried(app: Flask) -> None:
    security = Visitor(app).signed_in("anquan")
    to = "/settings/second-factor"
    page = security.fills("/settings", {"roles": ["security_admin"]}, send_to=to, status=422).text
    assert "您还没有启用两步验证" in page
    security.fills("/settings", {"roles": ["office", "office_leader"]}, send_to=to)
    assert entries(app, "setting:changed") == [
        '{"before":"没有","label":"必须使用两步验证的角色","value":"领导小组办公室、领导小组办公室负责人"}'
    ]
    security.fills("/settings", {"roles": ["moon"]}, send_to=to, status=422)


@pytest.mark.parametrize("days", ["", "-1", "9999999", "x", "３０"])
def test_odd_numbers_of_days_are_refused(app: Flask, days: str) -> None:
    system = Visitor(app).signed_in("xitong")
    assert (
        'id="days-error"' in system.fills("/settings", {"days": days}, send_to="/settings/retention", status=422).text
    )
    with app.extensions[KEY].sessions() as session:
        assert kept.read(session, "prints.keep_days") == "30"


def test_how_long_messages_stay_is_set_field_by_field_and_journalled(app: Flask) -> None:
    system = Visitor(app).signed_in("xitong")
    given = {**filled(system.opens("/settings"), "/settings/retention"), "read_days": "90", "delivery_days": "0"}
    page = system.fills("/settings", {**given, "unread_days": "1e3"}, send_to="/settings/retention", status=422).text
    assert 'id="unread_days-error"' in page
    assert entries(app, "setting:changed") == []
    system.fills("/settings", given, send_to="/settings/retention")
    assert [each.split('"label":')[1] for each in entries(app, "setting:changed")] == [
        '"已读消息的保留天数","value":"90"}',
        '"邮件和端点发送记录的保留天数","value":"0"}',
    ]


def test_the_roles_are_said_in_words_with_who_has_them(app: Flask) -> None:
    said = words(Visitor(app).signed_in("anquan").opens("/roles"))
    assert "领导小组办公室负责人" in said
    assert "作废文书" in said
    assert "信访件由本人签字，不能代办" in said
    assert "周敏 （云溪县）" in said


def test_the_list_of_what_is_left_is_live(app: Flask) -> None:
    admin = Visitor(app).signed_in("xitong")
    said = words(admin.opens("/setup"))
    assert "还没有填函件联系人" in said
    given = filled(admin.opens("/settings"), "/settings/papers")
    given |= {"office.contact": "张某", "office.phone": "1", "office.address": "某路 1 号"}
    admin.fills("/settings", given, send_to="/settings/papers")
    assert "还没有填" not in words(admin.opens("/setup"))


def test_others_see_neither(unit: Visitor) -> None:
    unit.opens("/roles", 403)
    unit.opens("/setup", 403)


def test_the_tasks_of_somebody_who_leaves_are_handed_on_before_the_account_is_closed(app: Flask, unit: Visitor) -> None:
    task = unit.tasks()[0]
    unit.fills(task, {}, send_to=f"{task}/claim")
    admin = Visitor(app).signed_in("xitong")
    address = admin.finds(r'href="(/people/[^"]+)">周敏', "/people")
    admin.fills(address, {"go": "close"})
    page = admin.opens(f"{address}/tasks")
    assert "此人名下还有没办完的任务" in page
    other = re.search(r'<select id="all".*?<option value="([0-9a-f-]{36})">', page, re.S)
    assert other
    admin.fills(f"{address}/tasks", {"all": other[1], "reason": ""}, status=422)
    admin.fills(f"{address}/tasks", {"all": other[1], "reason": "调离"})
    assert "名下没有任务" in admin.opens(f"{address}/tasks")
    admin.fills(f"{address}/tasks", {"go": "close"}, send_to=address)
    assert unit.client.get("/").location.startswith("/sign-in")
