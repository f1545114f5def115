"""From XML to a sketch of the one process in it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import TypedDict

from lxml import etree

from workflows.engine.findings import Finding
from workflows.engine.reading import BPMN, DI, SPIFF, line_of
from workflows.engine.sketch import Connection, Lane, Shape, Sketch, Trigger

_NOT_BOXES = frozenset(
    {
        "association",
        "auditing",
        "category",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "documentation",
        "extensionElements",
        "group",
        "ioSpecification",
        "laneSet",
        "monitoring",
        "property",
        "sequenceFlow",
        "textAnnotation",
    }
)
_SEVERAL = f"{{{BPMN}}}multiInstanceLoopCharacteristics"
_HARMLESS = frozenset({"documentation", "extensionElements"})
_SCRIPTS = ("preScript", "postScript", "unitTests", "serviceTaskOperator", "calledDecisionId")


def sketch_of(root: etree._Element, source: bytes) -> Sketch | Finding:
    """The sketch, or the one finding that says why there is none: no process, or several."""
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1:
        return _not_one(processes)
    process = processes[0]
    return Sketch(
        **_part(process),
        digest=hashlib.sha256(source).hexdigest(),
        shapes=tuple(_shapes(process, _messages(root))),
        connections=tuple(_connections(process)),
        lanes=tuple(_lanes(process)),
        drawn=_drawn(root),
        ids=tuple((identity, line_of(element)) for element in root.iter() if (identity := element.get("id"))),
    )


def _not_one(processes: list[etree._Element]) -> Finding:
    if not processes:
        return Finding(code="no-process", message="文件里没有流程。", english="The file holds no process.")
    names = "、".join(process.get("name") or process.get("id") or "？" for process in processes)
    return Finding(
        code="several-processes",
        line=line_of(processes[1]),
        message=f"文件里有 {len(processes)} 个流程（{names}），一个文件只能有一个。请分成几个文件。",
        english=f"The file holds {len(processes)} processes; one file may hold one.",
    )


class _Part(TypedDict):
    id: str
    name: str
    line: int | None


def _part(element: etree._Element) -> _Part:
    name = " ".join((element.get("name") or "").split())
    return {"id": element.get("id") or "", "name": name, "line": line_of(element)}


def _messages(root: etree._Element) -> dict[str, str]:
    return {
        message.get("id") or "": (message.get("name") or "").strip() for message in root.findall(f"{{{BPMN}}}message")
    }


def _shapes(process: etree._Element, messages: dict[str, str]) -> Iterator[Shape]:
    for element in process:
        name = etree.QName(element)
        if name.namespace == BPMN and name.localname not in _NOT_BOXES:
            yield _shape(element, name.localname, messages)


def _shape(element: etree._Element, tag: str, messages: dict[str, str]) -> Shape:
    pairs = _properties(element)
    return Shape(
        **_part(element),
        tag="eventSubProcess" if element.get("triggeredByEvent") == "true" else tag,
        documentation=(element.findtext(f"{{{BPMN}}}documentation") or "").strip(),
        properties=dict(pairs),
        repeated=tuple(name for name, count in Counter(name for name, _ in pairs).items() if count > 1),
        triggers=tuple(_triggers(element, messages)),
        attached_to=element.get("attachedToRef"),
        interrupting=(element.get("cancelActivity") or "true").strip() not in ("false", "0"),
        default=element.get("default"),
        side_by_side=element.find(_SEVERAL) is not None,
        extras=tuple(_extras(element)),
    )


def _properties(element: etree._Element) -> list[tuple[str, str]]:
    path = f"{{{BPMN}}}extensionElements/{{{SPIFF}}}properties/{{{SPIFF}}}property"
    return [((one.get("name") or "").strip(), (one.get("value") or "").strip()) for one in element.findall(path)]


def _triggers(element: etree._Element, messages: dict[str, str]) -> Iterator[Trigger]:
    for child in element:
        name = etree.QName(child)
        if name.namespace != BPMN or not (
            name.localname.endswith("EventDefinition") or name.localname == "eventDefinitionRef"
        ):
            continue
        times = [(etree.QName(one).localname, (one.text or "").strip()) for one in child]
        yield Trigger(
            tag=name.localname,
            message=messages.get(child.get("messageRef") or ""),
            times=tuple(pair for pair in times if pair[0].startswith("time")),
        )


def _extras(element: etree._Element) -> Iterator[str]:
    yield from _loops(element)
    for script in _SCRIPTS:
        if element.find(f"{{{BPMN}}}extensionElements/{{{SPIFF}}}{script}") is not None:
            yield script
    for flag, harmless in (("instantiate", "false"), ("parallelMultiple", "false"), ("eventGatewayType", "Exclusive")):
        if element.get(flag, harmless) != harmless:
            yield flag


def _loops(element: etree._Element) -> Iterator[str]:
    """Who does a box and how often is for the application to say: the sign alone is understood, not what can be hung onto it."""
    if element.find(f"{{{BPMN}}}standardLoopCharacteristics") is not None:
        yield "standardLoopCharacteristics"
    several = element.find(_SEVERAL)
    if several is None:
        return
    if (several.get("isSequential") or "false").strip() not in ("false", "0"):
        yield "isSequential"
    if several.get("behavior", "All") != "All" or any(etree.QName(one).localname not in _HARMLESS for one in several):
        yield "multiInstanceLoopCharacteristics"


def _connections(process: etree._Element) -> Iterator[Connection]:
    for element in process.findall(f"{{{BPMN}}}sequenceFlow"):
        condition = element.find(f"{{{BPMN}}}conditionExpression")
        yield Connection(
            **_part(element),
            source=element.get("sourceRef") or "",
            target=element.get("targetRef") or "",
            condition=None if condition is None else (condition.text or "").strip(),
        )


def _lanes(process: etree._Element) -> Iterator[Lane]:
    for element in process.iter(f"{{{BPMN}}}lane"):
        members = [(one.text or "").strip() for one in element.findall(f"{{{BPMN}}}flowNodeRef")]
        yield Lane(
            **_part(element),
            role=dict(_properties(element)).get("role"),
            members=frozenset(members),
            depth=sum(1 for _ in element.iterancestors()),
        )


def _drawn(root: etree._Element) -> frozenset[str] | None:
    if root.find(f"{{{DI}}}BPMNDiagram") is None:
        return None
    places = [*root.iter(f"{{{DI}}}BPMNShape"), *root.iter(f"{{{DI}}}BPMNEdge")]
    return frozenset(place.get("bpmnElement") or "" for place in places)
