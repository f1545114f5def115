"""The drawing: a box without a place runs, but nobody sees it in the picture."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.words import finding
from workflows.engine.findings import Finding, Known
from workflows.engine.sketch import Sketch


def check(sketch: Sketch, _known: Known) -> Iterator[Finding]:
    """Boxes and connections that the layout does not place. Warnings only."""
    if sketch.drawn is None:
        said = "没有图形布局，页面上无法画出流程图。请用流程图编辑器打开并保存一次。"
        yield finding("no-layout", sketch, said, "the file holds no layout", severity="warning")
        return
    for part in (*sketch.shapes, *sketch.connections):
        if part.id not in sketch.drawn:
            said = "在图形布局里没有位置，页面上看不到它。"
            yield finding("not-drawn", part, said, "the layout has no place for it", severity="warning")
