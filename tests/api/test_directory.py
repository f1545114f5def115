"""Programs of the administrators: units, accounts, seats, substitutes. Nobody does another's part."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from tests.api.program import Program
from tests.web.browser import Visitor

UNIT = {"name": "青禾市城市管理局", "short_name": "市城管局", "level": "department", "code": "青城管"}
PERSON = {"login": "hefang", "name": "何方", "title": "科长"}


@pytest.fixture
def registrar(app: Flask) -> Program:
    """A program of 系统管理员, who registers."""
    return Program(app, "xitong")


@pytest.fixture
def guard(app: Flask) -> Program:
    """A program of 安全管理员, who lets in."""
    return Program(app, "anquan")


def person(registrar: Program, login: str) -> dict[str, Any]:
    """The account with this login."""
    [found] = [each for each in registrar.gets(f"/people?text={login}")["items"] if each["login"] == login]
    account: dict[str, Any] = registrar.gets(f"/people/{found['id']}")
    return account


def test_a_unit_is_registered_changed_closed_and_opened_again(registrar: Program) -> None:
    unit = registrar.posts("/units", UNIT, 201)
    assert (unit["name"], unit["code"], unit["active"], unit["people"]) == ("青禾市城市管理局", "青城管", True, 0)
    address = f"/units/{unit['id']}"
    assert registrar.posts(address, {"short_name": "城管局", "level": "department"})["short_name"] == "城管局"
    assert registrar.posts(f"{address}/standing", {"active": False})["active"] is False
    assert registrar.posts(f"{address}/standing", {"active": True}) in registrar.every("/units")


def test_a_person_is_registered_seated_and_comes_in(app: Flask, registrar: Program, guard: Program) -> None:
    unit = registrar.posts("/units", UNIT, 201)
    made = registrar.posts("/people", PERSON, 201)
    address = f"/people/{made['account']['id']}"
    account = guard.posts(f"{address}/seats", {"unit_id": unit["id"], "role": "handler"}, 201)
    assert [(each["unit"], each["until"]) for each in account["seats"]] == [(UNIT["name"], None)]

    newcomer = Visitor(app)
    newcomer.sign_in("hefang", made["first_password"])
    assert newcomer.client.get("/").location == "/account"
    ended = guard.posts(f"{address}/seats/{account['seats'][0]['id']}/end")
    assert ended["seats"][0]["until"] is not None


def test_what_is_wrong_is_told_field_by_field(registrar: Program, guard: Program) -> None:
    registrar.posts("/people", PERSON, 201)
    again = registrar.posts("/people", {**PERSON, "name": "何"}, 422)
    assert {each["pointer"] for each in again["errors"]} == {"#/login", "#/name"}
    assert registrar.posts("/units", {**UNIT, "code": "ABC"}, 422)["errors"][0]["pointer"] == "#/code"
    address = f"/people/{person(registrar, 'hefang')['id']}/seats"
    wrong = guard.posts(address, {"unit_id": str(uuid4()), "role": "system"}, 422)
    assert {each["pointer"] for each in wrong["errors"]} == {"#/unit_id", "#/role"}


def test_each_administrator_does_their_own_part_and_nobody_else_any(
    app: Flask, registrar: Program, guard: Program, owner: Program
) -> None:
    somebody = person(registrar, "madong")
    address = f"/people/{somebody['id']}"
    seat = f"{address}/seats/{somebody['seats'][0]['id']}/end"
    for other in (guard, owner, Program(app, "rizhi"), Program(app, "sunyue")):
        other.posts("/units", UNIT, 403)
        other.posts("/people", PERSON, 403)
        other.posts(f"{address}/standing", {"active": False}, 403)
    for other in (registrar, owner, Program(app, "rizhi"), Program(app, "sunyue")):
        other.posts(seat, status=403)
    owner.gets(address, 403)
    assert person(registrar, "madong") == somebody


def test_a_seat_is_not_ended_through_another_person_s_address(registrar: Program, guard: Program) -> None:
    one, other = person(registrar, "madong"), person(registrar, "chenjing")
    guard.posts(f"/people/{other['id']}/seats/{one['seats'][0]['id']}/end", status=404)
    assert person(registrar, "madong") == one


def test_an_account_with_tasks_by_name_is_closed_when_they_are_put_back(
    registrar: Program, owner: Program, app: Flask
) -> None:
    task = next(each for each in owner.every("/tasks") if each["may_act"])
    owner.posts(f"/tasks/{task['task_id']}/claim")
    address = f"/people/{person(registrar, 'zhoumin')['id']}/standing"

    refused = registrar.posts(address, {"active": False}, 409)
    assert "1 项由其承办的任务" in refused["detail"]
    assert registrar.posts(address, {"active": False, "put_back": True})["active"] is False
    owner.gets("/tasks", 401)
    left = next(each for each in Program(app, "madong").every("/tasks") if each["task_id"] == task["task_id"])
    assert left["holder"] == ""


def test_the_post_beside_a_name_is_changed(registrar: Program) -> None:
    address = f"/people/{person(registrar, 'madong')['id']}"
    assert registrar.posts(address, {"title": "副主任"})["title"] == "副主任"
    assert registrar.posts(address, {"title": "长" * 101}, 422)["errors"][0]["pointer"] == "#/title"


def test_a_person_says_who_stands_in_and_ends_it(app: Flask, owner: Program, elsewhere: Program) -> None:
    colleague = next(each for each in owner.gets("/substitutes")["substitutes"] if "马东" in each["label"])
    asked = {"substitute": colleague["value"], "first": "2026-11-20", "last": "2026-11-24", "reason": "外出培训"}
    [made] = owner.posts("/substitutes", asked, 201)["mine"]
    assert (made["absent"], made["substitute"], made["state"]) == ("周敏", "马东", "running")
    assert owner.posts("/substitutes", asked, 422)["errors"][0]["pointer"] == "#/first"
    assert owner.posts("/substitutes", {**asked, "reason": "病"}, 422)["errors"]

    elsewhere.posts(f"/substitutes/{made['id']}/end", status=404)
    [ended] = Program(app, "madong").posts(f"/substitutes/{made['id']}/end")["mine"]
    assert ended["state"] == "over"


def test_nobody_arranges_for_people_of_another_unit(app: Flask, owner: Program) -> None:
    me = owner.gets("/me")["id"]
    asked = {"absent": me, "substitute": me, "first": "2026-11-20", "last": "2026-11-24", "reason": "外出培训"}
    Program(app, "luqian").posts("/substitutes", asked, 403)
