"""A diagram that was checked and can be run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workflows.engine.checks import findings_in
from workflows.engine.errors import DiagramRefused, StateUnreadable
from workflows.engine.findings import Finding, FormKind, Known, ServiceKind
from workflows.engine.model import Model, from_stored, to_stored
from workflows.engine.modelling import model_of
from workflows.engine.spec import build_spec
from workflows.engine.values import Node


@dataclass(frozen=True, kw_only=True, eq=False)
class Diagram:
    """A deployed diagram: immutable, told apart by `digest`, the SHA-256 (hex) of the BPMN source.

    `stored` is our own JSON of it, never the library's: `restore_diagram(stored)` gives an equal diagram in any
    process and with any later version of the library. `key` is the process id of the BPMN file.
    """

    key: str
    name: str
    digest: str
    stored: bytes
    nodes: tuple[Node, ...]
    model: Model

    @cached_property
    def spec(self) -> Any:
        """The library's specification, built on first use; for this package only."""
        return build_spec(self.model)


def check(
    source: bytes,
    *,
    services: Mapping[str, ServiceKind],
    forms: Mapping[str, Collection[str]],
    roles: Collection[str],
    start_facts: Collection[str],
    answers: Mapping[str, FormKind] | None = None,
) -> list[Finding]:
    """Everything that is wrong with a BPMN file, by line; empty when there is nothing to mend. Raises nothing.

    `services`: catalogue key → kind; `forms`: form key → the facts it yields; `roles`: the keys a lane may
    carry; `start_facts`: facts every case starts with; `answers`: form key → what several answers are worth. Conditions and timers may use
    only facts that somebody gives before them.
    """
    known = Known(
        services=services, forms=forms, roles=roles, start_facts=start_facts, answers={} if answers is None else answers
    )
    return findings_in(source, known).findings


def compile_diagram(
    source: bytes,
    *,
    services: Mapping[str, ServiceKind],
    forms: Mapping[str, Collection[str]],
    roles: Collection[str],
    start_facts: Collection[str],
    answers: Mapping[str, FormKind] | None = None,
) -> Diagram:
    """Check a BPMN file and make it runnable. Raises DiagramRefused, with all findings, when one is an error."""
    known = Known(
        services=services, forms=forms, roles=roles, start_facts=start_facts, answers={} if answers is None else answers
    )
    checked = findings_in(source, known)
    if checked.sketch is None or any(finding.severity == "error" for finding in checked.findings):
        raise DiagramRefused(checked.findings)
    model = model_of(checked.sketch)
    return _diagram(model, to_stored(model))


def restore_diagram(stored: bytes) -> Diagram:
    """The diagram that was stored, ready to run, without reading BPMN again. Worth caching by digest.

    Raises StateUnreadable when these bytes are not a stored diagram.
    """
    try:
        return _diagram(from_stored(stored), stored)
    except (ValueError, KeyError, TypeError):
        raise StateUnreadable(why="流程图的存档已损坏", why_english="the stored diagram is damaged") from None


def _diagram(model: Model, stored: bytes) -> Diagram:
    return Diagram(
        key=model.key,
        name=model.name,
        digest=model.digest,
        stored=stored,
        nodes=tuple(box.node() for box in model.boxes),
        model=model,
    )
