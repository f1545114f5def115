"""Every badly made diagram somebody may upload: an answer in Chinese, within bounds of time, nothing kept, and never a trace."""

from __future__ import annotations

import io
import random
import re
import time
from pathlib import Path

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.web.browser import Visitor, require_valid, words
from webapp.house import KEY, House
from workflows.records import Diagram, JournalEntry

SHIPPED = {
    path.stem: path.read_bytes()
    for path in sorted((Path(__file__).parents[2] / "workflows" / "diagrams").glob("*.bpmn"))
}
LIFECYCLE = SHIPPED["rectification"]
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="{BPMN}"><bpmn:process id="case" name="流程">'
)
TAIL = "</bpmn:process></bpmn:definitions>"
READ_STRICTLY = 60_000
"""Characters of a page up to which it is parsed as strictly as elsewhere: a long draft is shown whole, and the parser is slow."""
SECONDS = 5.0
"""CPU time an answer may take, tenfold of what the shipped diagrams need on a slow machine."""


def boxes(number: int) -> str:
    """So many boxes, one after another."""
    flows = "".join(f'<bpmn:sequenceFlow id="f{i}" sourceRef="b{i}" targetRef="b{i + 1}"/>' for i in range(number - 1))
    return "".join(f'<bpmn:userTask id="b{i}"/>' for i in range(number)) + flows


def mesh(number: int) -> str:
    """Each of the boxes connected with each."""
    pairs = ((i, j) for i in range(number) for j in range(number))
    return "".join(f'<bpmn:sequenceFlow id="x{i}_{j}" sourceRef="b{i}" targetRef="b{j}"/>' for i, j in pairs)


BAD: dict[str, bytes] = {
    "nothing": b"",
    "spaces": b" \n\t\n",
    "cut off": LIFECYCLE[: len(LIFECYCLE) // 2],
    "cut within a character": LIFECYCLE[: LIFECYCLE.index("落实".encode()) + 1],
    "NUL bytes": LIFECYCLE.replace(b"rectify", b"rec\0tify"),
    "UTF-16": LIFECYCLE.decode().encode("utf-16"),
    "GB18030": LIFECYCLE.decode().encode("gb18030"),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a zip file": b"PK\x03\x04" + bytes(200),
    "another namespace": LIFECYCLE.replace(b"BPMN/20100524/MODEL", b"BPMN/20990101/MODEL"),
    "no namespace": LIFECYCLE.replace(b"bpmn:", b""),
    "a DMN": LIFECYCLE.replace(BPMN.encode(), b"https://www.omg.org/spec/DMN/20191111/MODEL/"),
    "DOCTYPE": LIFECYCLE.replace(b"<bpmn:definitions", b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><bpmn:definitions", 1),
    "entities": b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><a>&b;&b;&b;</a>',
    "ten thousand boxes": (HEAD + boxes(9_900) + TAIL).encode(),
    "more elements than are read": (HEAD + boxes(10_100) + TAIL).encode(),
    "a meshwork": (HEAD + boxes(130) + mesh(90) + TAIL).encode(),
    "deep nesting": (HEAD + "<bpmn:subProcess>" * 400 + "</bpmn:subProcess>" * 400 + TAIL).encode(),
    "a huge attribute": (HEAD.replace("流程", "名" * 60_000) + boxes(2) + TAIL).encode(),
    "a huge condition": LIFECYCLE.replace(b"</bpmn:conditionExpression>", b" and (" * 5_000 + b"</bpmn:conditionExpression>", 1),
    "a program for a condition": re.sub(rb"(<bpmn:conditionExpression[^>]*>)[^<]*", rb'\1__import__("os").system("x")', LIFECYCLE),
    "a thousand conditions deep": re.sub(rb"(<bpmn:conditionExpression[^>]*>)[^<]*", rb"\1" + b"not " * 3_000 + b"x", LIFECYCLE, count=1),
    "two processes": LIFECYCLE.replace(b"</bpmn:process>", b'</bpmn:process><bpmn:process id="other"/>', 1),
    "every id the same": re.sub(rb' id="[^"]*"', b' id="same"', LIFECYCLE),
    "no ids": re.sub(rb' id="[^"]*"', b"", LIFECYCLE),
    "nobody's boxes": re.sub(rb"(?s)<bpmn:laneSet.*?</bpmn:laneSet>", b"", LIFECYCLE),
    "endless numbers": re.sub(rb'x="[0-9.]+"', b'x="1e999"', LIFECYCLE),
    "numbers that are none": re.sub(rb'width="[0-9.]+"', 'width="很宽"'.encode(), LIFECYCLE),
}  # fmt: skip


@pytest.fixture
def leader(app: Flask) -> Visitor:
    """李国庆, who may deploy."""
    return Visitor(app).signed_in("liguoqing")


def uploaded(who: Visitor, content: bytes, token: str) -> TestResponse:
    """The answer to a file with this content."""
    data = {"diagram": (io.BytesIO(content), "流程.bpmn"), "csrf_token": token}
    return who.client.post("/diagrams/new", data=data, content_type="multipart/form-data")


def kept(app: Flask) -> tuple[int | None, int | None]:
    """How much there is of what an upload must not add to."""
    house: House = app.extensions[KEY]
    with house.readers() as session:
        return tuple(session.scalar(select(func.count()).select_from(kind)) for kind in (Diagram, JournalEntry))  # type: ignore[return-value]  # two kinds, two numbers


def require_answer(answer: TestResponse, what: object) -> None:
    """A page in Chinese that says no."""
    said = words(answer.text)
    assert answer.status_code in (200, 413, 422), (what, answer.status_code, said)
    assert re.search(r"必须改正|UTF-8|超过上限|请选择|控制字符", said), (what, said)
    assert "Traceback" not in answer.text, what
    if len(answer.text) < READ_STRICTLY:
        require_valid(answer.text, str(what))


def test_every_badly_made_file_is_answered_in_words_and_changes_nothing(app: Flask, leader: Visitor) -> None:
    before, token = kept(app), leader.token("/diagrams/new")
    for what, content in BAD.items():
        started = time.process_time()
        answer = uploaded(leader, content, token)
        assert time.process_time() - started < SECONDS, what
        require_answer(answer, what)
        if answer.status_code == 200 and len(content) < READ_STRICTLY:
            sent = {"csrf_token": token, "go": "deploy", "source": content.decode("utf-8", "replace")}
            refused = leader.client.post("/diagrams/draft", data=sent)
            assert refused.status_code == 422, (what, refused.status_code)
            assert re.search("没有部署|没有保存", words(refused.text)), what
    assert kept(app) == before


def test_a_file_of_twenty_megabytes_is_refused_before_it_is_read(leader: Visitor) -> None:
    token = leader.token("/diagrams/new")
    answer = uploaded(leader, LIFECYCLE + b" " * 20_000_000, token)
    assert answer.status_code == 413
    assert "超过上限（2 MB）" in words(answer.text)


def spoiled(source: bytes, seed: int) -> bytes:
    """A shipped diagram after a few edits by somebody with an XML editor and no luck."""
    chance = random.Random(seed)  # noqa: S311  # a walk to be repeated, not a secret
    root = etree.fromstring(source)
    for _ in range(chance.randint(1, 5)):
        elements = [each for each in root.iter() if each.getparent() is not None]
        one, two = chance.choice(elements), chance.choice(elements)
        match chance.randint(0, 4):
            case 0:
                one.getparent().remove(one)  # type: ignore[union-attr]  # chosen because it has one
            case 1 if one not in list(two.iterancestors()):
                two.append(etree.fromstring(etree.tostring(one)))
            case 2:
                one.tag = two.tag
            case 3 if one.attrib and two.attrib:
                one.set(chance.choice(sorted(one.attrib)), chance.choice(sorted(two.attrib.values())))
            case 4 if one.attrib:
                del one.attrib[chance.choice(sorted(one.attrib))]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


@pytest.mark.parametrize("rounds", [1, pytest.param(60, marks=pytest.mark.slow)])
def test_shipped_diagrams_spoiled_by_chance_never_break_a_page(app: Flask, leader: Visitor, rounds: int) -> None:
    before, token = kept(app), leader.token("/diagrams/new")
    for seed in range(rounds):
        for name, source in SHIPPED.items():
            answer = uploaded(leader, spoiled(source, seed), token)
            assert answer.status_code in (200, 422), (name, seed, words(answer.text))
            require_valid(answer.text, f"{name} {seed}")
    assert kept(app) == before
