"""Values of properties: a wrong one would only come to light when a case reaches the box."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from workflows.engine.checks.words import finding
from workflows.engine.findings import Finding
from workflows.engine.sketch import Shape

_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


def value_of(shape: Shape, name: str, limit: range | Collection[str]) -> Iterator[Finding]:
    """A property that is there must be a whole number in the range, or one of the texts."""
    value = shape.properties.get(name)
    if not value:
        return
    if isinstance(limit, range):
        good = _WHOLE.fullmatch(value) is not None and int(value) in limit
        allowed = f"{limit[0]} 到 {limit[-1]} 之间的整数"
    else:
        good, allowed = value in limit, "、".join(sorted(limit))
    if not good:
        said = f"的“{name}”写的是“{value}”，应为：{allowed}。"
        yield finding("bad-value", shape, said, f"{name} cannot be {value}")
