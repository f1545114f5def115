"""What the diagram learns from a filled form."""

from __future__ import annotations

from tests.forms.building import decision, due_on, form, shipped, text_field, when_returned
from workflows.forms import Form


def small() -> Form:
    rules = (when_returned(required=["due_on"]),)
    return form(rules=rules, decision=decision(), due_on=due_on(), findings=text_field())


def test_a_return_gives_the_decision_and_the_end_of_the_new_day() -> None:
    facts = small().facts_of({"decision": "return", "due_on": "2026-12-31", "findings": "长篇文字不进流程"})

    assert facts == {"passed": False, "deadline_at": "2027-01-01T00:00:00+08:00"}


def test_a_date_left_over_from_a_changed_mind_moves_no_deadline() -> None:
    assert small().facts_of({"decision": "pass", "due_on": "2026-12-31"}) == {"passed": True}


def test_a_plan_sets_the_deadline_without_any_decision() -> None:
    facts = shipped("submit_plan").facts_of({"target": "达标", "due_on": "2026-11-30"})

    assert facts == {"deadline_at": "2026-12-01T00:00:00+08:00"}


def test_the_decision_knows_that_it_returns_the_case() -> None:
    chosen = small().decision({"decision": "return"})

    assert chosen is not None
    assert chosen.returns
    assert small().decision({}) is None
