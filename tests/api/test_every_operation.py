"""A guard over every operation: without a token, with another scope, as every role, about things that are not there and things of others."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from tests.api.program import ROOT, Program
from tests.web.journey import TITLE
from tests.web.test_bad_requests import everything
from webapp.api.openapi import TAGS, document
from webapp.api.operation import OPERATIONS, Operation
from workflows.rules.tokens import SCOPES

NOBODY = "00000000-0000-0000-0000-000000000007"
BODIES: dict[str, Any] = {
    "void_document": {"reason": "内容有误，另行制发。"},
    "make_paper": {"kind": "closure_report"},
    "draw": {"seed": "12345", "seed_again": "12345"},
    "withdraw_draw": {"reason": "名单有误，重新冻结。"},
    "replace_auditor": {"leaves": NOBODY, "reason": "出差在外。"},
    "freeze_draw": {"list_id": NOBODY, "seen": "", "seed_source": "福彩双色球开奖号码", "seed_at": "2026-11-24T21:15:00+08:00"},
    "open_round": {"due_on": "2026-11-01"},
    "decide_finding": {"decision": "dismiss", "reason": "与本市无关，不列入清单。"},
    "decide_escalation": {"decision": "dismiss", "reason": "已约定整改时间。"},
    "note_serious": {"answer": "已阅，请按程序处置。"},
    "declare_hopeless": {"reason": "施工许可未批，不能按期完成。"},
    "print_documents": {"documents": [NOBODY]},
    "register_unit": {"name": "县", "level": "county"},
    "change_unit": {"short_name": "简称", "level": "county"},
    "close_unit": {"active": True},
    "register_person": {"login": "A", "name": "何方"},
    "change_person": {"title": "主任"},
    "close_person": {"active": True},
    "seat_person": {"unit_id": NOBODY, "role": "office"},
    "set_substitute": {"substitute": NOBODY, "first": "2026-11-01", "last": "2026-11-02", "reason": "外出培训"},
    "settle_plan_doubts": {"doubts": ["d"], "how": "right", "seen": 0},
    "accept_plan": {"list_name": "第三轮督察整改清单", "seen": 0},
    "drop_plan": {"reason": "另行上传。"},
    "add_comment": {"text": "请补照片。"},
    "read_messages": {"until": "2026-11-01T00:00:00+08:00"},
    "pair_photographs": {"before": NOBODY, "after": NOBODY},
}  # fmt: skip
"""What is sent where a form's values are not. Each is one that is refused to whoever might do it: the day of the round is over, a unit's name
too short."""
QUERIES = {"look_up_paper": "?code=ABCD-EFGH-JKLM", "find_texts": "?text=扬尘", "list_matters": "?kind=orders"}
ROLES = {
    "zhoumin": "responsible unit",
    "chenjing": "lead unit",
    "wanglixin": "inspector",
    "sunyue": "office",
    "liguoqing": "office leader",
    "hanbing": "party secretary",
    "xitong": "system administrator",
    "anquan": "security administrator",
    "rizhi": "journal administrator",
}
WHOLE_CITY = {"sunyue", "liguoqing", "wanglixin"}
DIRECTORY = {"sunyue", "liguoqing", "xitong", "anquan", "rizhi"}
OFFICE = {"sunyue", "liguoqing"}
FOR_SOME = {
    "list_units": DIRECTORY,
    "list_people": DIRECTORY,
    "show_overview": WHOLE_CITY,
    "show_ageing": WHOLE_CITY,
    "compare_units": WHOLE_CITY,
    "list_deadlines": WHOLE_CITY,
    "show_audits": WHOLE_CITY,
    "show_pool": WHOLE_CITY,
    "list_escalations": WHOLE_CITY,
    "show_numbers": OFFICE,
    "show_petition_form": {"sunyue"},
    "list_plans": {"sunyue"},
    "list_journal": {"rizhi"},
    "check_journal": {"rizhi"},
}
"""Reading operations without an id that are not for everybody: the people of `ROLES` who may. Everything else that has no id is for all."""
OWN = {"read_messages"}
"""What anybody may do, about nothing but what is their own."""
REFUSING = {401, 403, 404, 409, 422}


def address(operation: Operation, **known: str) -> str:
    """The address of an operation about these things; what is not known is nobody's."""
    values = {"year": "2026", "verb": "reopen", **known}
    path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda part: values.get(part[1], NOBODY), operation.path)
    return path + QUERIES.get(operation.name, "")


def sends(program: Program, operation: Operation, **known: str) -> TestResponse:
    """The operation with a body that has nothing wrong with it."""
    more: dict[str, Any] = {}
    if operation.body is not None and not isinstance(operation.body, type):
        more["data"] = {operation.body.part: (io.BytesIO(b"no PDF"), "paper.pdf")}
    elif operation.body is not None:
        more["json"] = BODIES.get(operation.name, {"values": {}})
    return program.sends(operation.method, address(operation, **known), **more)


def test_the_document_is_valid_and_says_everything(app: Flask) -> None:
    validate(document())
    declared = {each.name for each in OPERATIONS}
    assert len(declared) == len(OPERATIONS)
    assert {f"api.{name}" for name in declared} == {name for name in app.view_functions if name.startswith("api.")}
    assert {each.tag for each in OPERATIONS} == set(TAGS)
    assert {each.scope for each in OPERATIONS} == {"", *SCOPES}
    assert not [name for name in document()["components"]["schemas"] if "__" in name], "two models of one name"
    for each in OPERATIONS:
        assert re.match(r"[\u4e00-\u9fff]", each.title), each.name
        assert each.says.isascii() or "…" in each.says, each.name


def test_without_a_token_nobody_comes_in(app: Flask) -> None:
    client = app.test_client()
    for each in OPERATIONS:
        answer = client.open(f"{ROOT}{address(each)}", method=each.method)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), each.name
        assert answer.json["code"] == "not-known"


def test_another_scope_does_not_help(app: Flask) -> None:
    before = everything(app)
    reader, keeper = Program(app, "sunyue", ["read"]), Program(app, "sunyue", ["journal"])
    made = {"personal_token": 2, "journal_entry": 2}
    for each in OPERATIONS:
        if each.scope:
            answer = sends(keeper if each.scope != "journal" else reader, each)
            assert (answer.status_code, answer.json["code"]) == (403, "scope-missing"), each.name
            assert each.scope in answer.json["detail"]
    after = everything(app)
    assert {name: after[name] - before[name] for name in made} == made
    assert {k: v for k, v in after.items() if k not in made} == {k: v for k, v in before.items() if k not in made}


@pytest.mark.parametrize("login", ROLES)
def test_as_every_role_what_is_not_there_is_not_found_and_what_is_not_theirs_not_done(app: Flask, login: str) -> None:
    program = Program(app, login)
    before = everything(app)
    for each in OPERATIONS:
        answer = sends(program, each)
        assert answer.status_code < 500, (each.name, answer.text)
        if each.name in OWN:
            assert answer.status_code == 200, (each.name, answer.text)
        elif "_id" in each.path or each.acts:
            assert answer.status_code in REFUSING, (each.name, answer.text)
        else:
            may = login in FOR_SOME.get(each.name, {login})
            expected = 404 if each.name == "look_up_paper" else 200 if may else 403
            assert answer.status_code == expected, (each.name, answer.text[:300])
    after = everything(app)
    after.pop("revisions")
    assert {name: count for name, count in after.items() if before[name] != count} == {}


def test_somebody_else_s_things_are_not_found_by_any_operation(app: Flask, owner: Program, elsewhere: Program) -> None:
    line = next(each for each in owner.every("/tasks") if each["title"] == TITLE)
    office = Program(app, "sunyue")
    known = {
        "task_id": line["task_id"],
        "problem_id": line["problem_id"],
        "matter_id": line["problem_id"],
        "evidence_id": owner.posts(
            f"/tasks/{line['task_id']}/evidence", status=201, data={"files": (io.BytesIO(b"text"), "说明.txt")}
        )["items"][0]["id"],
    }
    bundle = owner.posts(f"/problems/{line['problem_id']}/bundles", status=201)
    known["bundle_id"] = bundle["id"]
    owner.posts(f"/problems/{line['problem_id']}/comments", {"text": "已复工。"})
    known["comment_id"] = owner.every(f"/problems/{line['problem_id']}/comments")[0]["id"]
    known["document_id"] = next(
        (each["id"] for each in office.every("/documents") if not elsewhere_sees(elsewhere, each["id"])), NOBODY
    )
    before = everything(app)
    concerned = [each for each in OPERATIONS if any(f":{name}>" in each.path for name in known)]
    assert len(concerned) > 25
    for each in concerned:
        answer = sends(elsewhere, each, **known)
        assert (answer.status_code, answer.json["code"]) == (404, "not-found"), (each.name, answer.text)
    assert everything(app) == before


def elsewhere_sees(program: Program, document_id: str) -> bool:
    return program.sends("GET", f"/documents/{document_id}").status_code == 200


def test_errors_of_the_web_server_are_json_too(owner: Program) -> None:
    nothing = owner.sends("GET", "/nothing")
    assert (nothing.status_code, nothing.mimetype) == (404, "application/problem+json")
    for method in ("PUT", "DELETE", "PATCH"):
        wrong = owner.sends(method, "/tasks")
        assert (wrong.status_code, wrong.mimetype) == (405, "application/problem+json")
        assert "GET" in wrong.headers["Allow"]
    task = owner.gets("/tasks?limit=1")["items"][0]["task_id"]
    address = f"/tasks/{task}/completion"
    for sent, status, code in (
        ({"data": "{}", "content_type": "text/plain"}, 415, "other-kind"),
        ({"data": "{", "content_type": "application/json"}, 400, "not-json"),
        ({"data": b'{"values": "\xff"}', "content_type": "application/json"}, 400, "not-json"),
        ({"data": "[]", "content_type": "application/json"}, 422, "invalid-input"),
        ({"json": {}}, 422, "invalid-input"),
        ({"json": {"values": {}, "more": 1}}, 422, "invalid-input"),
        ({"data": " " * 3_000_000, "content_type": "application/json"}, 413, "status-413"),
    ):
        answer = owner.sends("POST", address, **sent)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), sent
        assert answer.json["code"] == code
        assert "保存" in answer.json["detail"] or status != 413
    large = owner.sends("POST", f"/tasks/{task}/evidence", data={"files": (io.BytesIO(b"a" * 3_000_000), "a.txt")})
    assert (large.status_code, large.mimetype) == (413, "application/problem+json")


def test_the_number_of_a_request_is_the_caller_s_where_it_brings_one(owner: Program) -> None:
    brought = owner.sends("GET", "/nothing", headers={"X-Request-Id": "night-7.1"})
    assert brought.headers["X-Request-Id"] == brought.json["request_id"] == "night-7.1"
    for odd in ("a b", "x" * 65, "<script>"):
        assert owner.sends("GET", "/me", headers={"X-Request-Id": odd}).headers["X-Request-Id"] != odd
