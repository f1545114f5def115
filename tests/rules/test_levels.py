"""Whose acceptance a problem needs."""

from __future__ import annotations

from uuid import uuid4

from workflows.rules.levels import is_county_level

COUNTY, OTHER, BUREAU = uuid4(), uuid4(), uuid4()


def test_a_problem_of_counties_alone_is_theirs_to_accept() -> None:
    assert is_county_level({COUNTY: "county"}, [])
    assert is_county_level({COUNTY: "county", OTHER: "county"}, [])


def test_a_county_that_leads_itself_is_no_separate_lead() -> None:
    assert is_county_level({COUNTY: "county"}, [COUNTY])


def test_a_separate_lead_unit_accepts() -> None:
    assert not is_county_level({COUNTY: "county"}, [BUREAU])
    assert not is_county_level({COUNTY: "county"}, [COUNTY, BUREAU])


def test_a_department_among_the_responsible_makes_it_the_citys() -> None:
    assert not is_county_level({BUREAU: "department"}, [])
    assert not is_county_level({COUNTY: "county", BUREAU: "department"}, [])


def test_nobody_responsible_yet_is_no_county() -> None:
    assert not is_county_level({}, [])
