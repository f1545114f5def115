"""A diagram that was checked and can be run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from workflows.engine.findings import Finding, ServiceKind
from workflows.engine.values import Node


@dataclass(frozen=True, kw_only=True, eq=False)
class Diagram:
    """A deployed diagram: immutable, told apart by `digest`, the SHA-256 (hex) of the BPMN source.

    `stored` is our own JSON of it, never the library's: `restore_diagram(stored)` gives an equal diagram in any process and any later
    version of the library. `key` is the process id of the BPMN file.
    """

    key: str
    name: str
    digest: str
    stored: bytes
    nodes: tuple[Node, ...]


def check(
    source: bytes,
    *,
    services: Mapping[str, ServiceKind],
    forms: Mapping[str, Collection[str]],
    roles: Collection[str],
    start_facts: Collection[str],
) -> list[Finding]:
    """Everything that is wrong with a BPMN file, by line; empty when it may be deployed. Raises nothing, whatever the bytes are."""
    raise NotImplementedError


def compile_diagram(
    source: bytes,
    *,
    services: Mapping[str, ServiceKind],
    forms: Mapping[str, Collection[str]],
    roles: Collection[str],
    start_facts: Collection[str],
) -> Diagram:
    """Check a BPMN file and make it runnable. Raises DiagramRefused with every finding when one of them is an error."""
    raise NotImplementedError


def restore_diagram(stored: bytes) -> Diagram:
    """The diagram that was stored, ready to run, without parsing BPMN again. Worth caching by digest: it takes milliseconds."""
    raise NotImplementedError
