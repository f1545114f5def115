"""From a sketch that has no errors to the model that runs."""

from __future__ import annotations

from workflows.engine.model import Box, Flow, Model
from workflows.engine.sketch import Shape, Sketch
from workflows.engine.values import Kind

KINDS: dict[str, Kind] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "user",
    "serviceTask": "service",
    "exclusiveGateway": "gateway",
    "parallelGateway": "parallel_gateway",
    "eventBasedGateway": "event_gateway",
}


def model_of(sketch: Sketch) -> Model:
    """The model. Only to be called for a sketch without errors."""
    return Model(
        key=sketch.id,
        name=sketch.name or sketch.id,
        digest=sketch.digest,
        boxes=tuple(_box(sketch, shape) for shape in sketch.shapes),
        flows=tuple(
            Flow(id=one.id, source=one.source, target=one.target, condition=one.condition) for one in sketch.connections
        ),
    )


def _box(sketch: Sketch, shape: Shape) -> Box:
    lane = sketch.lane_of(shape.id)
    times = shape.trigger.times if shape.trigger else ()
    at_border = shape.tag == "boundaryEvent"
    return Box(
        id=shape.id,
        name=shape.name,
        kind=_kind(shape),
        role=lane.role if lane else None,
        properties=dict(shape.properties),
        documentation=shape.documentation,
        timer=times[0][1] if times else None,
        duration=bool(times) and times[0][0] == "timeDuration",
        message=shape.trigger.message if shape.trigger else None,
        attached_to=shape.attached_to if at_border else None,
        interrupting=at_border and shape.interrupting,
        default=shape.default,
    )


def _kind(shape: Shape) -> Kind:
    if shape.tag in KINDS:
        return KINDS[shape.tag]
    return "timer" if shape.is_timer else "message"
