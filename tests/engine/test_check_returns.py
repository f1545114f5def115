"""The check before deployment, for forms that let a case be sent back to one of several boxes."""

from __future__ import annotations

import pytest

from tests.engine.cases import FORMS, ROLES, SERVICES, START_FACTS
from tests.engine.drawing import Item, diagram, end, fork, start, user
from workflows.engine import Finding, FormKind, check

CHOICE = {"work": "落实", "inspect": "复核"}
WAYS = {
    "decided > end": "passed",
    "decided > where": "default",
    "where > inspect": 'return_to == "inspect"',
    "where > work": "default",
}


def told(returns: dict[str, str], ways: dict[str, str] | None = None, *more: Item) -> list[Finding]:
    """Work, inspection, approval; the approval's form sends back to any of `returns`."""
    boxes = [
        start(),
        user("work", name="落实", form="plain"),
        user("inspect", name="复核", form="plain"),
        user("approve", name="审定", form="approve"),
        fork("decided"),
        *([fork("where")] if ways is None or "decided > where" in ways else []),
        *more,
        end(),
    ]
    conditions = {way: f"{way} {how}" if how == "default" else f"{way} if {how}" for way, how in (ways or WAYS).items()}
    flows = ["start > work", "work > inspect", "inspect > approve", "approve > decided", *conditions.values()]
    kind = FormKind(booleans=frozenset({"passed"}), returns=returns, return_fact="return_to")
    return check(
        diagram(*boxes, flows=flows),
        services=SERVICES,
        forms={**FORMS, "plain": (), "approve": ("passed", "return_to")},
        roles=ROLES,
        start_facts=START_FACTS,
        answers={"approve": kind},
    )


def only(returns: dict[str, str], ways: dict[str, str] | None = None) -> Finding:
    [found] = told(returns, ways)
    return found


def test_a_box_a_connection_asks_for_and_the_default_may_be_offered() -> None:
    assert told(CHOICE) == []


def test_a_list_of_choices_is_read_as_well() -> None:
    ways = {**WAYS, "where > inspect": 'return_to in ["inspect", "again"]'}

    assert told(CHOICE, ways) == []


def test_a_box_the_diagram_does_not_have_is_refused() -> None:
    found = only({**CHOICE, "audit": "抽查"})

    assert (found.code, found.box, found.severity) == ("return-unknown-box", "approve", "error")
    assert "的表单可以退回到“抽查”（audit），但图里没有编号为“audit”的人工任务" in found.message


@pytest.mark.parametrize("target", ["decided", "end"])
def test_only_a_user_box_can_be_gone_back_to(target: str) -> None:
    assert only({**CHOICE, target: "别处"}).code == "return-unknown-box"


def test_a_box_to_which_no_connection_leads_is_refused() -> None:
    found = only(CHOICE, {"decided > end": "passed", "decided > work": "default"})

    assert (found.code, found.severity) == ("return-not-reached", "error")
    assert '条件写 return_to == "inspect"' in found.message


def test_a_connection_that_asks_for_another_box_does_not_count() -> None:
    crossed = {**WAYS, "where > inspect": 'return_to == "work"'}

    assert [found.code for found in told(CHOICE, crossed)] == ["return-not-reached"] * 2


def test_one_gateway_may_both_pass_and_send_back() -> None:
    ways = {"decided > end": "passed", "decided > inspect": 'return_to == "inspect"', "decided > work": "default"}

    assert told(CHOICE, ways) == []


def test_the_box_itself_is_no_box_to_go_back_to() -> None:
    ways = {**WAYS, "where > approve": 'return_to == "approve"'}
    found = only({**CHOICE, "approve": "审定"}, ways)

    assert (found.code, found.severity) == ("return-ahead", "warning")
    assert "这一环节本身" in found.message


def test_a_box_that_lies_ahead_is_warned_of() -> None:
    ways = {**WAYS, "where > later": 'return_to == "later"'}
    later = user("later", name="公布", form="plain")
    found = [each for each in told({**CHOICE, "later": "公布"}, ways, later) if each.code == "return-ahead"]

    assert [each.severity for each in found] == ["warning"]
    assert "这一环节后面的环节" in found[0].message


def test_a_box_under_another_name_is_warned_of() -> None:
    found = only({**CHOICE, "work": "重新整改"})

    assert (found.code, found.severity) == ("return-renamed", "warning")
    assert "图里这个环节叫“落实”" in found.message
