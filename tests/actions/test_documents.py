"""A paper that could not be made: the sentence is kept, the office asks again, number and dossier stay as issued."""

from __future__ import annotations

import pytest

from tests.city import CaseFile, City
from workflows import actions, jobs
from workflows.rules.errors import NotPermitted, NotYet


def failed(city: City) -> CaseFile:
    """A case whose acceptance report could not be made."""
    case = city.case().goes_to("reinspect")
    with city.transaction() as session:
        document = case.documents()[0]
        actions.record_failure(session, document_id=document.id, why="签名证书已过期。", at=city.now)
    return case


def asks_again(case: CaseFile, by: str) -> None:
    """`by` presses 重新制作."""
    with case.city.transaction() as session:
        actions.ask_again(session, document_id=case.documents()[0].id, by=case.city.people[by], at=case.city.now)


def test_a_failed_paper_is_asked_for_again_by_the_office(any_city: City) -> None:
    case = failed(any_city)
    before = case.documents()[0]
    assert (before.status, before.error) == ("failed", "签名证书已过期。")
    with any_city.transaction() as session:
        waiting = jobs.waiting(session).waiting

    asks_again(case, "孙悦")

    after = case.documents()[0]
    assert (after.status, after.error) == ("waiting", None)
    assert (after.number, after.dossier_digest) == (before.number, before.dossier_digest)
    assert case.journal()[-1] == "document:retried"
    with any_city.transaction() as session:
        assert jobs.waiting(session).waiting == waiting + 1


def test_a_unit_does_not_ask_for_papers(city: City) -> None:
    with pytest.raises(NotPermitted, match="办公室"):
        asks_again(failed(city), "周敏")


def test_a_paper_that_did_not_fail_is_not_made_again(city: City) -> None:
    with pytest.raises(NotYet, match="没有失败"):
        asks_again(city.case().goes_to("reinspect"), "孙悦")
