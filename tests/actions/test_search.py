"""Somebody looks for words: what they find, what they are not shown, and that no number tells of it either."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.city import WROTE, CaseFile, City, reading
from workflows import queries
from workflows.queries.search_values import Found, Question
from workflows.records import Measure, SearchEntry, search


def asks(city: City, name: str, text: str, *, after: str = "", **narrowed: str) -> Found:
    with city.transaction() as session:
        question = Question(text=text, **narrowed)
        return queries.find(session, person_id=city.people[name], question=question, after=after, at=city.now)


def numbers(found: Found) -> dict[str, int]:
    return {key: number for key, _, number in found.groups if number}


def plain(parts: Any) -> str:
    return "".join(f"[{words}]" if hit else words for words, hit in parts)


def test_what_a_unit_wrote_is_found_in_every_kind_of_text(city: City) -> None:
    case = city.case(responsible=("云溪县政府",))
    case.does("rectify", by="周敏")

    found = asks(city, "孙悦", "溢流")

    assert numbers(found) == {"problem": 1, "measure": 1, "opinion": 1}
    assert [hit.group_name for hit in found.hits] == ["问题", "整改措施", "意见"]
    assert [hit.who for hit in found.hits] == ["", "", "责任单位 周敏"]
    assert plain(found.hits[0].title).startswith("白浪河化肥沟箱涵[溢流]整治")
    assert plain(found.hits[2].excerpt).count("[溢流]") == WROTE.count("溢流")


def test_a_unit_finds_its_own_problems_and_not_even_the_number_of_others(city: City) -> None:
    city.joined_by("白石区", "吴刚")
    mine, theirs = city.case(responsible=("云溪县政府",)), city.case(responsible=("白石区政府",), lead=())
    theirs.does("rectify", by="吴刚")

    everything, own, foreign = (asks(city, name, "溢流") for name in ("孙悦", "周敏", "吴刚"))

    assert (everything.total, own.total, foreign.total) == (5, 2, 3)
    assert {hit.problem_id for hit in own.hits} == {mine.problem_id}
    assert {hit.problem_id for hit in foreign.hits} == {theirs.problem_id}
    assert asks(city, "周敏", "监测数据未见溢流").suggestions == ()
    assert asks(city, "周敏", "溢流", unit_id=str(city.units["云溪县"])).total == 2


def test_a_paper_about_the_whole_city_is_found_by_who_sees_the_whole_city(city: City) -> None:
    with city.transaction() as session:
        session.add(
            SearchEntry(
                source="document",
                source_id=city.people["孙悦"],
                problem_id=None,
                weight=2,
                at=city.now,
                text="督察问题整改调度周报",
                folded="督察问题整改调度周报",
                pieces="调度 度周 周报",
            )
        )

    assert [asks(city, name, "调度周报").total for name in ("孙悦", "王立新", "周敏")] == [1, 1, 0]


def test_the_filters_narrow_and_the_kinds_keep_their_numbers(city: City) -> None:
    case = city.case(responsible=("云溪县政府",))
    case.does("rectify", by="周敏")
    today = city.now.date().isoformat()

    assert asks(city, "孙悦", "溢流", group="opinion").total == 1
    assert numbers(asks(city, "孙悦", "溢流", group="opinion"))["measure"] == 1
    assert asks(city, "孙悦", "溢流", group="nothing of ours").total == 3
    assert asks(city, "孙悦", "溢流", state="closed").total == 0
    assert asks(city, "孙悦", "溢流", state="open").total == 3
    assert asks(city, "孙悦", "溢流", since=today, until=today).total == 3
    assert asks(city, "孙悦", "溢流", since="2026-12-24").total == 0
    assert asks(city, "孙悦", "溢流", since="昨天", unit_id="县", until="2026-13-40").total == 3


def test_page_after_page_shows_everything_once(city: City) -> None:
    city.loads(reading(problems=25), name="长清单")
    seen, after = [], ""
    for _ in range(10):
        found = asks(city, "孙悦", "溢流", after=after)
        seen += [(hit.group, hit.problem_id) for hit in found.hits]
        after = found.next
        if not after:
            break

    assert len(seen) == found.total == 50
    assert len(set(seen)) == 50
    assert [group for group, _ in seen] == sorted((group for group, _ in seen), reverse=True)


@pytest.mark.parametrize("after", ["x", "é", "W10", "WzEsMl0", "WzEsIjIwMjYtMTEtMDIiLDNd", "bnVsbA"])
def test_a_key_that_is_not_ours_means_the_first_page(city: City, after: str) -> None:
    city.case()

    assert len(asks(city, "孙悦", "溢流", after=after).hits) == 2


def test_whoever_finds_nothing_is_told_what_would_be_found(city: City) -> None:
    city.case()

    apart = asks(city, "孙悦", "箱涵 扬尘")
    long = asks(city, "孙悦", "箱涵溢流专项整治工程")
    hidden = asks(city, "孙悦", "箱涵溢流", state="closed")

    assert [(each.text, each.count) for each in apart.suggestions] == [("箱涵", 2)]
    assert "箱涵溢流专" not in [each.text for each in long.suggestions]
    assert next((each.text, each.count) for each in hidden.suggestions) == ("箱涵溢流", 1)
    assert asks(city, "孙悦", "  ，").hits == ()


def test_a_corrected_measure_is_found_by_its_new_words(city: City) -> None:
    case = city.case()
    with city.transaction() as session:
        measure = session.query(Measure).filter_by(problem_id=case.problem_id).first()
        measure.text = "新建一体化泵站"

    assert asks(city, "周敏", "一体化泵站").total == 1
    with city.transaction() as session:
        assert list(search.differences(session)) == []


def test_a_whole_case_leaves_nothing_out_of_the_index(city: City) -> None:
    case: CaseFile = city.case()
    case.does("rectify", by="周敏")
    case.returns("self_check", by="陈静", until=date(2026, 11, 20), reason="台账缺少第三季度的照片。")

    assert asks(city, "陈静", "第三季度").total == 1
    with city.transaction() as session:
        assert list(search.differences(session)) == []
        assert search.sound(session.connection())
