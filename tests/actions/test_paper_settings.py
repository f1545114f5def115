"""An office's own words on papers: what is set is used from the next paper on, what cannot be is refused."""

from __future__ import annotations

import pytest

from tests.city import City
from workflows.actions.paper_settings import LABELS, read_all, set_words
from workflows.queries import settings
from workflows.rules.errors import InvalidInput


def sets(city: City, key: str, value: str) -> None:
    with city.transaction() as session:
        set_words(session, key=key, value=value, at=city.now)


def test_a_unit_s_own_code_stands_on_its_papers(city: City) -> None:
    sets(city, "unit.code.青禾市住房和城乡建设局", "青建督改")

    (report,) = city.case().goes_to("reinspect").documents()

    assert report.number == "青建督改〔2026〕1号"


def test_every_setting_has_a_name_and_the_words_in_force(city: City) -> None:
    sets(city, "papers.series.letter", "专函")

    with city.transaction() as session:
        kept = read_all(session)
    assert set(kept) == set(LABELS)
    assert (kept["papers.series.letter"], kept["papers.series.form"]) == ("专函", "表")


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("office.code", "青督改办〔2026〕", "不能含括号"),
        ("office.code", " ", "不能为空"),
        ("office.name", "办公室\x07", "不可见的字符"),
        ("office.contact", "联" * 201, "最多 200 字"),
        ("papers.colour", "红", "没有“papers.colour”这一项"),
        ("unit.code.不存在的局", "某", "没有“unit.code.不存在的局”这一项"),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused_in_words(city: City, key: str, value: str, why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sets(city, key, value)

    assert why in refused.value.problems[0].message
    with city.transaction() as session:
        assert settings.office(session).code == "青督改办"
