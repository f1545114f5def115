"""Ids and names: an id stands for one thing, a name tells people what a box is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workflows.engine.checks.words import finding
from workflows.engine.findings import Finding, Known
from workflows.engine.sketch import Part, Shape, Sketch

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,79}", re.ASCII)
_TAKEN = frozenset({"Root", "Start", "End"})
"""Names the library gives to parts of its own."""
LONGEST_NAME = 100
UNDERMINING = frozenset({"duplicate-id", "bad-id"})
"""With one of these, connections cannot be followed."""
_MUST_BE_NAMED = frozenset({"userTask", "serviceTask"})


def check(sketch: Sketch, _known: Known) -> Iterator[Finding]:
    """Ids and names of every part."""
    parts: list[Part] = [sketch, *sketch.shapes, *sketch.connections]
    for part in parts:
        yield from _id_of(part)
    for shape in sketch.shapes:
        yield from _name_of(shape)
    yield from _duplicate_ids(sketch, parts)
    yield from _duplicate_names(sketch)


def _id_of(part: Part) -> Iterator[Finding]:
    if _ID.fullmatch(part.id) is None or part.id in _TAKEN:
        yield finding(
            "bad-id",
            part,
            "的编号（id）不合要求：须以字母或下划线开头，只含字母、数字、下划线、连字符，不超过 80 个字符，且不能是 Root、Start、End。",
            "the id must match [A-Za-z_][A-Za-z0-9_-]{0,79} and not be Root, Start or End",
        )


def _name_of(shape: Shape) -> Iterator[Finding]:
    if not shape.name and shape.tag in _MUST_BE_NAMED:
        yield finding("no-name", shape, "没有名称，办理人看不出要做什么。", "it has no name")
    if len(shape.name) > LONGEST_NAME:
        yield finding("long-name", shape, f"的名称超过 {LONGEST_NAME} 个字。", "its name is too long")


def _duplicate_ids(sketch: Sketch, parts: list[Part]) -> Iterator[Finding]:
    counts = Counter(identity for identity, _ in sketch.ids)
    known = {part.id: part for part in parts}
    seen: set[str] = set()
    for identity, line in sketch.ids:
        if counts[identity] > 1 and identity in seen:
            name = known[identity].name if identity in known else ""
            part = Part(id=identity, name=name, line=line)
            yield finding(
                "duplicate-id", part, "这个编号（id）在文件里用了不止一次。", "this id is used more than once"
            )
        seen.add(identity)


def _duplicate_names(sketch: Sketch) -> Iterator[Finding]:
    named: dict[str, Shape] = {}
    for shape in sketch.shapes:
        if shape.tag not in _MUST_BE_NAMED or not shape.name:
            continue
        first = named.setdefault(shape.name, shape)
        if first is not shape:
            said = f"与 {first.id} 同名，办理人分不清是哪一个。"
            yield finding("duplicate-name", shape, said, f"it has the name of {first.id}", severity="warning")
