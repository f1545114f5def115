"""The pages on which an administrator sees whether all is well, and who did what."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from tests.web.browser import Visitor, words
from webapp.house import KEY, House


def test_the_system_administrator_sees_what_is_well_and_what_to_do(app: Flask) -> None:
    page = words(Visitor(app).signed_in("xitong").opens("/operations"))
    for name in ("数据库", "后台任务", "磁盘"):
        assert name in page
    assert "怎么办" in page, "no worker runs in a test"


def test_the_journal_is_read_by_its_administrator_and_nobody_else(app: Flask, office: Visitor) -> None:
    reader = Visitor(app).signed_in("rizhi")
    page = words(reader.opens("/journal"))
    assert "登记问题清单" in page
    for other in (office, Visitor(app).signed_in("xitong"), Visitor(app).signed_in("anquan")):
        assert "日志管理员" in other.opens("/journal", 403)
    assert "系统管理员" in reader.opens("/operations", 403)


def test_the_journal_is_narrowed_by_person_scope_and_day(app: Flask) -> None:
    reader = Visitor(app).signed_in("rizhi")
    Visitor(app).signed_in("zhoumin")
    assert "登录（zhoumin）" in words(reader.opens("/journal?who=周敏&chain=system"))
    assert "没有记录" in reader.opens("/journal?day=2001-01-01")
    assert "共" in reader.opens("/journal?day=x&before=y&chain=z")


def test_a_changed_entry_is_found_by_the_check(app: Flask) -> None:
    reader = Visitor(app).signed_in("rizhi")
    assert "没有缺失，没有改动" in words(reader.fills("/journal", {}, status=200).text)
    house: House = app.extensions[KEY]
    with house.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER journal_entry_no_update"))
        connection.execute(text("UPDATE journal_entry SET actor_name = '别人' WHERE seq = 1"))
    assert "不完整" in words(reader.fills("/journal", {}, status=200).text)
