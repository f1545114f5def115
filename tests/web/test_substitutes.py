"""The page on which somebody says who stands in for them."""

from __future__ import annotations

import re

from flask import Flask

from tests.web.browser import Visitor, words


def test_somebody_arranges_a_substitute_and_both_see_it(app: Flask, unit: Visitor) -> None:
    page = unit.opens("/substitutes")
    option = re.search(r'<select id="substitute".*?<option value="([0-9a-f-]+)">([^<（]+)（', page, re.S)
    assert option
    unit.fills(
        "/substitutes", {"substitute": option[1], "first": "2026-11-20", "last": "2026-11-27", "reason": "外出培训"}
    )
    assert f"周敏 外出培训（周敏安排） {option[2]}" in words(unit.opens("/substitutes"))
    assert "代办中" in unit.opens("/account")
    address = unit.finds(r'action="(/substitutes/[^"]+/end)"', "/substitutes")
    Visitor(app).signed_in("sunyue").fills("/substitutes", {}, send_to=address, status=404)
    unit.fills("/substitutes", {}, send_to=address)
    assert "已结束" in unit.opens("/substitutes")


def test_faults_stand_beside_their_fields_and_what_was_typed_stays(unit: Visitor) -> None:
    page = unit.fills("/substitutes", {"first": "2026-01-01", "last": "x", "reason": "外出培训"}, status=422).text
    assert 'id="substitute-error"' in page
    assert 'id="first-error"' in page
    assert 'value="外出培训"' in page


def test_a_colleague_is_no_business_of_theirs(app: Flask, unit: Visitor) -> None:
    other = Visitor(app).signed_in("sunyue")
    own = re.search(r'name="absent" value="([^"]+)"', unit.opens("/substitutes"))
    assert own
    other.fills(
        "/substitutes",
        {"absent": own[1], "first": "2026-11-20", "last": "2026-11-27", "reason": "外出培训"},
        status=403,
    )


def test_the_security_administrator_chooses_among_everybody(app: Flask) -> None:
    page = Visitor(app).signed_in("anquan").opens("/substitutes")
    assert 'id="absent"' in page
    assert "周敏（云溪县）" in page
