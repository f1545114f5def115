"""Registering a petition in the browser, and who gets to see it."""

from __future__ import annotations

from flask import Flask

from tests.web.browser import Visitor, words

FILLED = {
    "number": "X420000201811240021",
    "received_on": "2026-11-20",
    "area": "大气",
    "text": "城南木器厂喷漆气味刺鼻，夜间锯木噪声扰民。",
}


def county(office: Visitor) -> str:
    return office.finds(r'value="([0-9a-f-]{36})"[^>]*>\s*(?:<[^>]+>)*\s*云溪县', "/petitions/new")


def test_the_office_registers_a_petition_and_sees_it_with_its_county(office: Visitor) -> None:
    assert "登记信访件" in office.opens("/problems")

    answer = office.fills("/petitions/new", {**FILLED, "responsible_units": county(office)})
    said = office.opens(answer.location)

    assert "已登记信访件 X420000201811240021，转云溪县办理，2026-11-30 前办结。" in words(said)
    assert "调查核实" in words(said)


def test_a_wrong_number_is_shown_beside_its_field_and_nothing_is_lost(office: Visitor) -> None:
    filled = {**FILLED, "number": "X4200002018112400AB", "responsible_units": county(office)}

    said = office.fills("/petitions/new", filled, status=422).text

    assert "请对照转办单核对" in words(said)
    assert "夜间锯木噪声扰民" in said


def test_a_unit_registers_nothing(unit: Visitor) -> None:
    assert "登记信访件" not in unit.opens("/problems")
    assert "此事由领导小组办公室办理" in unit.opens("/petitions/new", 403)


def test_the_party_secretary_sees_the_petition_of_their_county_and_no_draw(app: Flask) -> None:
    secretary = Visitor(app).signed_in("hanbing")
    page = secretary.opens("/problems?text=X990100&kind=petition")

    assert "永和小区" in words(page)
    assert 'href="/draws"' not in page


def test_petitions_are_counted_apart_from_problems_and_found_from_there(office: Visitor) -> None:
    page = office.opens("/problems?text=X990100")

    assert "没有符合条件的问题" in words(page)
    assert "信访件 1" in words(page)
    petitions = office.opens(
        office.finds(r'href="(/problems\?kind=petition[^"]+)"', "/problems?text=X990100").replace("&amp;", "&")
    )
    assert "办理中" in words(petitions)
    assert "反映的问题" in words(
        office.opens(office.finds(r'class="title"><a href="([^"]+)"', "/problems?kind=petition"))
    )


def test_the_whole_city_is_not_the_party_secretarys(app: Flask, office: Visitor) -> None:
    def total(visitor: Visitor) -> int:
        return int(visitor.finds(r"共 (\d+) 个</span>", "/problems"))

    assert total(Visitor(app).signed_in("hanbing")) < total(office)
