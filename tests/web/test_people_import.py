"""Units and people from a spreadsheet: seen first, taken whole or not at all, by two administrators."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browser import Visitor, require_valid, words
from webapp.house import KEY
from workflows.actions.import_lines import PERSON_COLUMNS, UNIT_COLUMNS
from workflows.plans.sheet_writing import spreadsheet
from workflows.plans.sheets import rows_of
from workflows.records import Person, Unit

PORT = ("青禾市港航管理局", "市港航局", "市直部门", "")
NEW = ("ganglan", "港兰", "科员", "青禾市港航管理局", "承办人员")


def people(*rows: tuple[str, ...]) -> bytes:
    return spreadsheet("人员", PERSON_COLUMNS, (10,) * 5, rows)


def units(*rows: tuple[str, ...]) -> bytes:
    return spreadsheet("单位", UNIT_COLUMNS, (10,) * 4, rows)


def uploads(person: Visitor, data: bytes, *, status: int = 200, name: str = "表.xlsx") -> str:
    """The preview of a file."""
    return person.fills("/people/import", {"file": (io.BytesIO(data), name)}, status=status).text


def accepts(person: Visitor, preview: str, *, status: int = 200) -> str:
    """Press the button of a preview."""
    form = preview[preview.index('action="/people/import/accept"') :]
    hidden = {
        unescape(k): unescape(v) for k, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    }
    answer = person.client.post("/people/import/accept", data=hidden)
    assert answer.status_code == status, words(answer.text)
    require_valid(answer.text, "/people/import/accept")
    return answer.text


@pytest.fixture
def system(app: Flask) -> Visitor:
    return Visitor(app).signed_in("xitong")


@pytest.fixture
def security(app: Flask) -> Visitor:
    return Visitor(app).signed_in("anquan")


def test_one_sheet_two_administrators_and_the_new_person_signs_in(
    app: Flask, system: Visitor, security: Visitor
) -> None:
    preview = uploads(system, units(PORT))
    assert "新增 1" in words(preview)
    accepts(system, preview)
    preview = uploads(system, people(NEW))
    assert "由安全管理员导入同一张表后任职" in preview
    done = accepts(system, preview)
    first = re.search(r"<dt>初始密码</dt><dd><code>([^<]+)</code>", done)
    assert first
    assert "只在这里显示一次" in done

    seats = uploads(security, people(NEW))
    assert "港兰（ganglan）：青禾市港航管理局 承办人员" in words(seats)
    accepts(security, seats)
    somebody = Visitor(app)
    somebody.sign_in("ganglan", first[1])
    assert somebody.client.get("/").location == "/account", "the first password is to be changed"
    assert "青禾市港航管理局：承办人员" in words(somebody.opens("/account"))


def test_the_same_sheet_again_changes_nothing(system: Visitor) -> None:
    accepts(system, uploads(system, units(PORT)))
    again = uploads(system, units(PORT))
    assert "没有需要导入的内容" in again
    changed = uploads(system, units((PORT[0], "市港航处", PORT[2], "青港督改")))
    assert "简称：市港航局→市港航处；机关代字：空→青港督改" in words(changed)
    accepts(system, changed)


def test_a_refused_row_names_its_cell_and_nothing_is_saved(app: Flask, system: Visitor) -> None:
    page = uploads(
        system,
        people(
            NEW,
            ("Li Ming", "李", "", "云溪县", "县长"),
            ("zhoumin", "周明", "", "", ""),
            ("wang", "王五", "", "没有的局", ""),
        ),
    )
    said = words(page)
    assert "“人员”表 A3 单元格：登录名以小写字母开头" in said
    assert "“人员”表 B3 单元格：请填写姓名" in said
    assert "“人员”表 E3 单元格：没有“县长”这个角色" in said
    assert "“人员”表 A4 单元格：登录名“zhoumin”是周敏的" in said
    assert "“人员”表 D5 单元格：没有“没有的局”这个单位" in said
    assert "缺角色" in said
    assert "/people/import/accept" not in page, "there is no button while a row is refused"
    with app.extensions[KEY].sessions() as session:
        assert session.scalar(select(Person).where(Person.login == "ganglan")) is None


def test_a_change_between_preview_and_press_is_shown_again(app: Flask, system: Visitor) -> None:
    preview = uploads(system, units(PORT))
    Visitor(app).signed_in("xitong").fills("/units", {"name": PORT[0], "short_name": "港", "level": "department"})
    page = accepts(system, preview, status=409)
    assert "预览之后情况有变化" in page
    assert "简称：港→市港航局" in words(page)


def test_what_a_browser_sends_back_is_checked_like_an_upload(app: Flask, system: Visitor) -> None:
    token = system.token("/people/import")
    for rows in ("", "{}", "[1]", '[{"kind":"moon","number":1,"texts":{},"places":{}}]'):
        answer = system.client.post("/people/import/accept", data={"csrf_token": token, "rows": rows, "digest": "x"})
        assert answer.status_code in (409, 422), rows
    with app.extensions[KEY].sessions() as session:
        assert session.scalar(select(Unit).where(Unit.name == PORT[0])) is None


@pytest.mark.parametrize("data", [b"", b"no sheet", b"PK\x03\x04broken", spreadsheet("x", ("甲",), (5,), [("乙",)])])
def test_what_is_no_such_sheet_is_refused_in_words(system: Visitor, data: bytes) -> None:
    assert "读不了表格" in words(uploads(system, data, status=422))


def test_the_security_administrator_registers_nobody(security: Visitor) -> None:
    said = words(uploads(security, people(NEW)))
    assert "请系统管理员先导入这张表" in said


def test_administrators_stay_apart_in_a_sheet_too(security: Visitor) -> None:
    row = ("zhoumin", "周敏", "", "云溪县", "系统管理员")
    assert "系统管理员不能兼任其他角色" in words(uploads(security, people(row)))


def test_others_have_no_such_page(office: Visitor, unit: Visitor) -> None:
    office.opens("/people/import", 403)
    unit.fills("/substitutes", {"file": (io.BytesIO(people(NEW)), "a.xlsx")}, send_to="/people/import", status=403)


def test_the_download_is_what_can_be_uploaded(system: Visitor) -> None:
    for name in ("units", "people"):
        data = system.client.get(f"/people/import/{name}.xlsx").data
        assert rows_of(data, {"unit": ("单位全称",), "person": ("登录名",)}, most=5000)
        assert "没有需要导入的内容" in uploads(system, data)
    system.opens("/people/import/others.xlsx", 404)
