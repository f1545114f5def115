"""The problem's page and list, and what can be done beside the boxes."""

from __future__ import annotations

import pytest

from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from tests.web.journey import TITLE, Journey

REASON = "连续降雨致使管沟积水，工期顺延，已制定赶工计划。"


def test_the_page_tells_the_story_and_that_its_record_is_sound(journey: Journey) -> None:
    page = words(journey.self_checked().person("sunyue").opens(journey.problem()))
    for sentence in ("校验记录完整", "落实整改措施", "现场.jpg", "市级现场复核", "正在排版"):
        assert sentence in page


def test_a_unit_sees_only_the_problems_it_takes_part_in(journey: Journey) -> None:
    office, unit = journey.person("sunyue"), journey.person("zhoumin")
    theirs = set(_problems(unit.opens("/problems")))
    all_of_them = set(_problems(office.opens("/problems")))
    assert theirs < all_of_them
    for address in all_of_them - theirs:
        assert "没有找到" in unit.opens(address, 404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=扬尘", True),
        ("text=没有这样的字", False),
        ("lamp=late", False),
        ("state=closed", False),
        ("area=不存在", False),
    ],
)
def test_filters_narrow_the_list_and_say_when_nothing_is_left(journey: Journey, query: str, found: bool) -> None:
    page = journey.person("sunyue").opens(f"/problems?{query}")
    assert (TITLE in page) is found
    assert ("没有符合条件的问题" in page) is not found


@pytest.mark.parametrize(
    "query", ["after=%00%ff", "after=eyJ9", "list_id=1%27%20OR%201=1", "unit_id=x", "text=%25_%27"]
)
def test_a_mangled_address_is_an_ordinary_page(journey: Journey, query: str) -> None:
    assert "问题清单" in journey.person("sunyue").opens(f"/problems?{query}")


def test_an_extension_is_asked_for_and_decided_by_somebody_else(journey: Journey) -> None:
    address, unit, office = journey.problem(), journey.person("zhoumin"), journey.person("sunyue")
    unit.fills(f"{address}/ask-extension", {"due_on": "2027-03-31", "reason": REASON})
    assert "延期申请待审批" in unit.opens(address)

    decide = office.finds(r'href="(/problems/[^"]+/extensions/[^"]+)"', address)
    assert "不能" in unit.opens(decide, 403)
    office.fills(decide, {"decision": "grant", "reason": "情况属实，同意延期。"})
    assert "同意延期至 2027 年 3 月 31 日" in words(office.opens(address))
    office.opens(decide, 409)


def test_an_extension_without_a_reason_is_refused_beside_the_field(journey: Journey) -> None:
    address = journey.problem()
    answer = journey.person("zhoumin").fills(
        f"{address}/ask-extension", {"due_on": "2020-01-01", "reason": ""}, status=422
    )
    assert 'href="#reason"' in answer.text
    assert "延期申请待审批" not in journey.person("zhoumin").opens(address)


@pytest.mark.parametrize("verb", ["register-objection", "reopen", "ask-extension"])
def test_a_verb_that_is_not_for_now_or_not_for_this_person_is_refused(journey: Journey, verb: str) -> None:
    who = "wanglixin" if verb == "ask-extension" else "sunyue"
    assert "不能办理" in journey.person(who).opens(f"{journey.problem()}/{verb}", 403)


def frozen(office: Visitor, **other: str) -> str:
    """The address of a list frozen with every problem to be drawn."""
    names = ("percent", "percent_high", "per_unit", "minimum", "auditors", "lots_per_return")
    rule = dict(zip(names, ("100", "100", "1", "1", "1", "1"), strict=True))
    seed = {"seed_source": "11 月 22 日福彩双色球开奖号码", "seed_at": "2026-11-22T21:15"}
    return office.fills("/draws", {**rule, **seed, **other}, status=422 if other else 303).location or ""


def test_a_draw_is_frozen_first_and_drawn_when_its_seed_is_out(journey: Journey, watch: Watch) -> None:
    office = journey.in_the_pool().person("sunyue")
    assert TITLE in office.opens("/draws")
    frozen(office, percent="many")
    draw = frozen(office)
    office.opens(f"{draw}/withdraw")
    assert "才公布" in words(office.opens(f"{draw}/seed"))

    watch.passes(days=3)
    office.signed_in("sunyue")
    numbers = {"seed": "03 11 19 22 27 30 + 08", "seed_again": "03 11 19 22 27 30 + 08"}
    office.fills(f"{draw}/seed", {**numbers, "seed_again": "03 11"}, status=422)
    office.fills(f"{draw}/seed", numbers)
    assert "已抽取" in words(office.opens("/draws"))


def test_anybody_may_read_a_draw_and_take_it_home(journey: Journey, stranger: Visitor) -> None:
    draw = frozen(journey.in_the_pool().person("sunyue"))
    assert draw in stranger.opens("/draws/public")
    page = stranger.opens(draw)
    assert "福彩双色球" in page
    assert "孙悦" not in page
    assert stranger.client.get(f"{draw}.json").mimetype == "application/json"


def test_the_draw_page_is_not_for_units(journey: Journey) -> None:
    unit = journey.person("zhoumin")
    assert 'href="/draws"' not in unit.opens("/")
    unit.opens("/draws", 403)


def test_the_diagram_is_handed_out_as_it_was_deployed(journey: Journey) -> None:
    person = journey.person("zhoumin")
    address = person.finds(r'data-diagram="([^"]+)"', journey.problem())
    answer = person.client.get(address)
    assert answer.mimetype == "application/xml"
    assert b"rectification" in answer.data


def _problems(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("/problems/")]


def test_an_empty_inbox_says_so(app_without_cases: Visitor) -> None:
    assert "都办完了" in app_without_cases.opens("/")
    assert "还没有问题清单" in app_without_cases.opens("/problems")


def test_a_notice_published_elsewhere_is_recorded_and_its_length_doubted(journey: Journey) -> None:
    unit, problem = journey.person("zhoumin"), journey.problem()
    filled = {
        "published_in": "云溪县人民政府网站",
        "title": "整治建筑工地扬尘问题拟销号的公示",
        "link": "https://www.example.gov.cn/1",
        "opens_on": "2026-09-28",
        "closes_on": "2026-10-08",
        "days": "10",
        "calendar": "working",
    }
    unit.fills(f"{problem}/record-notice", {**filled, "days": "十"}, status=422)

    unit.fills(f"{problem}/record-notice", filled)

    page = unit.opens(problem)
    assert 'href="https://www.example.gov.cn/1" rel="noreferrer">云溪县人民政府网站</a>' in page
    assert "公示写明 10 个工作日，但2026年9月28日至2026年10月8日实际只有 4 个工作日" in words(page)
