"""The picture of a diagram: complete, lit in words, and harmless on a strict page."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from workflows.drawing import Picture, svg
from workflows.drawing.labels import label_svg, margin_name
from workflows.drawing.layout import Area
from workflows.drawing.writing import lines_of, width_of
from workflows.rules.errors import Unreadable

SOURCE = (Path(__file__).parents[2] / "workflows" / "diagrams" / "rectification.bpmn").read_bytes()
SVG = "{http://www.w3.org/2000/svg}"


def drawn(source: bytes = SOURCE, *, current: tuple[str, ...] = (), done: tuple[str, ...] = ()) -> Element:
    picture: Element = fromstring(svg(source, current=current, done=done))
    return picture


def box(picture: Element, key: str) -> Element:
    return next(group for group in picture.iter(f"{SVG}g") if group.get("data-box") == key)


def words(element: Element) -> str:
    return "".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


def test_every_name_of_the_diagram_stands_in_the_picture_as_text() -> None:
    shown = words(drawn())

    names = re.findall(r' name="([^"]*[\u4e00-\u9fff][^"]*)"', SOURCE.decode().split("<bpmn:process")[1])
    assert all(name in shown for name in names[1:])


def test_the_live_box_says_so_in_words_and_not_only_in_colour() -> None:
    live = box(drawn(current=("reinspect",)), "reinspect")

    assert "正在办理" in words(live)
    assert live.findtext(f"{SVG}title") == "市级现场复核，正在办理"


def test_a_box_done_by_several_units_bears_three_bars_and_says_so() -> None:
    several, one = box(drawn(), "rectify"), box(drawn(), "self_check")

    assert several.findtext(f"{SVG}title") == "落实整改措施，由各单位分别办理"
    assert len(list(several.iter(f"{SVG}path"))) == len(list(one.iter(f"{SVG}path"))) + 1


def test_an_event_that_is_waited_for_is_not_called_work() -> None:
    assert "正在等待" in words(box(drawn(current=("audit_drawn",)), "audit_drawn"))


def test_the_description_tells_what_is_done_to_those_who_cannot_see_it() -> None:
    picture = drawn(current=("self_check",), done=("assign_units", "rectify"))

    assert picture.findtext(f"{SVG}desc") == "正在办理：自查自验。已办理：明确责任单位、落实整改措施。"
    assert drawn().findtext(f"{SVG}desc") == "目前没有待办环节。"


def test_a_strict_content_policy_finds_nothing_to_refuse() -> None:
    text = svg(SOURCE, current=("reinspect",), done=("rectify",))

    assert " style=" not in text
    assert not re.search(r"<(style|script|foreignObject)|\son\w+=|href=", text)


def test_names_written_to_break_out_of_the_picture_stay_names() -> None:
    hostile = SOURCE.replace("自查自验".encode(), b"&lt;script&gt;alert(1)&lt;/script&gt;")

    assert "<script" not in svg(hostile, current=(), done=())


def test_a_note_is_drawn_as_a_note_and_has_no_state() -> None:
    picture = drawn(current=("note_closed",))
    note = next(group for group in picture.iter(f"{SVG}g") if group.get("class") == "note" and "已销号" in words(group))

    assert "正在" not in words(note)
    assert note.find(f"{SVG}title") is None


def test_lines_are_broken_in_equal_parts_and_never_before_a_question_mark() -> None:
    lines = [span.text for span in box(drawn(), "units_known").iter(f"{SVG}tspan")]

    assert lines == ["责任单位是", "否明确？"]


def test_nothing_is_drawn_outside_the_page() -> None:
    picture = drawn()
    left, top, width, height = (float(side) for side in picture.get("viewBox", "").split())

    for rectangle in picture.iter(f"{SVG}rect"):
        x, y = float(rectangle.get("x", 0)), float(rectangle.get("y", 0))
        assert left <= x <= left + width
        assert top <= y <= top + height


@pytest.mark.parametrize(
    "source",
    [b"", b"not xml", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', SOURCE.split(b"<bpmndi:")[0]],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(source: bytes) -> None:
    with pytest.raises(Unreadable, match="读不了流程图"):
        svg(source, current=(), done=())


def test_a_diagram_without_layout_says_so_instead_of_failing_the_page() -> None:
    bare = re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", SOURCE, flags=re.DOTALL)

    assert "没有图形布局" in words(drawn(bare, current=("rectify",)))


def test_a_page_in_another_language_says_every_text_of_the_picture_in_it() -> None:
    english = {"市级现场复核": "Municipal re-inspection", "正在办理": "in progress"}
    picture = Picture(source=SOURCE, current=("reinspect",))
    live = box(fromstring(picture.svg(lambda text: english.get(text, "something"))), "reinspect")

    assert words(live) == "Municipalre-inspectionin progress"
    assert not re.search("[\u4e00-\u9fff]", picture.svg(lambda text: english.get(text, "something")))
    assert picture.names(lambda text: english.get(text, text)) == {"市级现场复核": "Municipal re-inspection"}


def test_latin_words_are_not_broken_in_the_picture() -> None:
    assert lines_of("Return for changes", 28, 12) == ["Return", "for", "changes"]
    assert lines_of("Confirmation", 28, 12) == ["Confirmation"]
    assert lines_of("出具销号验收报告", 60, 14) == ["出具销号", "验收报告"]


def test_a_lane_name_longer_than_its_lane_is_set_smaller_or_in_two_columns() -> None:
    lane = Area(x=0, y=0, width=900, height=80)
    assert 'font-size="14"' in margin_name("牵头单位", lane, 30, "#14233a")
    two = fromstring(f"<g>{margin_name('Municipal inspector', lane, 30, '#14233a')}</g>")
    assert [each.text for each in two] == ["Municipal", "inspector"]
    assert all(width_of(each.text or "", float(each.attrib["font-size"])) <= lane.height for each in two)


def test_words_that_need_more_lines_than_were_measured_grow_away_from_the_shape() -> None:
    gateway, below = Area(x=100, y=100, width=50, height=50), Area(x=95, y=155, width=60, height=14)
    beside = Area(x=160, y=118, width=40, height=14)
    long = fromstring(label_svg("Are the responsible units known?", below, of=gateway, css="", fill=""))
    assert min(float(line.attrib["y"]) for line in long) > 150
    assert (
        fromstring(label_svg("Confirmed by them?", beside, of=gateway, css="", fill="")).attrib["text-anchor"]
        == "start"
    )
