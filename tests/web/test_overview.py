"""The office's home as a page."""

from __future__ import annotations

import re

from tests.web.browser import Visitor, words
from tests.web.journey import Journey


def test_the_office_arrives_at_the_overview_and_units_at_their_tasks(stranger: Visitor) -> None:
    assert stranger.sign_in("sunyue").location == "/overview"


def test_every_figure_leads_to_its_list(journey: Journey) -> None:
    office = journey.person("sunyue")
    page = office.opens("/overview")
    links = set(re.findall(r'href="(/problems[^"]*)"', page))
    assert {"/problems?lamp=late", "/problems?state=closed", "/problems?state=rectified"} <= links
    for link in links:
        office.opens(link.replace("&amp;", "&"))


def test_charts_stand_beside_their_figures_and_need_neither_script_nor_style(journey: Journey) -> None:
    page = journey.person("sunyue").opens("/overview")
    assert "style=" not in page
    assert '<svg class="bar"' in page
    assert "云溪县" in words(page)


def test_a_unit_is_refused_in_words(unit: Visitor) -> None:
    assert "我的任务" in unit.opens("/overview", 403)


def test_an_empty_city_says_what_will_stand_here(app_without_cases: Visitor) -> None:
    assert "还没有问题" in app_without_cases.opens("/overview")
