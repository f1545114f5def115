"""Days that cannot be: they would be printed on a signed paper, or make a problem overdue at once."""

from __future__ import annotations

import re

import pytest

from tests.web.journey import LONG, TITLE, Journey


def refused(journey: Journey, login: str, *, finding: str = "", **values: str) -> list[str]:
    """The sentences beside the fields after an answer that is not accepted."""
    person = journey.person(login)
    task = person.task(TITLE)
    checks = re.findall(r'name="(measure_checks-\d+-finding)"', person.opens(task))
    named = {name.replace("__", "-"): value for name, value in values.items()}
    answer = person.fills(task, {**dict.fromkeys(checks, finding), **named}, status=422)
    return re.findall(r'class="error"[^>]*>(?:<span[^>]*>错误：</span>)?([^<]+)', answer.text)


@pytest.mark.parametrize("day", ["2026-11-21", "2099-01-01"])
def test_what_is_done_is_not_done_on_a_day_to_come(journey: Journey, day: str) -> None:
    assert refused(journey, "zhoumin", finding="done", statement=LONG, completed_on=day) == [
        "“整改完成日期”不能晚于今天。"
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_of_another_age_is_a_slip_of_the_pen(journey: Journey, day: str) -> None:
    [said] = refused(journey, "zhoumin", finding="done", statement=LONG, completed_on=day)
    assert "2000 到 2099" in said


@pytest.mark.parametrize("day", ["2020-01-01", "2026-11-20"])
def test_a_return_gives_a_deadline_that_can_be_kept(journey: Journey, day: str) -> None:
    journey.rectified()
    member = {"members__0__name": "陈静", "members__0__unit": "市住房和城乡建设局"}

    said = refused(
        journey, "chenjing", finding="confirmed", summary=LONG, checked_on="2026-11-19",
        decision="return", reason="渣土车夜查记录不全，请补充。", due_on=day, **member,
    )  # fmt: skip

    assert said == ["“新的整改时限”应是今天以后的日期。"]
