"""Rows for the records' tests, each with only what the test is about; everything else has a plain value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.records import (
    Case,
    Diagram,
    JournalEntry,
    Person,
    PlanDecision,
    PlanReview,
    Problem,
    ProblemList,
    SignOff,
    Task,
    Unit,
    journal,
)

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def a_unit(**given: Any) -> Unit:
    return Unit(**{"name": "临江市生态环境局", "short_name": "市生态环境局", "level": "department", **given})


def a_person(**given: Any) -> Person:
    return Person(**{"login": "wangmin", "name": "王敏", "password_hash": "-", "created_at": AT, **given})


def a_problem(**given: Any) -> Problem:
    listed = ProblemList(name="第二轮督察问题清单", source_name="方案.txt", source_digest="0" * 64, created_at=AT)
    plain = {"problem_list": listed, "position": 1, "title": "污水直排", "text": "污水直排清河。", "created_at": AT}
    return Problem(**{**plain, "due_on": date(2026, 12, 31), **given})


def a_diagram(**given: Any) -> Diagram:
    plain = {"key": "rectification", "version": 1, "name": "整改销号", "digest": "1" * 64}
    return Diagram(**{**plain, "source": b"<bpmn/>", "stored": b"{}", "deployed_at": AT, **given})


def a_case(**given: Any) -> Case:
    plain = {"state": b"state", "opened_at": AT, "stage": "rectify"}
    return Case(**{"problem": a_problem(), "diagram": a_diagram(), **plain, **given})


def a_task(case: Case, **given: Any) -> Task:
    plain = {"token": "t1", "box": "rectify", "name": "整改", "role": "responsible_unit", "opened_at": AT}
    return Task(**{"case": case, **plain, **given})


def a_sign_off(case: Case, person: Person, **given: Any) -> SignOff:
    plain = {"box": "rectify", "role": "responsible_unit", "decision": "reported", "values": "{}", "at": AT}
    return SignOff(**{"case": case, "person": person, **plain, **given})


def an_entry(session: Session, chain: str | UUID = journal.SYSTEM, **given: Any) -> JournalEntry:
    plain = {"at": AT, "actor_id": None, "actor_name": "系统", "what": "task:closed", "facts": {"意见": "同意"}}
    return journal.write(session, chain=chain, **{**plain, **given})


def a_plan_decision(person: Person, **given: Any) -> PlanDecision:
    review = PlanReview(file_name="方案.txt", digest="0" * 64, size=3, uploaded_by=person, uploaded_at=AT)
    return PlanDecision(**{"review": review, "seq": 1, "kind": "set", "body": "{}", "by": person, "at": AT, **given})
