"""The main job, end to end through HTTP: a problem of the demonstration plan is struck off the list by seven people, and the papers that
come out are verified by our own verifier, by pyHanko and by pdfsig.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem, x509
from click.testing import CliRunner
from flask import Flask
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import Engine

from reports.verdict import Overall
from reports.verify import verify
from tests.jobs.bundled import checked
from tests.jobs.site import QUICK
from tests.story import people
from tests.web.browser import Visitor, words
from webapp import cli, ticking, worker
from webapp.app import create_app
from webapp.bundling import pack_bundle
from webapp.demonstration import found_city
from webapp.house import KEY, House
from webapp.presses import Presses
from webapp.settings import Settings
from workflows import jobs
from workflows.records import journal
from workflows.rules.canonical import canonical
from workflows.rules.deadlines import CITY_ZONE

TITLE = "整治建筑工地扬尘"


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Flask:
    """A demonstration city served from a directory of its own, once on SQLite and once on PostgreSQL."""
    jobs.prepare(engine)
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(data_dir=tmp_path, database_url=url, demo=True, demo_clock=True), engine=engine)
    app.config["TESTING"] = True
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        found_city(session, at=house.clock.now(session))
        session.commit()
    return app


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)], indirect=True)
def test_a_problem_is_struck_off_and_its_papers_stand_up(site: Flask) -> None:
    house: House = site.extensions[KEY]
    owner, lead, first, second, office, auditor, leader = (
        Visitor(site).signed_in(login)
        for login in ("zhoumin", "chenjing", "wanglixin", "zhaoqiang", "sunyue", "qianwei", "liguoqing")
    )
    problem = owner.finds(rf'href="(/problems/[^"#]+)"[^>]*>{TITLE}<', "/problems")

    photo = (io.BytesIO(b"\xff\xd8\xff\xe0 photograph of the covered ground"), "覆盖后现场照片.jpg")
    does(owner, people.rectified, files=photo)
    does(lead, people.self_checked)
    does(first, people.reinspected)
    assert not first.tasks(), "who inspected first is not asked to confirm"
    does(second, people.confirmed)
    draws_everything(office, house)
    drawn = office.finds(r'data-label="抽查人员">([^<]+)<', "/draws")
    anybody_repeats_the_draw(Visitor(site), house.settings.data_dir)
    does({"孙悦": office, "钱伟": auditor}[drawn], people.audited)
    assert "等待公示期满" in words(owner.opens(problem))
    office.fills("/clock", {"days": "9"})
    ticking.tick(house)
    does(leader, people.approved)

    assert "已销号" in words(owner.opens(problem))
    make_papers(house)
    report, closure = papers_of(owner, problem)
    for paper in (report, closure):
        stands_up(paper, house)
    assert b"acceptance-report.pdf" in closure
    assert journal_is_whole(house)
    assert says_so_on_the_public_page(Visitor(site), closure) == Overall.GENUINE.value
    assert says_so_on_the_public_page(Visitor(site), changed(closure)) == Overall.CHANGED.value
    the_case_leaves_the_house(office, problem, house)


def the_case_leaves_the_house(office: Visitor, problem: str, house: House) -> None:
    """The office takes a bundle; whoever gets it checks every part with a bare Python, and the digests of the page."""
    assert f'href="{problem}/bundles"' in office.opens(problem)
    page = office.fills(f"{problem}/bundles", {}).location
    assert "正在制作" in office.opens(page)
    pack_bundle(house, {"bundle_id": page.rpartition("/")[2]})
    directory = house.settings.data_dir
    archive, checker = directory / "证据包.zip", directory / "verify.py"
    archive.write_bytes(office.client.get(f"{page}.zip").data)
    checker.write_bytes(Visitor(office.client.application).client.get("/bundles/verify.py").data)
    for file in (archive, checker):
        assert hashlib.sha256(file.read_bytes()).hexdigest() in office.opens(page)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    found = checked(archive, "--expect", digest, checker=checker)
    assert (found.code, found.wrong()) == (0, []), found.said
    assert found.said.count("完好，签名证书") == 2


def does(person: Visitor, answers: Callable[[str], dict[str, Any]], **files: Any) -> None:
    """The person opens their task about the problem of the story and completes it."""
    address = person.task(TITLE)
    person.fills(address, {**answers(person.opens(address)), **files, "go": "submit"})


def draws_everything(office: Visitor, house: House) -> None:
    """The office freezes the pool, waits a day for the number, and draws all of it."""
    with house.sessions() as session:
        tomorrow = house.clock.now(session).astimezone(CITY_ZONE) + timedelta(hours=20)
    frozen = office.fills("/draws", people.frozen(seed_at=f"{tomorrow:%Y-%m-%dT%H:%M}"))
    address = frozen.location
    assert "到时才能抽取" in words(office.opens(f"{address}/seed"))
    office.fills("/clock", {"days": "1"})
    office.fills(f"{address}/seed", people.seed())


def anybody_repeats_the_draw(stranger: Visitor, directory: Path) -> None:
    """Without signing in: the file and the script are downloaded, and a bare Python gets the same bytes; so does our command."""
    page = stranger.finds(r'href="(/draws/[0-9a-f-]{36})"', "/draws/public")
    for name, address in (("draw.json", f"{page}.json"), ("recompute_draw.py", "/draws/recompute_draw.py")):
        assert f'href="{address}"' in stranger.opens(page)
        answer = stranger.client.get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        (directory / name).write_bytes(answer.data)
    said = subprocess.run(
        [sys.executable, "-I", "-S", "recompute_draw.py", "draw.json"], cwd=directory, capture_output=True, check=True
    )
    published = json.loads((directory / "draw.json").read_text(encoding="utf-8"))
    assert said.stdout.decode().strip() == canonical(published["result"])
    verified = CliRunner().invoke(cli.main, ["draw", "verify", str(directory / "draw.json")])
    assert (verified.exit_code, "抽查文件可信" in verified.output) == (0, True)


def make_papers(house: House) -> None:
    """The worker makes both papers: the closure report waits until the acceptance report, its attachment, is signed."""
    presses = Presses(house.settings)
    queue = jobs.Worker(
        house.engine,
        worker.bodies(house, presses),
        executor_id="story",
        pulse=worker.Heartbeats(house),
        now=house.clock.real,
        pace=QUICK,
    )
    try:
        with_worker(queue, until=lambda: papers_waiting(house) == 0)
    finally:
        presses.close()


def with_worker(queue: jobs.Worker, *, until: Callable[[], bool]) -> None:
    import threading

    queue.start()
    try:
        pause = threading.Event()
        for _ in range(600):
            if until():
                return
            pause.wait(0.1)
        raise AssertionError("the papers were not made within a minute")
    finally:
        queue.stop()


def papers_waiting(house: House) -> int:
    with house.sessions() as session:
        counts = jobs.waiting(session)
        assert not counts.failed, jobs.failed(session)
        return counts.waiting + counts.running


def papers_of(person: Visitor, problem: str) -> tuple[bytes, bytes]:
    """Acceptance report and closure report, as the person downloads them from the problem's page."""
    addresses = list(dict.fromkeys(re.findall(r'href="(/documents/[^".]+)"', person.opens(problem))))
    assert len(addresses) == 2
    closure, report = (person.client.get(f"{address}.pdf") for address in addresses)
    for answer in (closure, report):
        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"
    return report.data, closure.data


def stands_up(pdf: bytes, house: House) -> None:
    """Three verifiers agree that a paper is whole, signed by the office, and trusted through the development authority."""
    verdict = verify(pdf, roots=house.settings.roots(), at=datetime.now(UTC))
    assert verdict.overall is Overall.GENUINE, verdict.reasons
    root = x509.Certificate.load(pem.unarmor(house.settings.roots()[0].read_bytes())[2])
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))
    assert status.bottom_line, status.pretty_print_details()
    said = pdfsig(pdf, house.settings.data_dir / "paper.pdf")
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def pdfsig(pdf: bytes, path: Path) -> str:
    assert shutil.which("pdfsig"), "poppler-utils is missing: ./run test installs it"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=True).stdout


def changed(pdf: bytes) -> bytes:
    """The paper with one byte of its middle changed."""
    middle = len(pdf) // 2
    return pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]


def says_so_on_the_public_page(stranger: Visitor, pdf: bytes) -> str:
    """The verdict's word on the page for everybody, without signing in."""
    answer = stranger.fills("/verify", {"pdf": (io.BytesIO(pdf), "paper.pdf")}, status=200)
    return next(word.value for word in Overall if word.value in words(answer.text))


def journal_is_whole(house: House) -> bool:
    with house.sessions() as session:
        return journal.verify(session) == []
