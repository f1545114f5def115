"""A diagram as the engine runs it: boxes and connections, nothing else of the BPMN file.

This is what is stored with a deployed diagram. It is our own format, so that an update of the library does not
touch stored diagrams, and what runs is exactly what was checked: the BPMN file is read once, by one reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from workflows.engine.values import Kind, Node

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Box:
    """One box. `timer` is the timer's expression (`duration` tells how to read it), `message` a message's name.

    `attached_to` names the box at whose border an event sits; `interrupting` whether the event ends that box.
    `default` is the id of the connection a gateway takes when no condition holds.
    """

    id: str
    name: str
    kind: Kind
    role: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    documentation: str = ""
    timer: str | None = None
    duration: bool = False
    message: str | None = None
    attached_to: str | None = None
    interrupting: bool = False
    default: str | None = None

    def node(self) -> Node:
        """What other rooms may know of this box."""
        return Node(
            id=self.id,
            name=self.name,
            kind=self.kind,
            role=self.role,
            properties=dict(self.properties),
            documentation=self.documentation,
        )


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A connection from one box to another, taken at an exclusive gateway when `condition` holds."""

    id: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True, kw_only=True)
class Model:
    """The whole diagram; connections stand in the order of the file, in which conditions are tried."""

    key: str
    name: str
    digest: str
    boxes: tuple[Box, ...]
    flows: tuple[Flow, ...]


def to_stored(model: Model) -> bytes:
    """The model as UTF-8 JSON."""
    content = {"format": FORMAT, **asdict(model)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def from_stored(stored: bytes) -> Model:
    """The model that `to_stored` wrote. Raises ValueError, KeyError or TypeError for other bytes."""
    content = json.loads(stored)
    if content.pop("format") != FORMAT:
        raise ValueError("unknown format of a stored diagram")
    boxes = tuple(Box(**box) for box in content.pop("boxes"))
    flows = tuple(Flow(**flow) for flow in content.pop("flows"))
    return Model(boxes=boxes, flows=flows, **content)
