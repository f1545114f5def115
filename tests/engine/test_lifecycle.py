"""The shipped lifecycle, told as the minutes of cases: every decision both ways, the notice, the reopening."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.engine.cases import MORNING, NEVER, Case
from workflows.engine import Diagram, NobodyWaits, ServiceKind, check, compile_diagram, restore_diagram
from workflows.rules.roles import ROLES

SOURCE = (Path(__file__).parents[2] / "workflows" / "diagrams" / "rectification.bpmn").read_bytes()
SERVICES = {
    "issue_document": ServiceKind(required=frozenset({"document"})),
    "open_public_notice": ServiceKind(optional=frozenset({"days", "calendar"}), gives=frozenset({"notice_ends_at"})),
    "resume_public_notice": ServiceKind(gives=frozenset({"notice_ends_at"})),
    "enter_audit_pool": ServiceKind(),
    "mark_overdue": ServiceKind(),
    "close": ServiceKind(),
    "reopen": ServiceKind(),
    "notify": ServiceKind(required=frozenset({"template"})),
}
FORMS = {
    "assign_units": ["units_assigned"],
    "submit_plan": ["deadline_at"],
    "accept_plan": ["plan_accepted", "deadline_at"],
    "rectify": [],
    "self_check": ["self_check_passed", "deadline_at"],
    "self_accept": ["self_acceptance_passed"],
    "reinspect": ["reinspection_passed", "deadline_at", "return_to"],
    "confirm_reinspection": ["reinspection_confirmed", "deadline_at", "return_to"],
    "random_audit": ["audit_passed", "deadline_at", "return_to"],
    "register_objection": [],
    "handle_objection": ["objection_upheld", "deadline_at"],
    "approve_closure": ["closure_approved", "deadline_at", "return_to"],
    "reopen": ["deadline_at"],
}
CATALOGUE: dict[str, Any] = {
    "services": SERVICES,
    "forms": FORMS,
    "roles": ROLES,
    "start_facts": ["units_assigned", "plan_known", "deadline_at", "county_level"],
}
NEW_DEADLINE = (MORNING + timedelta(days=90)).isoformat()
NOTICE_END = MORNING + timedelta(days=40)


@pytest.fixture(scope="module")
def lifecycle() -> Diagram:
    """The diagram as a running application has it: restored from its stored form."""
    return restore_diagram(compile_diagram(SOURCE, **CATALOGUE).stored)


class Rectification(Case):
    """A case whose service boxes are done at once, as the application does them."""

    def __init__(self, diagram: Diagram, **facts: Any) -> None:
        known = {"units_assigned": True, "plan_known": True, "deadline_at": NEVER, "county_level": False}
        super().__init__(diagram, **{**known, **facts})

    def goes_through(self, *boxes: str) -> Rectification:
        """These user boxes pass, one after another."""
        for box in boxes:
            self.decides(box, True)
        return self

    def decides(self, box: str, passed: bool) -> Rectification:
        """A user box is decided; a return sets a new deadline."""
        facts: dict[str, Any] = {fact: passed for fact in FORMS[box] if fact != "deadline_at"}
        if not passed:
            facts["deadline_at"] = NEW_DEADLINE
        self.does(box, **facts)
        return self.served()

    def served(self) -> Rectification:
        """The application does every open service box."""
        while service := next((one for one in self.run.open_boxes() if one.kind == "service"), None):
            gives = SERVICES[service.properties["service"]].gives
            self.does(service.box, **dict.fromkeys(gives, NOTICE_END.isoformat()))
        return self

    def drawn(self, selected: bool) -> Rectification:
        """The random draw is published."""
        self.hears("audit_drawn", audit_selected=selected)
        return self.served()

    def on_notice(self) -> Rectification:
        """All the way to the public notice, without being drawn."""
        return self.goes_through("rectify", "self_check", "reinspect", "confirm_reinspection").drawn(selected=False)


def test_the_shipped_diagram_has_no_findings() -> None:
    assert check(SOURCE, **CATALOGUE) == []


def test_every_name_the_shipped_diagram_uses_is_checked() -> None:
    """Taking any one service, form or role away is noticed, so the check above did look at them."""
    for missing in _catalogues_with_something_missing():
        assert any(one.severity == "error" for one in check(SOURCE, **missing))


def _catalogues_with_something_missing() -> Iterator[dict[str, Any]]:
    used = {node.properties.get("service") for node in compile_diagram(SOURCE, **CATALOGUE).nodes}
    for name in sorted(set(SERVICES) & used):
        yield {**CATALOGUE, "services": _without(SERVICES, name)}
    for name in FORMS:
        yield {**CATALOGUE, "forms": _without(FORMS, name)}
    for name in ("units_assigned", "plan_known", "county_level"):
        yield {**CATALOGUE, "start_facts": [fact for fact in CATALOGUE["start_facts"] if fact != name]}


def _without(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key != name}


def test_the_straight_way_from_the_list_to_closure(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle).on_notice()
    assert case.waits_for == ["notice_over", "objection_received"]
    case.waits_until(NOTICE_END)
    assert case.stands_at == ["approve_closure"]

    case.goes_through("approve_closure")

    assert (case.stands_at, case.waits_for, case.run.completed) == ([], ["reopened"], False)


def test_services_are_asked_for_in_this_order(lifecycle: Diagram) -> None:
    case, asked = Rectification(lifecycle), []
    for box, facts in (
        ("rectify", {}),
        ("self_check", {"self_check_passed": True}),
        ("issue_acceptance_report", {}),
        ("reinspect", {"reinspection_passed": True}),
        ("confirm_reinspection", {"reinspection_confirmed": True}),
        ("enter_audit_pool", {}),
    ):
        asked += [one.properties.get("service") for one in case.run.open_boxes() if one.kind == "service"]
        case.does(box, **facts)
    case.hears("audit_drawn", audit_selected=False)
    asked += [one.properties.get("service") for one in case.run.open_boxes()]

    assert asked == ["issue_document", "enter_audit_pool", "open_public_notice"]


def test_a_problem_without_units_and_plan_gets_both_first(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle, units_assigned=False, plan_known=False)
    assert case.stands_at == ["assign_units"]
    case.goes_through("assign_units")
    assert case.stands_at == ["submit_plan"]
    case.does("submit_plan", deadline_at=NEW_DEADLINE).does("accept_plan", plan_accepted=False)
    assert case.stands_at == ["submit_plan"]
    case.does("submit_plan", deadline_at=NEW_DEADLINE).does("accept_plan", plan_accepted=True)

    assert case.stands_at == ["rectify"]
    assert case.run.due_at == datetime.fromisoformat(NEW_DEADLINE)


def test_a_problem_with_units_but_no_plan_starts_with_the_plan(lifecycle: Diagram) -> None:
    assert Rectification(lifecycle, plan_known=False).stands_at == ["submit_plan"]


WAYS_TO = {
    "self_check": ("rectify",),
    "reinspect": ("rectify", "self_check"),
    "confirm_reinspection": ("rectify", "self_check", "reinspect"),
}


@pytest.mark.parametrize("box", WAYS_TO)
def test_each_examination_can_return_the_case_with_a_new_deadline(lifecycle: Diagram, box: str) -> None:
    case = Rectification(lifecycle, deadline_at=(MORNING + timedelta(days=30)).isoformat())
    case.goes_through(*WAYS_TO[box]).decides(box, False)

    returned_to_unit(case)


def returned_to_unit(case: Rectification) -> None:
    """The unit has the case again, the new deadline runs, the one before never fires, and the rest can be gone."""
    assert case.stands_at == ["rectify"]
    assert case.run.due_at == datetime.fromisoformat(NEW_DEADLINE)
    assert case.waits_until(MORNING + timedelta(days=60)) == []
    assert case.waits_until(MORNING + timedelta(days=90)) == ["deadline_passed"]
    assert case.served().stands_at == ["rectify"]
    assert case.on_notice().waits_for == ["notice_over", "objection_received"] or case.stands_at == ["approve_closure"]


def test_a_failed_audit_returns_the_case(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle).goes_through(*WAYS_TO["confirm_reinspection"], "confirm_reinspection")
    assert case.waits_for == ["audit_drawn"]
    assert case.drawn(selected=True).stands_at == ["random_audit"]

    returned_to_unit(case.decides("random_audit", False))


def test_a_passed_audit_goes_on_notice(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle).goes_through(*WAYS_TO["confirm_reinspection"], "confirm_reinspection")

    assert case.drawn(selected=True).goes_through("random_audit").waits_for == ["notice_over", "objection_received"]


def test_an_objection_that_is_upheld_returns_the_case(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle).on_notice()
    case.hears("objection_received")
    assert case.stands_at == ["handle_objection"]
    case.does("handle_objection", objection_upheld=True, deadline_at=NEW_DEADLINE)

    returned_to_unit(case)


def test_an_objection_that_is_rejected_resumes_the_notice(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle).on_notice()
    case.hears("objection_received")
    case.does("handle_objection", objection_upheld=False)
    case.does("resume_public_notice", notice_ends_at=(NOTICE_END + timedelta(days=5)).isoformat())

    assert case.waits_until(NOTICE_END) == []
    assert case.waits_until(NOTICE_END + timedelta(days=5)) == ["notice_over"]
    assert case.stands_at == ["approve_closure"]


def test_an_objection_may_come_again_after_a_rejected_one(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle).on_notice()
    for _ in range(3):
        case.hears("objection_received")
        case.does("handle_objection", objection_upheld=False)
        case.served()

    assert case.waits_for == ["notice_over", "objection_received"]


def test_an_objection_that_comes_too_late_is_refused(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle).on_notice()
    case.now = NOTICE_END

    with pytest.raises(NobodyWaits):
        case.hears("objection_received")


def test_the_leader_can_return_a_case_instead_of_closing_it(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle).on_notice()
    case.waits_until(NOTICE_END)
    case.decides("approve_closure", False)

    assert case.stands_at == ["rectify"]
    assert case.run.due_at == datetime.fromisoformat(NEW_DEADLINE)


def closed(case: Rectification) -> Rectification:
    case.on_notice()
    if case.waits_for:
        case.waits_until(max(case.now, NOTICE_END))
    return case.goes_through("approve_closure")


def test_a_closed_case_waits_to_be_reopened_for_ever(lifecycle: Diagram) -> None:
    case = closed(Rectification(lifecycle))

    assert case.waits_until(MORNING + timedelta(days=3650)) == []
    assert case.waits_for == ["reopened"]


def test_a_reopened_case_goes_the_whole_way_again(lifecycle: Diagram) -> None:
    case = closed(Rectification(lifecycle))
    size = len(case.state)
    for _ in range(5):
        case.hears("reopen", deadline_at=(case.now + timedelta(days=30)).isoformat())
        assert case.stands_at == ["record_reopening"]
        assert case.served().stands_at == ["rectify"]
        closed(case)

    assert case.waits_for == ["reopened"]
    assert len(case.state) <= size + 60


def test_the_overdue_mark_does_not_interrupt_the_unit(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle, deadline_at=(MORNING + timedelta(days=3)).isoformat())
    token = case.open("rectify").token
    assert case.days_later(3) == ["deadline_passed"]
    assert set(case.stands_at) == {"rectify", "mark_overdue"}

    assert case.served().open("rectify").token == token


def test_an_extension_granted_in_time_keeps_the_case_from_being_overdue(lifecycle: Diagram) -> None:
    case = Rectification(lifecycle, deadline_at=(MORNING + timedelta(days=3)).isoformat())

    assert case.extends("deadline_passed", MORNING + timedelta(days=33)) == 1

    assert case.days_later(32) == []
    assert case.days_later(1) == ["deadline_passed"]


def test_the_confirming_inspector_is_another_person(lifecycle: Diagram) -> None:
    nodes = {node.id: node for node in lifecycle.nodes}

    assert nodes["confirm_reinspection"].properties["another_person"] == "reinspect"


def test_every_user_box_names_its_role(lifecycle: Diagram) -> None:
    roles: Collection[str] = {node.role for node in lifecycle.nodes if node.kind == "user" and node.role}

    assert roles == {"office", "responsible_unit", "lead_unit", "municipal_inspector", "office_leader"}
