"""A view of the problem list under a name: whose it is, who sees it, and what is refused."""

from __future__ import annotations

import re

from tests.web.browser import Visitor, words
from tests.web.journey import Journey


def saves(person: Visitor, name: str, address: str = "lamp=late", **also: str) -> str:
    """The page after pressing the button."""
    data = {"csrf_token": person.token(f"/problems?{address}"), "name": name, **also}
    answer = person.client.post(f"/problems/filters?{address}", data=data)
    assert answer.status_code == 303
    return person.opens(answer.location)


def forget_link(person: Visitor, name: str) -> str:
    page = person.opens("/problems")
    found = re.search(rf'action="(/problems/filters/[^"]+/forget)"(?:(?!</form>).)*<span>{name}', page)
    assert found, name
    return found[1]


def test_a_view_is_kept_under_its_name_and_one_click_away(journey: Journey) -> None:
    office = journey.person("sunyue")
    page = saves(office, "  超期的   工地 ", "lamp=late&text=工地&box_days=91-")
    assert "已存为常用筛选“超期的 工地”" in words(page)
    assert (
        'href="/problems?box_days=91-&amp;lamp=late&amp;text=%E5%B7%A5%E5%9C%B0" aria-current="true">超期的 工地</a>'
        in page
    )
    assert "超期的 工地" not in journey.person("zhoumin").opens("/problems")


def test_the_same_name_again_takes_the_new_filters(office: Visitor) -> None:
    saves(office, "看这些", "lamp=late")
    page = saves(office, "看这些", "state=closed")
    assert page.count("看这些</a>") == 1
    assert 'href="/problems?state=closed" aria-current="true">看这些</a>' in page


def test_the_office_shares_its_views_and_units_do_not(journey: Journey) -> None:
    saves(journey.person("sunyue"), "本周要催的", "lamp=soon", shared="yes")
    assert "本周要催的" in journey.person("liguoqing").opens("/problems")
    assert "本周要催的" not in journey.person("zhoumin").opens("/problems")
    unit = journey.person("zhoumin")
    data = {"csrf_token": unit.token("/problems?lamp=late"), "name": "我也要共用", "shared": "yes"}
    assert unit.client.post("/problems/filters?lamp=late", data=data).status_code == 403
    assert "我也要共用" not in unit.opens("/problems")


def test_who_gave_it_its_name_takes_it_away_and_nobody_else(journey: Journey) -> None:
    office, other = journey.person("sunyue"), journey.person("wanglixin")
    saves(office, "我的")
    link = forget_link(office, "我的")
    assert other.client.post(link, data={"csrf_token": other.token("/problems?lamp=late")}).status_code == 404
    said = office.opens(office.client.post(link, data={"csrf_token": office.token("/problems")}).location)
    assert "已删去常用筛选“我的”" in words(said)
    assert "我的</a>" not in said.replace("我的任务</a>", "")


def test_a_name_that_says_nothing_and_one_view_too_many_are_refused_in_words(office: Visitor) -> None:
    assert "请给这组筛选条件起一个名称" in words(saves(office, "   "))
    assert "名称最多 40 个字" in words(saves(office, "长" * 41))
    token = office.token("/problems?lamp=late")
    nothing = office.client.post("/problems/filters", data={"csrf_token": token, "name": "空的"})
    assert "请先选择筛选条件" in words(office.opens(nothing.location))
    for number in range(30):
        office.client.post("/problems/filters?lamp=late", data={"csrf_token": token, "name": f"第{number}组"})
    assert "最多保存 30 组" in words(saves(office, "再来一组"))
