"""The whole story of a case: every entry is reached, by subject and page after page, and leads to what it is about."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.browser import Visitor, words
from tests.web.conftest import START
from tests.web.journey import Journey
from webapp.house import KEY
from workflows.actions import who
from workflows.queries import timeline_pages
from workflows.records import Case
from workflows.rules.phrases import SENTENCES
from workflows.rules.timeline_kinds import KINDS, kind_of

LINKED = re.compile(r'<li id="entry-(\d+)"><div>(?:<a href="([^"]+)">)?([^<]*)')


def entries(page: str) -> dict[int, tuple[str, str]]:
    """By number: where an entry leads (empty: nowhere) and its sentence."""
    return {int(number): (link, said) for number, link, said in LINKED.findall(page)}


@pytest.fixture
def problem(journey: Journey) -> str:
    """The address of the problem's own page."""
    return journey.problem()


def test_every_entry_is_of_one_kind_and_every_kind_has_some() -> None:
    assert {kind_of(what) for what in SENTENCES} == KINDS.keys()
    assert kind_of("written:by-a-later-version") == "system"
    assert (kind_of("box:nobody"), kind_of("box:returned")) == ("system", "decisions")


def test_the_problems_page_leads_to_the_whole_story(office: Visitor, problem: str) -> None:
    page = office.opens(problem)
    assert f'href="{problem}/timeline"' in page


def test_a_long_story_is_read_to_its_end(
    office: Visitor, problem: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(app, problem, "evidence:added", 7, name="现场照片.jpg", digest="0" * 64)
    monkeypatch.setattr(timeline_pages, "PAGE", 3)
    seen: dict[int, tuple[str, str]] = {}
    page = office.opens(f"{problem}/timeline")
    while more := re.search(r'href="([^"]+)">更早的', page):
        seen |= entries(page)
        page = office.opens(more[1].replace("&amp;", "&"))
        assert "回到最新的" in page
    seen |= entries(page)
    assert sorted(seen) == list(range(1, len(seen) + 1))
    assert len(entries(office.opens(f"{problem}/timeline?whole=1"))) == len(seen)


def test_the_story_is_narrowed_to_one_subject(office: Visitor, problem: str, app: Flask) -> None:
    add(app, problem, "deadline:late", 2, name="整改时限", due_on="2026-11-01")
    add(app, problem, "written:later", 1)
    page = office.opens(f"{problem}/timeline?kind=deadlines")
    assert [said for _, said in entries(page).values()] == ["整改时限的时限 2026-11-01 已过，亮黄灯"] * 2
    assert 'aria-current="page">时限与预警<span class="count">2' in page
    assert "written:later" in words(office.opens(f"{problem}/timeline?kind=system"))
    assert "这一类还没有记录" in office.opens(f"{problem}/timeline?kind=comments")
    for odd in ("kind=x", "before=x", "before=" + "9" * 20, "whole=2"):
        office.opens(f"{problem}/timeline?{odd}")
    assert "没有更早的记录" in office.opens(f"{problem}/timeline?before=1")


def test_each_entry_leads_to_what_it_is_about(journey: Journey, problem: str) -> None:
    unit = journey.person("zhoumin")
    unit.fills(problem, {"text": "请补充监测报告"}, send_to=f"{problem}/comments")
    told = entries(unit.opens(f"{problem}/timeline"))
    remark = next(link for link, said in told.values() if said == "发表评论")
    assert re.fullmatch(rf"{problem}/comments#comment-[0-9a-f-]+", remark)
    assert f'id="{remark.partition("#")[2]}"' in unit.opens(remark.partition("#")[0])
    for link, said in told.values():
        if link:
            page = unit.opens(link.partition("#")[0])
            assert f'id="{link.partition("#")[2]}"' in page or "#" not in link, said


def test_nobody_reads_the_story_of_what_they_may_not_see(app: Flask, problem: str) -> None:
    Visitor(app).signed_in("dingkai").opens(f"{problem}/timeline", 404)
    Visitor(app).signed_in("sunyue").opens(f"/problems/{uuid4()}/timeline", 404)


def add(app: Flask, problem: str, what: str, times: int, **facts: object) -> None:
    """Let something happen to the case so many times."""
    with app.extensions[KEY].sessions() as session:
        case = case_of(session, problem)
        for _ in range(times):
            who.note(session, what, case=case, by=None, at=START, **facts)
        session.commit()


def case_of(session: Session, problem: str) -> Case:
    """The case of a problem's address."""
    problem_id = UUID(problem.rpartition("/")[2])
    return session.scalars(select(Case).where(Case.problem_id == problem_id)).one()
