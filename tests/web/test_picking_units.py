"""Choosing among sixty units: grouped, chosen ones first, the office not offered where it cannot be meant; narrowed by typing in a browser."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browser import Visitor, words
from webapp.demonstration import OFFICE
from webapp.house import house
from workflows.actions import city
from workflows.records import Unit


@pytest.fixture
def sixty(app: Flask) -> list[str]:
    """The names of sixty and more units, half of them counties."""
    with app.app_context(), house().sessions() as session:
        for number in range(25):
            city.add_unit(session, name=f"第{number}县", short_name=f"第{number}县", level="county")
            city.add_unit(session, name=f"青禾市第{number}局", short_name=f"市第{number}局", level="department")
        session.commit()
        return list(session.scalars(select(Unit.name)))


def page_of(office: Visitor) -> tuple[str, str]:
    """The address and the page of the task in which units are named."""
    task = next(task for task in office.tasks() if "responsible_units" in office.opens(task))
    return task, office.opens(task)


def part(page: str, field: str) -> str:
    """One field of a form."""
    return page[page.index(f'id="{field}"') : page.index("</fieldset>", page.index(f'id="{field}"'))]


def test_units_are_grouped_and_the_office_is_not_offered_as_responsible(office: Visitor, sixty: list[str]) -> None:
    assert len(sixty) >= 60
    _, page = page_of(office)

    responsible = part(page, "responsible_units")
    heads = re.findall(r'class="ticks-head"[^>]*>([^<]+)<', responsible)
    assert [head for head in heads if head != "已选"] == ["县（市、区）", "市直部门"]
    assert OFFICE not in responsible
    assert OFFICE in part(page, "lead_units")


@pytest.mark.usefixtures("sixty")
def test_what_was_chosen_stands_first_when_the_page_comes_back(office: Visitor) -> None:
    task, page = page_of(office)
    chosen = re.search(r'value="([^"]+)"[^>]*>第17县<', part(page, "responsible_units"))
    assert chosen

    answer = office.fills(task, {"responsible_units": [chosen[1]], "lead_units": ["没有"]}, status=422)

    assert re.search(
        r'已选</p>\s*<label class="tick"><input[^>]*checked>第17县<', part(answer.text, "responsible_units")
    )


def test_the_office_posted_by_hand_is_refused_in_words(office: Visitor) -> None:
    task, page = page_of(office)
    found = re.search(rf'value="([^"]+)"[^>]*>{OFFICE}<', part(page, "lead_units"))
    assert found
    answer = office.fills(task, {"responsible_units": [str(UUID(found[1]))]}, status=422)
    assert "管理问题清单，不能作为“责任单位”" in words(answer.text)
