"""The office's figures as its pages have them; what a figure counts is what its filters find."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.api.program import Program
from tests.web.journey import TITLE


@pytest.fixture
def office(app: Flask) -> Program:
    """A program of 孙悦 of the leading-group office."""
    return Program(app, "sunyue")


def test_each_figure_of_the_ages_is_the_length_of_its_list(office: Program) -> None:
    ages = office.gets("/ageing?of=all")
    assert sum(ages["counts"]) == ages["total"] > 0
    row = ages["boxes"][0]
    for bucket, count in zip(ages["buckets"], row["counts"], strict=True):
        narrowed = f"kind=problem&state=unclosed&stage={row['stage']}&age_days={bucket['key']}"
        assert office.gets(f"/problems?{narrowed}")["total"] == count
    assert all(len(each["counts"]) == len(ages["buckets"]) for each in ages["units"])


def test_units_are_compared_in_the_order_asked_for(office: Program) -> None:
    rows = office.gets("/comparison?sort=total")["rows"]
    assert [each["total"] for each in rows] == sorted((each["total"] for each in rows), reverse=True)
    assert office.gets("/comparison?sort=total&down=false")["rows"] != rows
    assert rows[0]["days"] is None
    assert office.gets("/comparison?sort=colour", 422)["errors"][0]["parameter"] == "sort"


def test_deadlines_follow_each_other_without_a_gap(office: Program) -> None:
    whole = office.every("/deadlines?measures=true")
    assert office.every("/deadlines?measures=true", limit=2) == whole
    days = [each["due_on"] or "9999" for each in whole]
    assert days == sorted(days)
    assert TITLE in [each["title"] for each in whole]
    assert len(whole) == office.gets("/deadlines?limit=1")["total"]
    assert office.gets("/deadlines?after=x", 422)["errors"][0]["parameter"] == "after"


def test_the_overview_tells_what_waits_and_when_deadlines_fall(office: Program) -> None:
    page = office.gets("/overview")
    months = [(each["due_on"] or "")[:7] for each in office.every("/deadlines") if not each["rectified_on"]]
    for bar in page["months"]:
        assert bar["due"] == months.count((bar["first"] or "")[:7]), bar
    assert sum(bar["due"] for bar in page["months"]) > 10


def test_the_figures_of_the_whole_city_are_for_those_who_see_it(owner: Program) -> None:
    for address in ("/ageing", "/comparison", "/deadlines", "/audits", "/overview"):
        assert owner.gets(address, 403)["code"] == "not-visible", address
