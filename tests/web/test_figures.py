"""Every figure is its list: each link on the office's pages is followed, and the rows of what it leads to are counted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest

from tests.web.browser import Visitor, words
from tests.web.conftest import START
from tests.web.journey import Journey
from webapp.app import create_app
from webapp.clock import Clock
from webapp.demonstration import found_city
from webapp.settings import Settings
from workflows import jobs
from workflows.records import make_engine, session_factory
from workflows.records.evidence_store import LocalEvidenceStore

FIGURE = re.compile(r'href="(/problems\?[^"]*)"[^>]*>(?:<b>)?(\d+)(?:</b>)?[^\d/<]')
PAGES = ("/overview", "/ageing", "/ageing?of=all", "/compare", "/compare?sort=days&dir=up")


@pytest.fixture(scope="module")
def past(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Somebody of the office in a city that has a past; they only look."""
    directory = tmp_path_factory.mktemp("past")
    shutil.copyfile(sqlite_template, directory / "xiaohao.db")
    engine = make_engine(f"sqlite:///{directory / 'xiaohao.db'}")
    jobs.prepare(engine)
    with session_factory(engine)() as session:
        found_city(session, at=START, store=LocalEvidenceStore(directory / "evidence"))
        session.commit()
    settings = Settings(data_dir=directory, demo=True, demo_clock=True)
    app = create_app(settings, engine=engine, clock=Clock(movable=True, system=lambda: START))
    yield Visitor(app).signed_in("sunyue")
    engine.dispose()


def rows_of(office: Visitor, link: str) -> int:
    """How many rows the list has, page after page."""
    count, page = 0, office.opens(unescape(link))
    while True:
        count += len(re.findall(r'<td class="no">', page))
        more = re.search(r'href="([^"]+)">下一页', page)
        if more is None:
            return count
        page = office.opens(unescape(more[1]))


@pytest.mark.parametrize("address", PAGES)
def test_each_figure_counts_the_rows_of_its_list(past: Visitor, address: str) -> None:
    page = past.opens(address)
    figures = FIGURE.findall(re.sub(r"(</a>|<small>|<)", r" \1", page.replace("</b>", "")))
    assert len(figures) > 12
    for link, number in figures:
        assert rows_of(past, link) == int(number), (address, link)


def test_a_figure_says_on_its_list_what_was_counted(past: Visitor) -> None:
    page = words(past.opens("/problems?stage=rectify&box_days=91-&state=unclosed&mark=returned"))
    assert "另按： 停在“落实整改措施”；在现环节 超过 90 天；还没有销号；被退回过" in page.replace(
        "另按：", "另按： "
    ).replace("  ", " ")
    past.opens("/problems?stage=没有的环节&box_days=x&age_days=1&mark=y&state=z")


def test_what_came_with_a_figure_stays_while_the_list_is_narrowed_further(past: Visitor) -> None:
    page = past.opens("/problems?box_days=91-&state=unclosed")
    assert '<input type="hidden" name="box_days" value="91-">' in page
    assert '<input type="hidden" name="state" value="unclosed">' in page


def test_the_units_are_ordered_by_the_column_that_was_chosen(past: Visitor) -> None:
    def order(address: str) -> list[str]:
        return re.findall(r'<tr><th scope="row">([^<]+)</th>', past.opens(address))

    assert order("/compare?sort=name&dir=up") == sorted(order("/compare"))
    assert order("/compare?sort=returned")[0] == "白石区"
    assert order("/compare?sort=total;DROP TABLE unit") == order("/compare?sort=late")
    assert 'aria-sort="descending"' in past.opens("/compare")


def test_the_chart_of_deadlines_tells_lateness_in_words_and_shape(past: Visitor) -> None:
    page = past.opens("/deadlines?measures=1")
    assert page.count('class="behind"') == 2
    assert words(page).count("超期") >= 2
    assert page.count('class="today"') == page.count('class="gantt"') > 10
    assert 'class="measure' in page
    assert "style=" not in page


def test_the_chart_can_be_moved_narrowed_and_asked_for_nonsense(past: Visitor) -> None:
    assert "2027 年 3 月至 2028 年 2 月" in words(past.opens("/deadlines?first=2027-03"))
    assert 'class="today"' not in past.opens("/deadlines?first=2030-01")
    for odd in (
        "first=2027-13",
        "first=0001-01",
        "first=x",
        "after=x",
        "after=W10",
        "unit_id=1",
        "list_id=1",
        "state=x",
    ):
        past.opens(f"/deadlines?{odd}")
    assert "a3" in past.opens("/deadlines?sheet=a3")


def test_a_city_without_problems_says_what_will_stand_here(app_without_cases: Visitor) -> None:
    for address in ("/ageing", "/compare", "/deadlines"):
        assert "登记整改方案" in words(app_without_cases.opens(address))


def test_who_does_not_see_the_whole_city_is_refused_in_words(unit: Visitor) -> None:
    for address in ("/ageing", "/compare", "/deadlines", "/audits"):
        assert "我的任务" in unit.opens(address, 403)


def test_the_tables_are_taken_out_as_they_are_seen_and_that_is_put_on_record(journey: Journey) -> None:
    office = journey.person("sunyue")
    ages = office.fills("/ageing", {"ending": "csv"}, send_to="/ageing/export", status=200).data.decode("utf-8-sig")
    assert ages.splitlines()[0].startswith("按,名称,7 天以内")
    units = office.fills("/compare", {"ending": "csv"}, send_to="/compare/export?sort=name&dir=up", status=200)
    assert "云溪县" in units.data.decode("utf-8-sig")
    book = office.client.post("/compare/export", data={"csrf_token": office.token("/compare"), "ending": "xlsx"})
    assert book.data.startswith(b"PK")
    office.fills("/compare", {"ending": "exe"}, send_to="/compare/export", status=404)
    assert words(journey.person("rizhi").opens("/journal?who=孙悦")).count("导出") >= 3


def test_the_deadlines_are_taken_out_whole_and_narrowed_as_they_are_seen(past: Visitor) -> None:
    def taken(query: str) -> list[str]:
        data = {"csrf_token": past.token("/deadlines"), "ending": "csv"}
        return past.client.post(f"/deadlines/export?{query}", data=data).data.decode("utf-8-sig").splitlines()

    shown = re.findall(r'<tr><td><span class="no">(\d+)</span>', past.opens("/deadlines?many=1"))
    lines = taken("")
    assert lines[0].startswith("编号,问题,责任单位,列入清单,整改时限")
    assert [each.partition(",")[0] for each in lines[1:]] == shown
    assert len(taken("state=listed")) > len(lines)
    assert len(taken("unit_id=" + past.finds(r'<option value="([^"]{36})">白石区', "/deadlines"))) < len(lines)
    assert "2026-12-31 2026年12月31日前完成" in "".join(taken("measures=1"))
    assert "2026年12月31日前完成" not in "".join(lines)
    refused = past.client.post("/deadlines/export", data={"csrf_token": past.token("/deadlines"), "ending": "exe"})
    assert refused.status_code == 404


def test_late_problems_lead_to_their_story_in_one_step(past: Visitor) -> None:
    links = re.findall(r'<a href="(/problems/[^"]+/timeline)">', past.opens("/overview"))
    assert len(links) == 2
    for link in links:
        assert "亮黄灯" in words(past.opens(link))
    assert 'timeline">经过' in past.opens("/problems?lamp=late")


def test_where_units_are_cut_the_page_says_how_many_and_leads_to_all(
    past: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ageing", "comparing", "overview"):
        monkeypatch.setattr(import_module(f"workflows.queries.{name}"), "UNITS_SHOWN", 3)
    page = past.opens("/ageing")
    assert "另有 4 个单位" in words(page)
    every = re.search(r'href="([^"]+)#by-unit"', page)
    assert every
    assert "另有" not in words(past.opens(unescape(every[1])))
    page = past.opens("/compare?sort=name&dir=up")
    names, first = [], "第 1 至 3 个单位，共 7 个"
    assert first in words(page)
    while more := re.search(r'href="([^"]+)">下一页', page):
        names += re.findall(r'<tr><th scope="row">([^<]+)</th>', page)
        page = past.opens(unescape(more[1]))
    names += re.findall(r'<tr><th scope="row">([^<]+)</th>', page)
    assert len(names) == len(set(names)) == 7
    for odd in ("from=x", "from=999999", "from=-3"):
        assert first in words(past.opens(f"/compare?{odd}"))
    assert "另有 4 个单位，查看全部" in words(past.opens("/overview"))


def test_the_audit_room_tells_of_every_drawn_closure_and_its_figures_are_lists(past: Visitor) -> None:
    page = past.opens("/audits")
    assert words(page).count("合格") >= 3
    assert page.count("检查完毕") == 2
    for link, number in re.findall(r'<dd><a href="(/problems\?[^"]*)">(\d+)</a>', page):
        assert rows_of(past, link) == int(number), link


def test_the_audit_room_of_an_empty_city_says_what_will_stand_here(app_without_cases: Visitor) -> None:
    page = words(app_without_cases.opens("/audits"))
    assert "还没有抽查过" in page
    assert "池里没有问题" in page
