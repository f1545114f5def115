"""A pencil for small diagrams: boxes as Python calls, connections as lines of text.

    diagram(start(), user("rectify"), fork("decided"), end(),
            flows=["start > rectify", "rectify > decided", "decided > end if passed", "decided > rectify default"])

A connection's id is `source_to_target`. Boxes lie in the lane named by their role, and everything is placed in the layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' id="definitions" targetNamespace="urn:test">\n'
)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A box to be drawn; `inner` is XML inside it, `messages` the messages it refers to."""

    tag: str
    id: str
    name: str = ""
    lane: str | None = None
    properties: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    inner: str = ""
    message: str | None = None

    def having(self, inner: str) -> Item:
        """The same box with more XML inside."""
        return replace(self, inner=self.inner + inner)

    def xml(self) -> str:
        attributes = "".join(f" {key}={quoteattr(value)}" for key, value in self.attributes.items())
        name = f" name={quoteattr(self.name)}" if self.name else ""
        inner = _properties(self.properties) + self.inner
        return f'<bpmn:{self.tag} id="{self.id}"{name}{attributes}>{inner}</bpmn:{self.tag}>\n'


def start(id: str = "start") -> Item:
    return Item(tag="startEvent", id=id, name="开始")


def end(id: str = "end") -> Item:
    return Item(tag="endEvent", id=id, name="结束")


def user(
    id: str, *, name: str | None = None, lane: str | None = "office", form: str | None = "decide", **more: str
) -> Item:
    properties = {**({"form": form} if form else {}), **more}
    return Item(tag="userTask", id=id, name=f"办理{id}" if name is None else name, lane=lane, properties=properties)


def service(id: str, service: str | None = "close", **parameters: str) -> Item:
    properties = {**({"service": service} if service else {}), **parameters}
    return Item(tag="serviceTask", id=id, name=f"系统{id}", lane="system", properties=properties)


def fork(id: str) -> Item:
    return Item(tag="exclusiveGateway", id=id, name=f"判断{id}")


def parallel(id: str) -> Item:
    return Item(tag="parallelGateway", id=id, name=f"并行{id}")


def event_gateway(id: str) -> Item:
    return Item(tag="eventBasedGateway", id=id, name=f"等待{id}")


def timer(id: str, **times: str) -> Item:
    """`date=`, `duration=` or `cycle=`, as written into the file."""
    return Item(tag="intermediateCatchEvent", id=id, name=f"到时{id}", inner=_timer(times))


def message(id: str, message: str | None = None, **properties: str) -> Item:
    name = message or id
    return Item(
        tag="intermediateCatchEvent",
        id=id,
        name=f"收到{id}",
        properties=properties,
        inner=f'<bpmn:messageEventDefinition messageRef="message_{name}"/>',
        message=name,
    )


def border(id: str, host: str, *, interrupting: bool = False, **times: str) -> Item:
    """A timer at the border of a box."""
    attributes = {"attachedToRef": host, "cancelActivity": str(interrupting).lower()}
    return Item(tag="boundaryEvent", id=id, name=f"逾期{id}", attributes=attributes, inner=_timer(times))


def border_message(id: str, host: str, message: str, *, interrupting: bool = True) -> Item:
    """A message at the border of a box."""
    return replace(
        border(id, host, interrupting=interrupting),
        inner=f'<bpmn:messageEventDefinition messageRef="message_{message}"/>',
        message=message,
    )


def other(tag: str, id: str, inner: str = "", **attributes: str) -> Item:
    """Anything else BPMN has."""
    return Item(tag=tag, id=id, name=f"其他{id}", inner=inner, attributes=attributes)


def diagram(
    *items: Item,
    flows: Sequence[str],
    key: str = "case",
    layout: bool = True,
    roles: dict[str, str | None] | None = None,
) -> bytes:
    """The BPMN file. `roles` replaces the role of a lane; None leaves it out."""
    lines = [_Flow.read(flow) for flow in flows]
    drawn = [_with_default(item, lines) for item in items]
    messages = sorted({item.message for item in items if item.message})
    body = "".join(
        [
            HEAD,
            *(f'<bpmn:message id="message_{name}" name="{name}"/>\n' for name in messages),
            f'<bpmn:process id="{key}" name="测试流程" isExecutable="true">\n',
            _lanes(drawn, roles or {}),
            *(item.xml() for item in drawn),
            *(line.xml() for line in lines),
            "</bpmn:process>\n",
            _layout(key, [item.id for item in items], [line.id for line in lines]) if layout else "",
            "</bpmn:definitions>\n",
        ]
    )
    return body.encode()


@dataclass(frozen=True, kw_only=True)
class _Flow:
    source: str
    target: str
    condition: str | None
    default: bool

    @classmethod
    def read(cls, line: str) -> _Flow:
        ends, _, condition = line.partition(" if ")
        default = ends.endswith(" default")
        source, _, target = ends.removesuffix(" default").partition(" > ")
        return cls(source=source.strip(), target=target.strip(), condition=condition or None, default=default)

    @property
    def id(self) -> str:
        return f"{self.source}_to_{self.target}"

    def xml(self) -> str:
        condition = ""
        if self.condition is not None:
            condition = f"<bpmn:conditionExpression>{escape(self.condition)}</bpmn:conditionExpression>"
        ends = f'sourceRef="{self.source}" targetRef="{self.target}"'
        return f'<bpmn:sequenceFlow id="{self.id}" {ends}>{condition}</bpmn:sequenceFlow>\n'


def _with_default(item: Item, lines: list[_Flow]) -> Item:
    default = next((line.id for line in lines if line.source == item.id and line.default), None)
    return replace(item, attributes={**item.attributes, "default": default}) if default else item


def _properties(properties: dict[str, str]) -> str:
    if not properties:
        return ""
    each = "".join(
        f"<spiffworkflow:property name={quoteattr(name)} value={quoteattr(value)}/>"
        for name, value in properties.items()
    )
    return (
        f"<bpmn:extensionElements><spiffworkflow:properties>{each}</spiffworkflow:properties></bpmn:extensionElements>"
    )


def _timer(times: dict[str, str]) -> str:
    tags = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}
    inner = "".join(f"<bpmn:{tags[kind]}>{escape(text)}</bpmn:{tags[kind]}>" for kind, text in times.items())
    return f"<bpmn:timerEventDefinition>{inner}</bpmn:timerEventDefinition>"


def _lanes(items: list[Item], roles: dict[str, str | None]) -> str:
    lanes: dict[str, list[str]] = {}
    for item in items:
        if item.lane:
            lanes.setdefault(item.lane, []).append(item.id)
    each = "".join(_lane(lane, roles.get(lane, lane), members) for lane, members in lanes.items())
    return f'<bpmn:laneSet id="lanes">{each}</bpmn:laneSet>\n'


def _lane(lane: str, role: str | None, members: list[str]) -> str:
    listed = "".join(f"<bpmn:flowNodeRef>{member}</bpmn:flowNodeRef>" for member in members)
    properties = _properties({"role": role} if role else {})
    return f'\n<bpmn:lane id="lane_{lane}" name="泳道{lane}">{properties}{listed}</bpmn:lane>\n'


def _layout(key: str, boxes: list[str], flows: list[str]) -> str:
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{box}_shape" bpmnElement="{box}">'
        f'<dc:Bounds x="{number * 150}" y="100" width="100" height="80"/></bpmndi:BPMNShape>'
        for number, box in enumerate(boxes)
    )
    edges = "".join(f'<bpmndi:BPMNEdge id="{flow}_edge" bpmnElement="{flow}"/>' for flow in flows)
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="{key}">{shapes}{edges}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="layout">{plane}</bpmndi:BPMNDiagram>\n'
