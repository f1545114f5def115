"""Reading a BPMN file for drawing: what is where on the page, and what it is called.

Only what is drawn is read; whether the diagram can run is the engine's question. Sizes are in the units of the file, which are pixels
at 100 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
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

    `kind` is the BPMN element (`userTask`); `event` tells timers from messages; `dashed` marks events that do not interrupt, `side_by_side`
    boxes that several do at the same time.
    """

    id: str
    kind: str
    name: str
    area: Area
    label: Area | None
    event: str | None = None
    dashed: bool = False
    side_by_side: bool = False


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A connection along its corners. `kind` is the BPMN element: a sequenceFlow, or an association to a note."""

    id: str
    kind: str
    name: str
    points: tuple[Point, ...]
    label: Area | None


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box of the process, drawn or not; `x` is its left side, None without a place on the page."""

    id: str
    kind: str
    name: str
    properties: Mapping[str, str]
    x: float | None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Everything on the page, in the order of the file; `lanes` maps a box to the role of its lane.

    A file without layout has boxes but no shapes.
    """

    name: str
    boxes: tuple[Box, ...]
    shapes: tuple[Shape, ...]
    edges: tuple[Edge, ...]
    lanes: Mapping[str, str]

    @property
    def points(self) -> list[Point]:
        """The outermost points of everything, never empty when something is drawn."""
        corners = [corner for shape in self.shapes for corner in shape.area.corners]
        return [*corners, *(point for edge in self.edges for point in edge.points)]


@lru_cache(maxsize=16)
def read_layout(source: bytes) -> Layout:
    """The layout of a BPMN file. Raises Unreadable when it is not XML or holds no process.

    Kept for the few diagrams in use: reading one takes longer than drawing it, and every page asks twice.
    """
    root = _parsed(source)
    process = root.find(f"{_MODEL}process")
    if process is None:
        raise Unreadable(what="流程图", where="整个文件", why="里面没有流程")
    elements = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    shapes = tuple(_shapes(root, elements))
    places = {shape.id: shape.area.x for shape in shapes}
    return Layout(
        name=process.get("name") or "流程图",
        boxes=tuple(_box(element, places) for element in process if element.get("id")),
        shapes=shapes,
        edges=tuple(_edges(root, elements)),
        lanes=dict(_lanes(root)),
    )


def _parsed(source: bytes) -> Element:
    try:
        root: Element = fromstring(source, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unreadable(what="流程图", where="整个文件", why="不是正确的 XML") from error
    return root


def _box(element: Element, places: Mapping[str, float]) -> Box:
    key, name = element.get("id", ""), element.get("name") or ""
    return Box(id=key, kind=_local(element), name=name, properties=properties_of(element), x=places.get(key))


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
                side_by_side=element.find(f"{_MODEL}multiInstanceLoopCharacteristics") is not None,
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
