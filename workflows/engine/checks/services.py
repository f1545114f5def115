"""Service boxes: an entry of the catalogue, with the parameters that entry asks for."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.values import value_of
from workflows.engine.checks.words import finding
from workflows.engine.findings import Finding, Known, ServiceKind
from workflows.engine.sketch import Shape, Sketch

_NO_PARAMETERS = frozenset({"service", "step"})


def check(sketch: Sketch, known: Known) -> Iterator[Finding]:
    """Every service box against the catalogue."""
    for shape in sketch.shapes:
        if shape.tag == "serviceTask":
            yield from _service(shape, known)


def _service(shape: Shape, known: Known) -> Iterator[Finding]:
    service = shape.properties.get("service")
    listed = "、".join(sorted(known.services))
    if not service:
        said = f"没有写明做什么。请在扩展属性里加 service，可选：{listed}。"
        yield finding("no-service", shape, said, "it has no property `service`")
    elif service not in known.services:
        said = f"用的服务“{service}”不在服务目录里。可选：{listed}。"
        yield finding("unknown-service", shape, said, f"there is no service {service}")
    else:
        yield from _parameters(shape, service, known.services[service])
    for name in shape.repeated:
        yield finding("repeated-property", shape, f"的属性“{name}”写了两次。", f"the property {name} is repeated")


def _parameters(shape: Shape, service: str, kind: ServiceKind) -> Iterator[Finding]:
    for name, limit in kind.accepts.items():
        yield from value_of(shape, name, limit)
    given = {name for name in shape.properties if name not in _NO_PARAMETERS}
    for name in sorted(kind.required):
        if not shape.properties.get(name):
            said = f"缺少参数“{name}”，服务“{service}”必须有它。"
            yield finding("missing-parameter", shape, said, f"the service {service} needs the parameter {name}")
    for name in sorted(given - kind.required - kind.optional):
        allowed = "、".join(sorted(kind.required | kind.optional)) or "无"
        said = f"的参数“{name}”，服务“{service}”不认识。可用的参数：{allowed}。"
        yield finding("unknown-parameter", shape, said, f"the service {service} has no parameter {name}")
