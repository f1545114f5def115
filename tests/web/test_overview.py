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
    assert {"/problems?lamp=late", "/problems?state=closed", "/problems?state=finished"} <= links
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


def test_what_a_figure_counts_is_what_its_list_holds(journey: Journey) -> None:
    office = journey.self_checked().person("sunyue")
    page = office.opens("/overview")
    figures = re.findall(r'<a (?:class="[a-z]+" )?href="(/problems[^"]*)"><b>(\d+)</b>', page)
    figures += re.findall(r'<td class="figure[^>]*><a href="(/problems[^"]*)">(\d+)</a>', page)
    assert len(figures) > 8
    for link, number in figures:
        assert f"共 {number} 个" in office.opens(link.replace("&amp;", "&")) or number == "0", link


def test_the_list_is_taken_out_as_it_is_seen_and_that_is_put_on_record(journey: Journey) -> None:
    office, unit = journey.person("sunyue"), journey.person("zhoumin")
    said = office.fills("/problems?text=扬尘", {"ending": "csv"}, send_to="/problems/export?text=扬尘", status=200)
    lines = said.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("编号,问题,领域")
    assert "整治建筑工地扬尘" in lines[1]
    token = office.token("/problems")
    book = office.client.post("/problems/export", data={"csrf_token": token, "ending": "xlsx"})
    assert book.data.startswith(b"PK")
    theirs = unit.fills("/problems", {"ending": "csv"}, send_to="/problems/export", status=200)
    assert len(theirs.data) < len(
        office.fills("/problems", {"ending": "csv"}, send_to="/problems/export", status=200).data
    )
    office.fills("/problems", {"ending": "exe"}, send_to="/problems/export", status=404)
    assert "导出问题清单" in words(journey.person("rizhi").opens("/journal?who=孙悦"))
