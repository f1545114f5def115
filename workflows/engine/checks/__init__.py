"""The check before deployment: everything that is wrong with a diagram, in words.

One module per question. Each check reads the sketch and yields findings; none raises, whatever the file holds.
Checks that follow connections run only when every id stands for one box, since they would report nonsense
otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workflows.engine.checks import (
    branches,
    events,
    facts,
    gateways,
    layout,
    loops,
    names,
    paths,
    people,
    returns,
    services,
    side_by_side,
    supported,
)
from workflows.engine.findings import Finding, Known
from workflows.engine.reading import read_xml
from workflows.engine.sketch import Sketch
from workflows.engine.sketching import sketch_of

Check = Callable[[Sketch, Known], Iterator[Finding]]
_OF_PARTS: tuple[Check, ...] = (
    names.check,
    supported.check,
    people.check,
    services.check,
    side_by_side.check,
    events.check,
    gateways.check,
    paths.check,
    layout.check,
)
_OF_THE_WHOLE: tuple[Check, ...] = (loops.check, branches.check, facts.check, returns.check)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The findings by line, and the sketch they are about (None when the file could not be read that far)."""

    findings: list[Finding]
    sketch: Sketch | None


def findings_in(source: bytes, known: Known) -> Checked:
    """Check a BPMN file."""
    root = read_xml(source)
    if isinstance(root, Finding):
        return Checked(findings=[root], sketch=None)
    sketch = sketch_of(root, source)
    if isinstance(sketch, Finding):
        return Checked(findings=[sketch], sketch=None)
    too_many = list(paths.too_many(sketch))
    found = too_many or _run(sketch, known)
    return Checked(findings=sorted(found, key=lambda one: (one.line or 0, one.code)), sketch=sketch)


def _run(sketch: Sketch, known: Known) -> list[Finding]:
    found = [one for check in _OF_PARTS for one in check(sketch, known)]
    if any(one.code in names.UNDERMINING for one in found):
        return found
    return found + [one for check in _OF_THE_WHOLE for one in check(sketch, known)]
