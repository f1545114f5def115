"""Programs of the office bring plans: uploaded, read, looked through, registered."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from tests.api.program import Program
from tests.web.test_plan_pages import PLAN
from webapp import plan_opening
from webapp.house import KEY

NAME = "第三轮督察整改清单"


@pytest.fixture
def office(app: Flask) -> Program:
    """A program of 孙悦 of the leading-group office."""
    return Program(app, "sunyue")


def uploads(program: Program, content: bytes = PLAN.encode(), status: int = 201, **more: Any) -> Any:
    return program.posts("/plans", status=status, data={"file": (io.BytesIO(content), "方案.txt")}, **more)


def test_a_plan_is_read_field_by_field_with_places_and_doubts(office: Program) -> None:
    plan = uploads(office)
    assert (plan["status"], plan["problems"], plan["file_name"]) == ("reviewing", 2, "方案.txt")
    address = f"/plans/{plan['id']}"

    first, second = office.every(f"{address}/problems", limit=1)
    fields = {each["name"]: each for each in first["fields"]}
    assert fields["deadline"]["words"].startswith("2026 年 12 月")
    assert fields["deadline"]["lines"] == [4]
    doubts = office.every(f"{address}/doubts", limit=1)
    assert len(doubts) == plan["doubts"] > 0
    assert second["doubts"] == [each for each in doubts if each["problem"] == second["key"]]


def test_a_plan_is_registered_when_its_doubts_are_settled_or_left(app: Flask, office: Program) -> None:
    plan = uploads(office)
    address, named = f"/plans/{plan['id']}", {"list_name": NAME}
    refused = office.posts(f"{address}/acceptance", {**named, "seen": plan["rev"]}, 409)
    assert refused["code"] == "doubts-left"
    [doubt, *_] = office.every(f"{address}/doubts")
    settled = office.posts(f"{address}/doubts", {"doubts": [doubt["id"]], "how": "left", "seen": plan["rev"]})
    assert settled["doubts"] == plan["doubts"] - 1
    assert office.posts(f"{address}/acceptance", {**named, "seen": plan["rev"], "leave_rest": True}, 409)

    accepted = office.posts(f"{address}/acceptance", {**named, "seen": settled["rev"], "leave_rest": True})
    assert accepted["status"] == "opening"
    opens(app, plan["id"])
    done = office.gets(address)
    assert (done["status"], done["list_name"]) == ("accepted", NAME)
    assert office.gets(f"/problems?list_id={done['list_id']}")["total"] == 2


def test_the_same_key_brings_one_plan(office: Program) -> None:
    assert uploads(office, key="night-1") == uploads(office, key="night-1")
    assert len(office.every("/plans", limit=1)) == 1


def test_what_cannot_be_read_is_told_and_nothing_is_kept(office: Program) -> None:
    refused = uploads(office, b"PK\x03\x04broken", 422)
    assert "读不了" in refused["detail"]
    office.posts("/plans", status=422, data={"other": (io.BytesIO(b"text"), "a.txt")})
    assert office.every("/plans") == []


def test_a_plan_is_put_aside_with_a_reason(office: Program) -> None:
    address = f"/plans/{uploads(office)['id']}"
    assert office.posts(f"{address}/drop", {"reason": " "}, 422)["errors"][0]["pointer"] == "#/reason"
    assert office.posts(f"{address}/drop", {"reason": "另行上传。"})["status"] == "dropped"
    office.gets(f"{address}/problems?after=x", 422)


def test_plans_are_for_those_who_register_them(app: Flask, office: Program, owner: Program) -> None:
    address = f"/plans/{uploads(office)['id']}"
    for other in (owner, Program(app, "xitong"), Program(app, "liguoqing")):
        other.gets("/plans", 403)
        uploads(other, status=403)
        for part in ("", "/problems", "/doubts"):
            other.gets(f"{address}{part}", 404)
        other.posts(f"{address}/drop", {"reason": "另行上传。"}, 404)
        other.posts(f"{address}/acceptance", {"list_name": NAME, "seen": 0}, 404)


def opens(app: Flask, review_id: str) -> None:
    """The worker opens the register."""
    plan_opening.open_register(app.extensions[KEY], {"review_id": review_id})
