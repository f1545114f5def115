"""Ways through the diagram: one start, no dead ends, nothing out of reach, connections that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.words import finding
from workflows.engine.findings import Finding, Known
from workflows.engine.graph import from_start
from workflows.engine.sketch import Connection, Shape, Sketch

MOST_BOXES = 200
"""The library walks recursively and gives up at chains of 488. Nobody reads a diagram half as long."""
MOST_CONNECTIONS = 600
_FORKS = frozenset({"exclusiveGateway", "parallelGateway", "eventBasedGateway"})


def too_many(sketch: Sketch) -> Iterator[Finding]:
    """Diagrams too large to run safely or to check further."""
    if len(sketch.shapes) > MOST_BOXES or len(sketch.connections) > MOST_CONNECTIONS:
        said = (
            f"有 {len(sketch.shapes)} 个框、{len(sketch.connections)} 条连线，超过上限（{MOST_BOXES} 个框、"
            f"{MOST_CONNECTIONS} 条连线），太长的链条无法可靠运行。请拆分流程。"
        )
        yield finding("too-many-boxes", sketch, said, f"more than {MOST_BOXES} boxes cannot be run safely")


def check(sketch: Sketch, _known: Known) -> Iterator[Finding]:
    """Starts, dead ends, unreachable boxes and dangling connections."""
    yield from _starts(sketch)
    for connection in sketch.connections:
        yield from _connection(sketch, connection)
    reached = from_start(sketch)
    for shape in sketch.shapes:
        yield from _ways(sketch, shape)
        if shape.id not in reached and shape.tag != "boundaryEvent":
            said = "从开始事件走不到，永远不会办理。"
            yield finding("unreachable", shape, said, "it cannot be reached from the start")


def _starts(sketch: Sketch) -> Iterator[Finding]:
    starts = [shape for shape in sketch.shapes if shape.tag == "startEvent"]
    if not starts:
        yield finding("no-start", sketch, "没有开始事件。", "there is no start event")
    for extra in starts[1:]:
        yield finding("several-starts", extra, "是多余的：一个流程只能有一个开始事件。", "there is more than one start")
    for start in starts:
        if sketch.entering.get(start.id):
            yield finding("start-entered", start, "不能有连线指向它。", "no connection may lead to it")


def _connection(sketch: Sketch, connection: Connection) -> Iterator[Finding]:
    for end, word in ((connection.source, "起点"), (connection.target, "终点")):
        if end not in sketch.by_id:
            said = f"的{word}“{end}”不是本流程中的框。"
            yield finding("dangling", connection, said, f"{end or 'nothing'} is not a box of this process")


def _ways(sketch: Sketch, shape: Shape) -> Iterator[Finding]:
    leaving = len(sketch.leaving.get(shape.id, []))
    if shape.tag == "endEvent":
        if leaving:
            yield finding("end-left", shape, "后面不能再有连线。", "no connection may leave it")
    elif not leaving:
        yield finding("no-way-out", shape, "后面没有连线，案件会停在这里。", "no connection leaves it")
    elif leaving > 1 and shape.tag not in _FORKS:
        said = "后面有几条连线，案件会分成几份。请在后面加一个网关。"
        yield finding("fork-without-gateway", shape, said, "several connections leave it; put a gateway behind it")
