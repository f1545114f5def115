"""Reading a BPMN file for drawing: what is where on the page, and what it is called.

Only what is drawn is read; whether the diagram can run is the engine's question. Sizes are in the units of the file, which are pixels
at 100 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from workflows.rules.errors import Unreadable

_MODEL: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_BPMNDI: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOUNDS: Final = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_WAYPOINT: Final = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
_PROPERTY: Final = "{http://spiffworkflow.org/bpmn/schema/1.0/core}property"
_EVENTS: Final = {"timerEventDefinition": "timer", "messageEventDefinition": "message"}
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Area:
    """A rectangle on the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def corners(self) -> tuple[Point, Point]:
        """Top left and bottom right."""
        return (self.x, self.y), (self.x + self.width, self.y + self.height)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A box, gateway, event, lane, participant or note; the name of a note is its text.

    `kind` is the BPMN element (`userTask`); `event` tells timers from messages; `dashed` marks events that do not interrupt.
    """

    id: str
    kind: str
    name: str
    area: Area
    label: Area | None
    event: str | None = None
    dashed: bool = False
    properties: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A connection along its corners. `kind` is the BPMN element: a sequenceFlow, or an association to a note."""

    id: str
    kind: str
    name: str
    points: tuple[Point, ...]
    label: Area | None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Everything on the page; `lanes` maps a box to the role of its lane. Shapes stand in the order of the file."""

    name: str
    shapes: tuple[Shape, ...]
    edges: tuple[Edge, ...]
    lanes: Mapping[str, str]

    @property
    def points(self) -> list[Point]:
        """The outermost points of everything, never empty when something is drawn."""
        corners = [corner for shape in self.shapes for corner in shape.area.corners]
        return [*corners, *(point for edge in self.edges for point in edge.points)]


def read_layout(source: bytes) -> Layout:
    """The layout of a BPMN file. Raises Unreadable when it is not XML or carries no layout at all."""
    root = _parsed(source)
    elements = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    process = root.find(f"{_MODEL}process")
    layout = Layout(
        name=(process.get("name") if process is not None else None) or "流程图",
        shapes=tuple(_shapes(root, elements)),
        edges=tuple(_edges(root, elements)),
        lanes=dict(_lanes(root)),
    )
    if not layout.shapes:
        raise Unreadable(
            what="流程图", where=layout.name, why="文件里没有图形的位置（BPMNDI），请用流程图编辑器重新保存"
        )
    return layout


def _parsed(source: bytes) -> Element:
    try:
        root: Element = fromstring(source, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unreadable(what="流程图", where="整个文件", why="不是正确的 XML") from error
    return root


def _shapes(root: Element, elements: Mapping[str, Element]) -> Iterator[Shape]:
    for drawn in root.iter(f"{_BPMNDI}BPMNShape"):
        element, area = elements.get(drawn.get("bpmnElement", "")), _area(drawn)
        if element is not None and area is not None:
            yield Shape(
                id=element.get("id", ""),
                kind=_local(element),
                name=element.get("name") or element.findtext(f"{_MODEL}text") or "",
                area=area,
                label=_label(drawn),
                event=next((_EVENTS[_local(inner)] for inner in element if _local(inner) in _EVENTS), None),
                dashed=element.get("cancelActivity") == "false",
                properties=properties_of(element),
            )


def _edges(root: Element, elements: Mapping[str, Element]) -> Iterator[Edge]:
    for drawn in root.iter(f"{_BPMNDI}BPMNEdge"):
        element = elements.get(drawn.get("bpmnElement", ""))
        points = tuple((_number(point, "x"), _number(point, "y")) for point in drawn.iter(_WAYPOINT))
        if element is not None and len(points) > 1:
            name = element.get("name") or ""
            kind = _local(element)
            yield Edge(id=element.get("id", ""), kind=kind, name=name, points=points, label=_label(drawn))


def _lanes(root: Element) -> Iterator[tuple[str, str]]:
    for lane in root.iter(f"{_MODEL}lane"):
        role = properties_of(lane).get("role", "")
        yield from ((reference.text or "", role) for reference in lane.iter(f"{_MODEL}flowNodeRef"))


def properties_of(element: Element) -> dict[str, str]:
    """The properties of one element, not those of the elements inside it."""
    found = element.findall(f"{_MODEL}extensionElements/*/{_PROPERTY}")
    return {each.get("name", ""): each.get("value", "") for each in found}


def _label(drawn: Element) -> Area | None:
    label = drawn.find(f"{_BPMNDI}BPMNLabel")
    return None if label is None else _area(label)


def _area(drawn: Element) -> Area | None:
    bounds = drawn.find(_BOUNDS)
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds, side) for side in ("x", "y", "width", "height"))
    return Area(x=x, y=y, width=width, height=height)


def _number(element: Element, side: str) -> float:
    try:
        return float(element.get(side, "0"))
    except ValueError:
        return 0.0


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
