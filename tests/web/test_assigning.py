"""Claiming and handing over on the pages: what is offered, what a refusal says, where one lands."""

from __future__ import annotations

import re

from flask import Flask

from tests.web.browser import Visitor, words
from tests.web.journey import LONG, TITLE, Journey

WHY = "本周出差，现场由您跟进。"


def value_of(page: str, label: str) -> str:
    """The value behind a labelled radio button."""
    found = re.search(rf'value="([^"]+)"[^>]*>{label}', page)
    assert found, label
    return found[1]


def test_a_claim_is_made_with_one_button_and_given_back_with_another(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.fills(task, {}, send_to=f"{task}/claim")

    assert "由您承办" in words(unit.opens(task))
    assert "由您承办 1" in words(unit.opens("/"))
    colleague = Visitor(app).signed_in("madong")
    assert "由同事承办 1" in words(colleague.opens("/"))
    page = colleague.opens(colleague.finds(rf'href="(/tasks/[^"]+)">{TITLE}<', "/"))
    assert "这一环节由周敏承办；您要办的，请先接办" in page
    assert "签名并提交" not in page

    unit.fills(task, {}, send_to=f"{task}/release")
    assert "由同事承办" not in words(colleague.opens("/"))


def test_a_colleague_takes_over_and_lands_on_the_form(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.fills(task, {}, send_to=f"{task}/claim")
    colleague = Visitor(app).signed_in("madong")
    refused = colleague.fills(f"{task}/take-over", {"reason": ""}, status=422)
    assert "接办原因：请填写“接办原因”。" in words(refused.text)

    answer = colleague.fills(f"{task}/take-over", {"reason": WHY})

    assert answer.location.endswith(task)
    assert "签名并提交" in colleague.opens(task)


def test_a_task_is_handed_over_on_a_page_of_its_own(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    chosen = value_of(unit.opens(f"{task}/hand-over"), "马东")

    unit.fills(f"{task}/hand-over", {"colleague": chosen, "reason": WHY})

    assert "已转办给马东" in words(unit.opens("/"))
    colleague = Visitor(app).signed_in("madong")
    assert f"周敏转办给您：{WHY}" in words(colleague.opens("/"))


def test_the_office_hands_over_anybodys_task_and_others_do_not(office: Visitor, app: Flask) -> None:
    task = Visitor(app).signed_in("zhoumin").task(TITLE)
    assert "马东（云溪县）" in office.opens(f"{task}/hand-over")

    lead = Visitor(app).signed_in("chenjing")

    assert "不由您转办" in words(lead.opens(f"{task}/hand-over", 403))
    assert "现在没有别人承办" in words(lead.opens(f"{task}/take-over", 403))


def test_a_task_is_claimed_from_the_list_and_the_list_can_be_narrowed(app: Flask, unit: Visitor) -> None:
    claim = unit.finds(r'action="(/tasks/[^"]+/claim\?back=list)"', "/")

    answer = unit.fills("/", {}, send_to=claim)

    assert answer.location == "/"
    assert "由您承办 1" in words(unit.opens("/"))
    assert len(unit.tasks()) > 1
    mine = words(unit.opens("/?whose=mine"))
    assert "今天有 1 件事要办" in mine
    free = unit.opens("/?whose=unclaimed")
    assert claim not in free
    assert "这里没有要办的事" in words(Visitor(app).signed_in("chenjing").opens("/?whose=mine"))
    assert unit.opens("/?whose=nonsense").count("认领") > 1


def test_what_was_sent_back_stands_on_top_with_its_words(app: Flask) -> None:
    journey = Journey(app)
    journey.rectified()
    member = {"members__0__name": "陈静", "members__0__unit": "市住房和城乡建设局"}
    back = {"reason": "验收照片没有标注点位，请补充。", "due_on": "2026-11-28", "decision": "return"}
    journey.does("chenjing", finding="confirmed", summary=LONG, checked_on="2026-11-19", **back, **member)

    page = journey.person("zhoumin").opens("/")

    said = words(page)
    assert said.index("被退回，需要重新办理") < said.index("其他待办")
    assert "验收照片没有标注点位，请补充。 陈静 · 2026 年 11 月 20 日 10:00 退回" in said
    task = journey.person("zhoumin").task(TITLE)
    assert "验收照片没有标注点位，请补充。 陈静 · 2026 年 11 月 20 日 10:00 退回" in words(
        journey.person("zhoumin").opens(task)
    )
