"""The pages for printing many papers and for evidence bundles: ticking, watching, taking away, and who may not."""

from __future__ import annotations

import io
import re
import zipfile
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browser import Visitor, words
from tests.web.journey import TITLE, Journey
from tests.web.test_papers import printed
from webapp.batches import bind_batch, run_batch
from webapp.bundling import pack_bundle
from webapp.house import KEY, House
from workflows.records import Document, PrintBatch


@pytest.fixture
def house(app: Flask) -> House:
    return app.extensions[KEY]  # type: ignore[no-any-return]  # Flask keeps it as anything


@pytest.fixture
def paper(app: Flask, journey: Journey) -> Document:
    """The signed acceptance report of the case."""
    journey.self_checked()
    return printed(app)


def prints(house: House, address: str) -> None:
    """The worker prints the batch."""
    batch_id = address.rpartition("/")[2]

    def do(job: str, arguments: dict[str, str]) -> None:
        assert job == "bind_batch"
        bind_batch(house, arguments)

    run_batch(house, do, 1, UUID(batch_id))


@pytest.fixture
def ready_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fonts count as built: signed originals need none."""
    monkeypatch.setattr("webapp.batches.fonts_ready", lambda _: True)


@pytest.mark.usefixtures("ready_fonts")
def test_ticked_papers_are_printed_and_taken_away(house: House, journey: Journey, paper: Document) -> None:
    office = journey.person("sunyue")
    assert 'type="checkbox" name="document"' in office.opens("/documents")
    asked = office.fills("/documents", {"document": str(paper.id), "which": "ticked"}, send_to="/prints")
    page = asked.location
    assert "正在打印" in office.opens(page)
    assert "还在打印" in words(office.opens(f"{page}/result", 409))
    prints(house, page)
    assert "已打印好" in words(office.opens(page))
    answer = office.client.get(f"{page}/result")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert len(archive.namelist()) == 2
    assert "1 / 1 份" in words(office.opens("/documents"))


@pytest.mark.usefixtures("paper")
def test_everything_a_filter_finds_can_be_printed_without_ticking(house: House, journey: Journey) -> None:
    office = journey.person("sunyue")
    assert "全部 1 份" in words(office.opens("/documents?state=ready"))
    office.fills("/documents?state=ready", {"which": "all"}, send_to="/prints")
    with house.sessions() as session:
        assert len(session.scalars(select(PrintBatch)).all()) == 1
    none = office.client.post("/prints", data={"csrf_token": office.token("/clock"), "which": "all", "state": "failed"})
    assert (none.status_code, "没有选中文书" in none.text) == (409, True)


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("filters", ["kind=closure_report", "state=void", "list_id=nonsense", "state=%00&kind=x"])
def test_a_filter_that_finds_nothing_says_so(journey: Journey, filters: str) -> None:
    assert "没有符合条件的文书" in words(journey.person("sunyue").opens(f"/documents?{filters}"))


def test_nothing_ticked_is_a_sentence(journey: Journey, paper: Document) -> None:
    office = journey.person("sunyue")
    assert "请先勾选要打印的文书" in words(office.fills("/documents", {}, send_to="/prints", status=409).text)
    odd = office.fills("/documents", {"document": "../etc", "which": "ticked"}, send_to="/prints", status=404)
    assert "选中的文书" in words(odd.text)
    wrong = {"document": str(paper.id), "prints": "forgeries"}
    office.fills("/documents", wrong, send_to="/prints", status=404)


def test_a_batch_is_its_asker_s_own_and_papers_of_others_are_not_printed(journey: Journey, paper: Document) -> None:
    office, stranger = journey.person("sunyue"), journey.person("linqing")
    page = office.fills("/documents", {"document": str(paper.id)}, send_to="/prints").location
    for address in (page, f"{page}/result"):
        stranger.opens(address, 404)
    given = {"csrf_token": stranger.token("/clock")}
    assert stranger.client.post("/prints", data={**given, "document": str(paper.id)}).status_code == 404


def test_a_reprint_is_asked_for_at_the_paper(journey: Journey, paper: Document) -> None:
    unit = journey.person("chenjing")
    address = f"/documents/{paper.id}"
    assert "重印副本" in words(unit.opens(address))
    asked = unit.fills(address, {}, send_to="/prints")
    assert "1 份副本" in words(unit.opens(asked.location))
    assert unit.client.get(f"{address}.pdf").data.startswith(b"%PDF"), "the original is what is downloaded"


@pytest.mark.usefixtures("paper")
def test_a_bundle_is_made_and_taken_by_the_office_and_by_the_units_of_the_case(house: House, journey: Journey) -> None:
    problem = journey.problem()
    for login in ("sunyue", "zhoumin", "chenjing"):
        person = journey.person(login)
        assert f'href="{problem}/bundles"' in person.opens(problem)
        assert "个人信息" in person.opens(f"{problem}/bundles")
    page = journey.person("zhoumin").fills(f"{problem}/bundles", {}).location
    assert "正在制作" in journey.person("sunyue").opens(page)
    assert "还在制作" in words(journey.person("sunyue").opens(f"{page}.zip", 409))
    pack_bundle(house, {"bundle_id": page.rpartition("/")[2]})
    shown = journey.person("sunyue").opens(page)
    digests = re.findall(r'<code class="digest">([0-9a-f]{64})</code>', shown)
    assert len(set(digests)) == 3
    answer = journey.person("chenjing").client.get(f"{page}.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "制作证据包" in words(journey.person("sunyue").opens(problem))


@pytest.mark.usefixtures("paper")
def test_who_has_no_part_in_the_case_takes_no_bundle(journey: Journey) -> None:
    problem, inspector, stranger = journey.problem(), journey.person("wanglixin"), journey.person("linqing")
    page = journey.person("sunyue").fills(f"{problem}/bundles", {}).location
    assert f'href="{problem}/bundles"' not in inspector.opens(problem)
    for address in (f"{problem}/bundles", page, f"{page}.zip"):
        assert "您不在其中" in words(inspector.opens(address, 403))
        stranger.opens(address, 404)
    token = {"csrf_token": inspector.token("/clock")}
    assert inspector.client.post(f"{problem}/bundles", data=token).status_code == 403


def test_the_checker_is_for_everybody(stranger: Visitor) -> None:
    answer = stranger.client.get("/bundles/verify.py")
    assert answer.status_code == 200
    compile(answer.text, "verify.py", "exec")
    assert TITLE not in answer.text
