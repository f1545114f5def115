"""The pages of a signer with a token of their own, and of the office that keeps the keys."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from reports.fonts import fonts_ready
from reports.key_facts import of_certificate
from tests.reports.papers import plain_pdf
from tests.reports.pki import Holder, Pki
from tests.reports.test_outside import token_signs
from tests.web.browser import Visitor, words
from tests.web.conftest import START, Watch
from tests.web.journey import Journey
from webapp.house import KEY, House
from webapp.printing import render_document
from webapp.settings import Settings
from workflows.actions import keys, signatures
from workflows.actions.keys import NewKey
from workflows.records import Document

FIELDS = ("self_check", "lead_unit")


@pytest.fixture
def pki(tmp_path: Path) -> Pki:
    (tmp_path / "pki").mkdir()
    return Pki(tmp_path / "pki", START)


@pytest.fixture
def settings(tmp_path: Path, pki: Pki) -> Settings:
    fonts = Path(os.environ.get("XIAOHAO_FONTS_DIR", "~/.cache/xiaohao/fonts")).expanduser()
    if not fonts_ready(fonts):
        pytest.skip("the fonts of the documents are not built yet; ./run test builds them")
    return Settings(data_dir=tmp_path, demo=True, demo_clock=True, trust_roots=(pki.root_file,), fonts_dir=fonts)


@pytest.fixture
def token(app: Flask, pki: Pki) -> Holder:
    """陈静's token, registered."""
    holder, house = pki.holder("陈静"), house_of(app)
    facts = of_certificate(holder.pem)
    new = NewKey(
        kind="outside", place="", certificate=facts.certificate, fingerprint=facts.fingerprint, subject=facts.subject,
        valid_from=facts.valid_from, valid_until=facts.valid_until,
    )  # fmt: skip
    with house.sessions() as session:
        keys.add_key(session, login="chenjing", key=new, at=START)
        session.commit()
    return holder


@pytest.fixture
def paper(app: Flask, journey: Journey, token: Holder) -> str:
    """The address of a paper that waits for 陈静."""
    journey.self_checked()
    house = house_of(app)
    with house.sessions() as session:
        document = session.scalars(select(Document)).one()
        master = house.store.put(io.BytesIO(plain_pdf(*FIELDS)), limit=10**6)
        signatures.lay_out(session, document_id=document.id, master=master, fields=FIELDS, at=START)
        session.commit()
    assert token.name == "陈静"
    return f"/documents/{document.id}"


def house_of(app: Flask) -> House:
    found: House = app.extensions[KEY]
    return found


def job_runs(app: Flask, paper: str) -> None:
    render_document(house_of(app), {"document_id": paper.rsplit("/", 1)[1]})


def test_a_signer_walks_through_the_three_steps(
    app: Flask, journey: Journey, paper: str, token: Holder, tmp_path: Path, watch: Watch
) -> None:
    chenjing, page = journey.person("chenjing"), f"{paper}/signatures"
    assert "轮到您签名" in chenjing.opens("/")
    assert "正在签名" in chenjing.opens(paper)
    assert "不用再写一遍" in chenjing.opens(page)

    chenjing.fills(page, {}, send_to=page)
    assert "正在准备待签文件" in chenjing.opens(page)
    job_runs(app, paper)
    assert "下载待签文件" in chenjing.opens(page)
    assert chenjing.client.get(f"{paper}/as-seen.pdf").data.startswith(b"%PDF-")
    handed_out = chenjing.client.get(f"{paper}/to-sign")
    assert "attachment" in handed_out.headers["Content-Disposition"]

    watch.passes(minutes=5)
    answer = token_signs(token, handed_out.data, tmp_path, "-noattr")
    chenjing.fills(page, {"signature": (io.BytesIO(answer), "signature.p7s")}, send_to=f"{paper}/answer")
    assert "签名文件已收到" in chenjing.opens(page)
    job_runs(app, paper)

    assert "全部签完" in chenjing.opens(page)
    assert "已签发" in chenjing.opens(paper)
    assert "轮到您签名" not in chenjing.opens("/")
    file = chenjing.client.get(f"{paper}.pdf").data
    shown = words(chenjing.fills("/verify", {"pdf": (io.BytesIO(file), "x.pdf")}, status=200).text)
    assert "真实有效" in shown
    assert "登记在册" in shown


def test_the_whole_document_can_be_signed_instead_of_the_small_file(
    app: Flask, journey: Journey, paper: str, token: Holder, tmp_path: Path
) -> None:
    chenjing, page = journey.person("chenjing"), f"{paper}/signatures"
    chenjing.fills(page, {}, send_to=page)
    job_runs(app, paper)
    whole = chenjing.client.get(f"{paper}/to-sign-whole").data
    answer = token_signs(token, whole, tmp_path, "-cades")
    chenjing.fills(page, {"signature": (io.BytesIO(answer), "signature.p7s")}, send_to=f"{paper}/answer")


def test_what_was_brought_back_and_cannot_be_used_is_told_at_once(
    app: Flask, journey: Journey, paper: str, pki: Pki, tmp_path: Path
) -> None:
    chenjing, page = journey.person("chenjing"), f"{paper}/signatures"
    chenjing.fills(page, {}, send_to=page)
    job_runs(app, paper)
    handed_out = chenjing.client.get(f"{paper}/to-sign").data
    colleague = token_signs(pki.holder("许宁"), handed_out, tmp_path, "-noattr")
    for data, name, sentence in (
        (colleague, "x.p7s", "不是登记的那一张"),
        (b"nonsense", "x.p7s", "CMS"),
        (b"", "", "没有选择文件"),
    ):
        upload = {"signature": (io.BytesIO(data), name)}
        assert sentence in words(chenjing.fills(page, upload, send_to=f"{paper}/answer", status=422).text)
    assert "下载待签文件" in chenjing.opens(page)


def test_others_see_the_order_but_cannot_sign(journey: Journey, paper: str) -> None:
    office, page = journey.person("sunyue"), f"{paper}/signatures"
    shown = words(office.opens(page))
    assert "现在轮到陈静签名" in shown
    assert "开始签名" not in shown
    office.fills(page, {"csrf_token": office.token("/clock")}, send_to=page, status=403)
    assert office.client.get(f"{paper}/to-sign").status_code == 409
    journey.person("linqing").opens(page, 404)


def test_who_does_not_sign_writes_why(journey: Journey, paper: str) -> None:
    chenjing, page = journey.person("chenjing"), f"{paper}/signatures"
    assert "请写明理由" in chenjing.fills(page, {"reason": " "}, send_to=f"{paper}/refusal", status=422).text
    chenjing.fills(page, {"reason": "第二条写错了"}, send_to=f"{paper}/refusal")
    assert "陈静没有签名，理由：第二条写错了" in journey.person("sunyue").opens(paper)


def test_the_office_sees_the_keys_and_calls_one_back(journey: Journey, token: Holder) -> None:
    office = journey.person("sunyue")
    assert "签名密钥" in office.opens("/documents")
    assert token.fingerprint[:16] in office.opens("/keys")
    address = office.finds(r'action="(/keys/[^"]+)"', "/keys")
    assert "请写明停用理由" in office.fills("/keys", {"reason": ""}, send_to=address, status=422).text
    office.fills("/keys", {"reason": "设备遗失"}, send_to=address)
    assert "由孙悦停用：设备遗失" in words(office.opens("/keys"))
    office.fills("/keys", {"reason": "再来一次", "csrf_token": office.token("/clock")}, send_to=address, status=409)
    journey.person("chenjing").opens("/keys", 403)


def test_without_keys_the_page_says_who_signs(office: Visitor) -> None:
    assert "还没有登记单位或个人的密钥" in office.opens("/keys")
