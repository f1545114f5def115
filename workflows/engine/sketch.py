"""What a BPMN file says, before anybody has judged whether it makes sense.

Every part keeps its line, so that a finding can point at it. Nothing here raises: a missing attribute is an
empty text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Part:
    """Anything a finding can be about."""

    id: str
    name: str
    line: int | None


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """An event definition. `message` is the name of the message, None when the reference leads nowhere.

    `times` are the timer's values as (local tag, text), in the order of the file.
    """

    tag: str
    message: str | None = None
    times: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shape(Part):
    """A box, gateway or event. `extras` names what it carries beyond what is supported (loops, scripts, flags).

    `side_by_side`: it bears the three upright bars, and is done by several at the same time.
    """

    tag: str
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    attached_to: str | None = None
    interrupting: bool = True
    default: str | None = None
    side_by_side: bool = False
    extras: tuple[str, ...] = ()

    @property
    def trigger(self) -> Trigger | None:
        """The one event definition, if there is exactly one."""
        return self.triggers[0] if len(self.triggers) == 1 else None

    @property
    def is_timer(self) -> bool:
        """Whether it waits for a time."""
        return self.trigger is not None and self.trigger.tag == "timerEventDefinition"

    @property
    def is_message(self) -> bool:
        """Whether it waits for a message."""
        return self.trigger is not None and self.trigger.tag == "messageEventDefinition"


@dataclass(frozen=True, kw_only=True)
class Connection(Part):
    """A sequence flow. `condition` is None without one, and an empty text when it was left empty."""

    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True, kw_only=True)
class Lane(Part):
    """A lane with its role key (None without the property) and the ids it lists; `depth` tells nested ones."""

    role: str | None
    members: frozenset[str]
    depth: int


@dataclass(frozen=True, kw_only=True)
class Sketch(Part):
    """The one process of a file; `id` is its key. `drawn` are the ids in the layout, None without a layout."""

    digest: str
    shapes: tuple[Shape, ...]
    connections: tuple[Connection, ...]
    lanes: tuple[Lane, ...]
    drawn: frozenset[str] | None
    ids: tuple[tuple[str, int | None], ...]

    @cached_property
    def by_id(self) -> dict[str, Shape]:
        """Shapes by id; of duplicates the first."""
        return {shape.id: shape for shape in reversed(self.shapes)}

    @cached_property
    def leaving(self) -> dict[str, list[Connection]]:
        """Connections by the id they leave, for shapes only."""
        return self._connections_by("source")

    @cached_property
    def entering(self) -> dict[str, list[Connection]]:
        """Connections by the id they enter, for shapes only."""
        return self._connections_by("target")

    def _connections_by(self, end: str) -> dict[str, list[Connection]]:
        found: dict[str, list[Connection]] = {identity: [] for identity in self.by_id}
        for connection in self.connections:
            if connection.source in found and connection.target in found:
                found[getattr(connection, end)].append(connection)
        return found

    @cached_property
    def borders(self) -> dict[str, list[Shape]]:
        """The events at the border of each box, by the id of the box."""
        found: dict[str, list[Shape]] = {identity: [] for identity in self.by_id}
        for shape in self.shapes:
            if shape.tag == "boundaryEvent" and shape.attached_to in found:
                found[shape.attached_to].append(shape)
        return found

    def lane_of(self, identity: str) -> Lane | None:
        """The innermost lane that lists this id."""
        holding = [lane for lane in self.lanes if identity in lane.members]
        return max(holding, key=lambda lane: lane.depth, default=None)
