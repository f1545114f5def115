"""The pages of a plan that is being registered, and lines of its original that are used by their numbers."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.browser import Visitor, words
from tests.web.test_plan_pages import PLAN, UUID_ONE, accepts, form, uploads, works
from webapp import plan_opening
from webapp.house import KEY, House
from workflows.actions import plan_portions


@pytest.fixture
def house(app: Flask) -> House:
    return app.extensions[KEY]  # type: ignore[no-any-return]  # Flask keeps it as anything


def test_the_page_counts_what_is_drawn_up_and_says_so_once_a_tenth(
    house: House, office: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = uploads(office)
    accepts(office, page)
    monkeypatch.setattr(plan_portions, "PORTION", 1)
    monkeypatch.setattr(plan_opening, "_put_in_place", stopped_short)
    with pytest.raises(InterruptedError):
        works(house, page)
    monkeypatch.undo()
    shown = office.opens(page)
    assert '<progress aria-label="正在登记" value="2" max="2">' in shown
    assert "第 2 / 2 条" in words(shown)
    assert "正在登记，第 2 / 2 条" in words(office.opens("/plans"))
    assert '<noscript><meta http-equiv="refresh"' in shown, "without scripts it looks again by itself"
    asked = {"HX-Request": "true"}
    said = [office.client.get(f"{page}?said={tenth}", headers=asked).text for tenth in ("0", "10", "x")]
    assert ["已完成 100%" in each for each in said] == [True, False, True]
    assert "东山采石场" not in office.opens("/problems"), "half a register is nowhere"
    works(house, page)
    done = office.client.get(f"{page}?said=10", headers=asked).text
    assert '<div id="plan-after" hx-swap-oob="true"></div>' in done, "there is nothing to stop any more"


def stopped_short(*_: object) -> None:
    raise InterruptedError


def test_a_register_is_stopped_from_its_page(house: House, office: Visitor, unit: Visitor) -> None:
    page = uploads(office)
    accepts(office, page)
    token = {"csrf_token": office.token(page)}
    assert unit.client.post(f"{page}/stop", data={"csrf_token": unit.token("/clock")}).status_code == 404
    assert office.client.post(f"{page}/stop", data=token).status_code == 303
    assert "已停止登记" in words(office.opens(page))
    works(house, page)
    assert "没有待核对的方案" not in words(office.opens("/plans"))
    assert "白浪河" in words(office.opens(page))


def test_lines_of_the_original_are_used_by_their_numbers(office: Visitor) -> None:
    page = uploads(office)
    given = form(office.opens(page), "登记为新问题")
    line = next(number for number, text in enumerate(PLAN.split("\n"), 1) if "联系人" in text)
    passage = {**given, "kind": "take", "field": "text", "problem": "p2", "first": str(line), "last": str(line)}
    answer = office.client.post(f"{page}/steps", data=passage)
    assert answer.status_code == 303
    assert "东山采石场生态修复滞后 联系人：某某" in words(office.opens(answer.location))
    again = {**passage, "request_id": str(UUID_ONE), "rev": "1"}
    refused = office.client.post(f"{page}/steps", data=again)
    assert refused.status_code == 422
    assert "请先拆分那个问题" in words(refused.text)
    assert f'name="first" type="text" inputmode="numeric" maxlength="8" size="5" value="{line}"' in refused.text
    odd = {**again, "field": "number", "request_id": str(UUID_ONE)}
    assert office.client.post(f"{page}/steps", data=odd).status_code == 404
