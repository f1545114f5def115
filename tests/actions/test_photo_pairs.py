"""The pair a person set is the pair that is printed; what nobody paired goes by its name."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

from sqlalchemy import select

from tests.actions.test_papers import asks_for, papers
from tests.city import CaseFile, City
from tests.reports.test_pictures import WEIFANG, photo
from workflows.actions.photo_pairs import dissolve_pair, set_pair
from workflows.records import Evidence, PhotoPair

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 99


def pairs(case: CaseFile, before: str, after: str) -> UUID:
    """周敏 puts two photographs side by side."""
    city = case.city
    with city.transaction() as session:
        ids = {row.name: row.id for row in session.scalars(select(Evidence))}
        set_pair(
            session,
            problem_id=case.problem_id,
            before_id=ids[before],
            after_id=ids[after],
            request_id=uuid4(),
            by=city.people["周敏"],
            at=city.now,
        )
        return session.scalars(select(PhotoPair.id).order_by(PhotoPair.set_at)).all()[-1]


def printed(case: CaseFile) -> list[tuple[str, str | None]]:
    """The pairs on the newest catalogue, by the names of the files."""
    asks_for(case, "evidence_catalogue")
    dossier = json.loads(papers(case, "evidence_catalogue")[-1].dossier)
    names = {each["no"]: each["name"] for each in dossier["evidence"]}
    return [(names[each["first"]], names.get(each["after"])) for each in dossier["pairs"]]


def with_photos(city: City) -> CaseFile:
    case = city.case()
    for name in ("甲.jpg", "乙.jpg", "东门整改前.jpg", "东门整改后.jpg"):
        case.adds_evidence("周敏", name, JPEG)
    return case


def test_the_pair_somebody_set_is_printed_and_the_others_go_by_their_names(any_city: City) -> None:
    case = with_photos(any_city)

    pairs(case, "乙.jpg", "甲.jpg")

    assert set(printed(case)) == {("乙.jpg", "甲.jpg"), ("东门整改前.jpg", "东门整改后.jpg")}
    assert "photographs:paired" in case.journal()


def test_the_place_of_a_photograph_stands_on_no_paper(city: City) -> None:
    case = city.case()
    case.adds_evidence("周敏", "现场.jpg", photo(taken="2026:11:02 08:00:00", gps=WEIFANG, size=(8, 8)))
    [line] = case.page("周敏").evidence
    assert line.place == "北纬 36.70833°，东经 119.10000°"

    asks_for(case, "evidence_catalogue")

    dossier = papers(case, "evidence_catalogue")[-1].dossier
    assert '"taken_on":"2026-11-02"' in dossier
    assert "36.7" not in dossier
    assert "119.1" not in dossier


def test_a_person_overrules_the_names(city: City) -> None:
    case = with_photos(city)

    pairs(case, "东门整改前.jpg", "甲.jpg")

    assert ("东门整改前.jpg", "甲.jpg") in printed(case)


def test_a_pair_that_was_taken_apart_is_printed_apart(city: City) -> None:
    case = with_photos(city)
    pair = pairs(case, "乙.jpg", "甲.jpg")

    with city.transaction() as session:
        dissolve_pair(
            session,
            problem_id=case.problem_id,
            pair_id=pair,
            request_id=uuid4(),
            by=city.people["周敏"],
            at=city.now,
        )

    assert {("甲.jpg", None), ("乙.jpg", None)} <= set(printed(case))
    assert "photographs:unpaired" in case.journal()
