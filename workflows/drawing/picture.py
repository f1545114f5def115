"""The drawing of a diagram with the live boxes lit.

A state is never told by colour alone: what is being done carries the words 正在办理, what was done carries a tick. Colours are
presentation attributes and classes, never inline style, so that a strict content policy holds; the text is text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from workflows.drawing.layout import Layout, Shape, read_layout
from workflows.drawing.lines import edge_svg
from workflows.drawing.shapes import State, frame_svg, shape_svg
from workflows.drawing.writing import Say, text_at

_MARGIN: Final = 12
_FONT: Final = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_FRAMES: Final = frozenset({"participant", "lane"})


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A diagram that is to be drawn for a page: by the page, because only it knows the language."""

    source: bytes
    current: Collection[str] = ()
    done: Collection[str] = ()

    def svg(self, say: Say = str) -> str:
        """See the function."""
        return svg(self.source, current=self.current, done=self.done, say=say)

    def names(self, say: Say) -> dict[str, str]:
        """What stands in the diagram, and how it is said; names that stay as they are are left out."""
        layout = read_layout(self.source)
        names = {*(shape.name for shape in layout.shapes), *(edge.name for edge in layout.edges)} - {""}
        said = {name: say(name) for name in sorted(names)}
        return {name: other for name, other in said.items() if other != name}


def svg(source: bytes, *, current: Collection[str], done: Collection[str], say: Say = str) -> str:
    """The diagram as an SVG element for a page; `current` and `done` are box ids, `say` puts each text into the page's language.

    A diagram may be deployed without layout: then the picture is a sentence that says so, because a page on which people
    work must not fail for its picture. Raises Unreadable for a file that is no diagram.
    """
    layout = _said(read_layout(source), say)
    if not layout.shapes:
        return _nothing_drawn(layout, say)
    states = {shape.id: _state(shape.id, current, done) for shape in layout.shapes}
    words = f"<title>{escape(layout.name)}</title><desc>{escape(_description(layout, states, say))}</desc>"
    return f"{_head(*_extent(layout))}{words}{''.join(_parts(layout, states, say))}</svg>"


def _said(layout: Layout, say: Say) -> Layout:
    shapes = tuple(replace(shape, name=say(shape.name)) for shape in layout.shapes)
    edges = tuple(replace(edge, name=say(edge.name)) for edge in layout.edges)
    return replace(layout, name=say(layout.name), shapes=shapes, edges=edges)


def _head(left: float, top: float, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram-picture" viewBox="{left:g} {top:g} {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="{_FONT}">'
    )


def _nothing_drawn(layout: Layout, say: Say) -> str:
    said = say("流程图文件里没有图形布局，无法画出；办理步骤见文字。")
    words = text_at(said, middle=(300, 30), room=600, size=14, css="nothing-drawn", fill="#44546a")
    return f"{_head(0, 0, 600, 60)}<title>{escape(layout.name)}</title>{words}</svg>"


def _parts(layout: Layout, states: dict[str, State], say: Say) -> Iterator[str]:
    """Frames lie below lines, lines below boxes."""
    frames = [shape for shape in layout.shapes if shape.kind in _FRAMES]
    yield from (frame_svg(shape) for shape in frames)
    yield from (edge_svg(edge) for edge in layout.edges)
    yield from (shape_svg(shape, states[shape.id], say) for shape in layout.shapes if shape not in frames)


def _state(box: str, current: Collection[str], done: Collection[str]) -> State:
    if box in current:
        return "current"
    return "done" if box in done else "ahead"


def _description(layout: Layout, states: dict[str, State], say: Say) -> str:
    def named(state: State) -> str:
        return "、".join(_plain(shape) for shape in layout.shapes if states[shape.id] == state and shape.name)

    now, before = named("current"), named("done")
    return say(f"正在办理：{now}。" if now else "目前没有待办环节。") + (say(f"已办理：{before}。") if before else "")


def _plain(shape: Shape) -> str:
    return shape.name.rstrip("？?")


def _extent(layout: Layout) -> tuple[float, float, float, float]:
    across, down = [x for x, _ in layout.points], [y for _, y in layout.points]
    left, top = min(across) - _MARGIN, min(down) - _MARGIN
    return left, top, max(across) + _MARGIN - left, max(down) + _MARGIN - top
