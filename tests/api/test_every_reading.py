"""Every reading operation in a city at work: each answers, and each of its lists holds something.

A query whose values change their shape is found here: an empty list would have hidden it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.api.program import Program
from tests.reports.test_pictures import photo
from tests.web.conftest import START
from tests.web.journey import TITLE
from tests.web.test_plan_pages import PLAN
from webapp import messaging
from webapp.api.openapi import document
from webapp.api.operation import OPERATIONS, File, Operation
from webapp.app import create_app
from webapp.clock import Clock
from webapp.demonstration import found_city
from webapp.house import KEY, House
from webapp.settings import Settings
from workflows import jobs
from workflows.records import (
    AuditDraw,
    CaseBundle,
    Document,
    EscalationStep,
    Evidence,
    Finding,
    Matter,
    Person,
    PlanReview,
    PrintBatch,
    Problem,
    SeriousMatter,
    Task,
    make_engine,
)

READERS = ("sunyue", "zhoumin", "rizhi", "anquan")
"""Whose programs try in turn: the first who may read it has to find something."""
EMPTY = frozenset(
    {
        "check_journal.breaks",  # the journal is sound
        "show_pool.pool",  # both draws are over; the story of a closure looks at a pool with a case in it
        "show_pool.pool[].reasons",
        "show_print.failed",  # printed by the worker
        "show_problem.notices[].objections",  # nobody objected
    }
)
"""Lists that nothing in this city fills: operation and place."""


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration with its past, which nobody changes but by what is asked for here."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("lived"), demo=True, demo_clock=True)
    path = settings.data_dir / "xiaohao.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(f"sqlite:///{path}")
    jobs.prepare(engine)
    app = create_app(settings, engine=engine, clock=Clock(movable=True, system=lambda: START))
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        found_city(session, at=START, store=house.store)
        session.commit()
    messaging.tell(house)
    yield app
    engine.dispose()


@pytest.fixture(scope="module")
def programs(city: Flask) -> Mapping[str, Program]:
    """The programs of the readers, who have asked for what nobody has asked for yet."""
    found = {login: Program(city, login) for login in READERS}
    office, owner = found["sunyue"], found["zhoumin"]
    task = next(each for each in owner.every("/tasks") if each["title"] == TITLE)
    owner.posts(f"/tasks/{task['task_id']}/draft", {"values": {"statement": "正在覆盖裸土。"}})
    address = f"/problems/{task['problem_id']}"
    owner.posts(f"{address}/comments", {"text": "@孙悦 工地的照片已补。"})
    names = ("东门整改前.jpg", "东门整改后.jpg", "西门.jpg")
    files = [(io.BytesIO(photo(taken="2026:09:01 09:00:00") + name.encode()), name) for name in names]
    owner.posts(f"{address}/evidence", status=201, data={"files": files})
    first, second = owner.gets(f"{address}/photographs")["suggested"]
    owner.posts(f"{address}/photographs", {"before": first, "after": second})
    office.posts("/plans", status=201, data={"file": (io.BytesIO(PLAN.encode()), "方案.txt")})
    papers = [each["id"] for each in office.every("/documents")]
    office.posts("/prints", {"documents": papers[:2]}, 201)
    office.posts(f"{address}/bundles", status=201)
    colleague = owner.gets("/substitutes")["substitutes"][0]["value"]
    days = {"first": "2026-11-23", "last": "2026-11-27"}
    owner.posts("/substitutes", {"substitute": colleague, **days, "reason": "外出培训"}, 201)
    messaging.tell(city.extensions[KEY])
    return found


def ids(city: Flask) -> Mapping[str, Sequence[str]]:
    """What stands in addresses: every id there is."""
    columns = {
        "problem_id": Problem.id, "matter_id": Matter.problem_id, "task_id": Task.id, "evidence_id": Evidence.id,
        "document_id": Document.id, "draw_id": AuditDraw.id, "finding_id": Finding.id, "step_id": EscalationStep.id,
        "serious_id": SeriousMatter.id, "batch_id": PrintBatch.id, "bundle_id": CaseBundle.id, "other_id": Person.id, "review_id": PlanReview.id,
    }  # fmt: skip
    with city.extensions[KEY].readers() as session:
        found = {name: [str(each) for each in session.scalars(select(of))] for name, of in columns.items()}
    return {**found, "year": ["2026"]}


def queries(office: Program) -> Mapping[str, Sequence[str]]:
    """What stands behind the question mark where something must, or where the lists are filled in turn."""
    code = office.every("/documents")[0]["verify_code"]
    return {
        "look_up_paper": [f"?code={code}"],
        "find_texts": ["?text=工地", "?text=工地恐龙"],
        "list_deadlines": ["?measures=true&state=listed"],
        "list_matters": [f"?kind={kind}" for kind in ("orders", "checks", "rounds")],
        "list_escalations": [f"?state={state}" for state in ("waiting", "approved", "dismissed", "withdrawn")],
        "list_tasks": ["?whose=all"],
    }


def addresses(
    operation: Operation, known: Mapping[str, Sequence[str]], asked: Mapping[str, Sequence[str]]
) -> list[str]:
    """Every address of an operation."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)
    names = re.findall(r"{(\w+)}", path)
    filled = [path.format(**{names[0]: value}) for value in known[names[0]]] if names else [path]
    return [address + query for address in filled for query in asked.get(operation.name, [""])]


def lists_in(schema: Mapping[str, Any], place: str = "", seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The places of all lists that the document promises."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from lists_in(document()["components"]["schemas"][name], place, (*seen, name))
        return
    if schema.get("type") == "array" and "items" in schema:
        yield place
        yield from lists_in(schema["items"], f"{place}[]", seen)
    for name, body in schema.get("properties", {}).items():
        yield from lists_in(body, f"{place}.{name}", seen)
    for each in schema.get("anyOf", ()):
        yield from lists_in(each, place, seen)


def filled_in(value: Any, place: str = "") -> Iterator[str]:
    """The places of all lists of an answer that hold something."""
    if isinstance(value, list) and value:
        yield place
        for each in value:
            yield from filled_in(each, f"{place}[]")
    if isinstance(value, dict):
        for name, each in value.items():
            yield from filled_in(each, f"{place}.{name}")


def empty(operation: Operation, programs: Mapping[str, Program], where: Sequence[str]) -> set[str] | None:
    """The lists that stayed empty in every answer to everybody; None where nobody was answered. Raises AssertionError for a crash."""
    assert isinstance(operation.gives, type)
    promised = lists_in({"$ref": f"#/components/schemas/{operation.gives.__name__}"})
    left, answered = {f"{operation.name}{place}" for place in promised} - EMPTY, False
    for address in where:
        for program in programs.values():
            answer = program.sends("GET", address)
            assert answer.status_code in (200, 403, 404, 409), (address, answer.text)
            if answer.status_code == 200:
                answered = True
                left -= set(filled_in(program.holds(answer), operation.name))
            if answered and not left:
                return left
    return left if answered else None


def test_every_reading_operation_has_something_to_say(city: Flask, programs: Mapping[str, Program]) -> None:
    known, asked = ids(city), queries(programs["sunyue"])
    reading = [each for each in OPERATIONS if each.method == "GET" and not isinstance(each.gives, File)]
    found = {each.name: empty(each, programs, addresses(each, known, asked)) for each in reading}
    assert {name for name, left in found.items() if left is None} == set(), "nobody was answered"
    assert {place for left in found.values() for place in left or ()} == set(), "said by nobody to anybody"
