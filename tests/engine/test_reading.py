"""Files that are no diagram at all."""

from __future__ import annotations

import pytest

from tests.engine.cases import findings_of
from tests.engine.drawing import HEAD, diagram, end, start, user
from workflows.engine.reading import LARGEST

GOOD = diagram(start(), user("work"), end(), flows=["start > work", "work > end"])
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<definitions name="&c;"/>"""
REACHING_OUT = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<definitions>&secret;</definitions>"""

FILES = {
    "empty": b"",
    "only-space": b" \n\n ",
    "binary": bytes(range(256)) * 4,
    "office": b"PK\x03\x04" + b"\0" * 40,
    "text": "整改方案\n一、工作目标".encode(),
    "cut-off": GOOD[: len(GOOD) // 2],
    "html": b"<html><body>moved</body></html>",
    "other-xml": b"<note/>",
    "other-encoding": GOOD.replace(b'encoding="UTF-8"', b'encoding="KLINGON"'),
    "bomb": BOMB,
    "reaching-out": REACHING_OUT,
    "utf-16-doctype": BOMB.decode().replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16"),
    "no-process": (HEAD + "</bpmn:definitions>").encode(),
    "too-large": GOOD + b" " * LARGEST,
    "too-deep": (HEAD + "<a>" * 5000 + "</a>" * 5000 + "</bpmn:definitions>").encode(),
    "too-many-elements": (HEAD + "<a/>" * 30000 + "</bpmn:definitions>").encode(),
}
CODES = {
    "empty": "empty",
    "only-space": "empty",
    "html": "not-bpmn",
    "other-xml": "not-bpmn",
    "bomb": "document-type",
    "reaching-out": "document-type",
    "utf-16-doctype": "document-type",
    "no-process": "no-process",
    "too-large": "too-large",
    "too-many-elements": "too-many-elements",
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_diagram_gets_one_sentence(kind: str) -> None:
    found = findings_of(FILES[kind])

    assert [one.code for one in found] == [CODES.get(kind, "not-xml")]
    assert found[0].message.endswith("。")
    assert "Traceback" not in found[0].english


def test_the_line_of_the_break_is_told() -> None:
    broken = GOOD.replace(b"</bpmn:process>", b"</bpmn:proces>")

    found = findings_of(broken)[0]

    assert found.line is not None
    assert b"</bpmn:proces>" in broken.splitlines()[found.line - 1]
    assert f"第 {found.line} 行" in found.message


def test_two_processes_in_one_file_are_told() -> None:
    second = b'<bpmn:process id="other" name="second"/></bpmn:definitions>'

    found = findings_of(GOOD.replace(b"</bpmn:definitions>", second))

    assert [one.code for one in found] == ["several-processes"]
    assert "测试流程、second" in found[0].message


def test_an_entity_never_reaches_the_findings() -> None:
    assert "root:" not in findings_of(REACHING_OUT)[0].message
