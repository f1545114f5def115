"""Verifying on the page and on the command line: bounded, counted per address, and against the register where the paper is known."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from reports.authority import make_development_authority
from reports.sign import sign
from tests.reports.builders import acceptance
from tests.reports.papers import plain_pdf
from tests.reports.signing_city import SigningCity
from tests.web.browser import Visitor, words
from tests.web.conftest import START, Watch
from tests.web.journey import Journey
from webapp import cli
from webapp import verifying as page
from webapp.allowance import MOST_ADDRESSES, Allowance
from webapp.house import KEY, House
from workflows.actions import documents
from workflows.records import Document, DocumentSignature

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def house_of(app: Flask) -> House:
    found: House = app.extensions[KEY]
    return found


def sent(stranger: Visitor, pdf: bytes, status: int = 200) -> str:
    return words(stranger.fills("/verify", {"pdf": (io.BytesIO(pdf), "文书.pdf")}, status=status).text)


# --- against the register -----------------------------------------------------------------------------------------------


@pytest.fixture
def two_states(app: Flask, journey: Journey) -> tuple[bytes, bytes]:
    """A registered paper with two signatures, and what it was before the last."""
    journey.self_checked()
    house = house_of(app)
    key = make_development_authority(house.settings.keys, at=START, organisation="办公室").key
    with house.sessions() as session:
        document = session.scalars(select(Document)).one()
        facts = acceptance(verify_code=document.verify_code).to_json().encode()
        once = sign(
            plain_pdf("lead_unit", "office", attachment=facts),
            key=key,
            field="lead_unit",
            name="甲",
            capacity="乙",
            at=START,
        )
        twice = sign(once, key=key, field="office", name="甲", capacity="乙", at=START)
        stored = house.store.put(io.BytesIO(twice), limit=10**6)
        for position, field in enumerate(("lead_unit", "office"), 1):
            row = DocumentSignature(
                document_id=document.id, position=position, field=field, name="甲", capacity="乙", status="signed"
            )
            session.add(row)
        document.dossier_digest = acceptance(verify_code=document.verify_code).digest
        documents.finish(session, document_id=document.id, final=stored, at=START)
        session.commit()
    return once, twice


def test_the_registered_file_is_genuine_and_each_attachment_has_its_answer(
    stranger: Visitor, two_states: tuple[bytes, bytes]
) -> None:
    said = sent(stranger, two_states[1])
    assert "真实有效" in said
    assert "登记在册" in said
    assert "在签名之内，没有改动" in said


def test_an_earlier_state_of_a_registered_paper_is_incomplete(
    stranger: Visitor, two_states: tuple[bytes, bytes]
) -> None:
    said = sent(stranger, two_states[0])
    assert "版本不完整" in said
    assert "不在册" in said
    assert "文件与登记的版本不是同一份" in said


# --- bounds -------------------------------------------------------------------------------------------------------------


def test_who_asks_too_often_is_told_when_to_come_again(app: Flask, stranger: Visitor, watch: Watch) -> None:
    for _ in range(house_of(app).settings.verify_per_minute):
        stranger.client.get("/verify?code=0000-0000-0000")
    watch.passes(seconds=20)
    answer = stranger.client.get("/verify?code=0000-0000-0000")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "40")
    assert "请在 40 秒之后再试" in answer.text
    assert "请在 40 秒之后再试" in sent(stranger, b"%PDF-1.7", status=429)
    stranger.opens("/verify")

    watch.passes(seconds=41)
    stranger.opens("/verify?code=0000-0000-0000", 404)


def test_when_many_files_are_examined_the_next_one_is_asked_to_come_again(
    stranger: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PATIENCE", 0.01)
    with page.AT_ONCE, page.AT_ONCE:
        assert "正在核验的文件较多" in sent(stranger, b"%PDF-1.7", status=429)
    assert "无法判定" in sent(stranger, b"%PDF-1.7")


def test_an_allowance_counts_each_address_by_itself_and_forgets() -> None:
    allowance = Allowance(2, timedelta(minutes=1))
    assert [allowance.seconds_to_wait("a", AT) for _ in range(3)] == [0, 0, 60]
    assert allowance.seconds_to_wait("b", AT) == 0
    assert allowance.seconds_to_wait("a", AT + timedelta(seconds=59.5)) == 1
    assert allowance.seconds_to_wait("a", AT + timedelta(seconds=60)) == 0
    for number in range(MOST_ADDRESSES + 5):
        allowance.seconds_to_wait(str(number), AT)
    assert len(allowance._asked) == MOST_ADDRESSES


# --- the command line ---------------------------------------------------------------------------------------------------


def run(tmp_path: Path, data: bytes | None, *options: str) -> Result:
    file = tmp_path / "文书.pdf"
    if data is not None:
        file.write_bytes(data)
    return CliRunner().invoke(cli.main, ["verify", str(file), *options], env={"XIAOHAO_DATA_DIR": str(tmp_path)})


def test_the_exit_code_tells_the_verdict(tmp_path: Path, signing_city: SigningCity) -> None:
    paper, root = signing_city.paper(), ("--root", str(signing_city.pki.root_file))
    for data, options, code, word in (
        (paper, root, 0, "真实有效"),
        (paper + b"x", root, 1, "已被修改"),
        (paper, (), 1, "签名者不可信"),
        (None, root, 2, "读不了文书"),
        (b"PK\x03\x04", root, 3, "这不是 PDF 文件"),
        (b"", root, 3, "这不是 PDF 文件"),
        (b"%PDF-1.7 nothing", root, 4, "无法判定"),
    ):
        if data is None:
            (tmp_path / "文书.pdf").unlink()
        result = run(tmp_path, data, *options)
        assert (result.exit_code, word in result.output) == (code, True), (word, result.output)


def test_a_revocation_list_on_the_command_line_counts(tmp_path: Path, signing_city: SigningCity) -> None:
    list_ = tmp_path / "city.crl"
    list_.write_bytes(signing_city.pki.revocation_list([(signing_city.lead, signing_city.at - timedelta(days=1))]))
    options = ("--root", str(signing_city.pki.root_file), "--crl", str(list_))
    result = run(tmp_path, signing_city.paper(), *options)
    assert (result.exit_code, "证书已吊销" in result.output) == (1, True)


def test_the_verdict_as_json_has_every_answer(tmp_path: Path, signing_city: SigningCity) -> None:
    result = run(tmp_path, signing_city.paper(), "--json", "--root", str(signing_city.pki.root_file))
    verdict = json.loads(result.output)
    assert verdict["overall_english"] == "genuine"
    assert [each["trusted"]["yes"] for each in verdict["signatures"]] == [True, True]
    assert [each["answer"]["yes"] for each in verdict["attachments"]] == [True]
