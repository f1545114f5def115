"""Papers: waiting, failed, ready; and the public page that verifies them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browser import Visitor, words
from tests.web.journey import Journey
from webapp.house import KEY, House
from workflows.records import Document

PDF = b"%PDF-1.7\n%not signed\n"


def change(app: Flask, **values: Any) -> Document:
    """Set the one paper of the case to a state its job would leave behind."""
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        paper = session.scalars(select(Document)).one()
        for name, value in values.items():
            setattr(paper, name, value)
        session.commit()
        return paper


def printed(app: Flask) -> Document:
    house: House = app.extensions[KEY]
    digest = house.store.put(io.BytesIO(PDF), limit=1000).digest
    return change(app, status="ready", file_digest=digest, final_digest=digest)


@pytest.fixture
def paper(journey: Journey) -> str:
    """The address of the acceptance report of a case whose self-check has passed."""
    return journey.self_checked().person("chenjing").finds(r'href="(/documents/[^"]+)"', "/documents")


def test_a_paper_that_is_being_made_says_so_and_cannot_be_had_yet(journey: Journey, paper: str) -> None:
    page = journey.person("chenjing").opens(paper)
    assert "正在排版" in page
    assert "公文字体" in page
    assert "正在制作" in journey.person("chenjing").opens(f"{paper}.pdf", 409)


def test_the_page_asks_again_for_its_middle_only(journey: Journey, paper: str) -> None:
    answer = journey.person("chenjing").client.get(paper, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "正在排版" in answer.text


def test_a_paper_that_failed_shows_the_sentence_why(app: Flask, journey: Journey, paper: str) -> None:
    change(app, status="failed", error="签名私钥打不开：口令不对。")
    assert "签名私钥打不开：口令不对。" in journey.person("chenjing").opens(paper)


def test_the_office_asks_for_a_failed_paper_again(app: Flask, journey: Journey, paper: str) -> None:
    change(app, status="failed", error="磁盘已满。")
    assert ">重新制作<" not in journey.person("chenjing").opens(paper)
    again = journey.person("sunyue").finds(r'action="(/documents/[^"]+)"', paper)
    journey.person("sunyue").fills(paper, {}, send_to=again)
    assert "正在排版" in journey.person("chenjing").opens(paper)


def test_a_paper_is_handed_out_byte_for_byte_to_those_who_may_see_it(app: Flask, journey: Journey, paper: str) -> None:
    printed(app)
    answer = journey.person("chenjing").client.get(f"{paper}.pdf")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    journey.person("linqing").opens(paper, 404)
    journey.person("linqing").opens(f"{paper}.pdf", 404)


@pytest.mark.usefixtures("paper")
def test_anybody_can_look_a_paper_up_by_number_and_code(app: Flask, stranger: Visitor) -> None:
    known = printed(app)
    code = known.verify_code.lower().replace("-", " ")
    page = words(stranger.opens(f"/verify?number={known.number}&code={code}"))
    assert "登记在册" in page
    assert str(known.file_digest) in page
    wrong = stranger.opens(f"/verify?number={known.number}&code=0000-0000-0000", 404)
    assert "没有与所填核验码（和文号）相符的文书" in wrong


def test_a_pdf_without_a_signature_is_not_genuine(stranger: Visitor) -> None:
    answer = stranger.fills("/verify", {"pdf": (io.BytesIO(PDF), "文书.pdf")}, status=200)
    assert "真实有效" not in words(answer.text)
    assert "不在册" in answer.text


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ((io.BytesIO(b"PK\x03\x04"), "文书.docx"), "这不是 PDF 文件"),
        ((io.BytesIO(b""), ""), "没有选择文件"),
    ],
)
def test_what_is_no_pdf_is_refused_in_words(stranger: Visitor, file: tuple[io.BytesIO, str], sentence: str) -> None:
    assert sentence in stranger.fills("/verify", {"pdf": file}, status=422).text


def test_the_clock_moves_forward_only_and_lets_time_pass(journey: Journey) -> None:
    office = journey.person("sunyue")
    for days in ("0", "-3", "4000", "many"):
        office.fills("/clock", {"days": days}, status=422)
    office.fills("/clock", {"days": "60"})
    assert "2027 年 1 月 19 日" in words(office.opens("/clock"))
    assert "已超期" in words(journey.person("zhoumin").opens("/"))
