"""Marked lines as a tree: chapters over headings over items, and the leaves that can be problems.

Lines of a list under a label (整改措施： 1.… 2.…) look like items; they stay with the item whose label is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflows.plans.blocks import Block
from workflows.plans.duties import has_duty
from workflows.plans.labels import RUNNING, labels_in, opens_with_label
from workflows.plans.marks import Level
from workflows.plans.shapes.headings import opens_chapter


@dataclass(kw_only=True)
class Node:
    """A marked line, the lines directly below it, and its place in the tree."""

    head: Block
    level: int
    parent: Node | None
    own: list[Block] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # the fields its own lines open with, in order

    @property
    def root(self) -> Node:
        return self.parent.root if self.parent else self

    def keep(self, block: Block) -> None:
        """Take a line that belongs to this node."""
        self.own.append(block)
        if opened := opens_with_label(block.text, heading=block.mark is not None):
            self.labels.append(opened)

    def evident(self) -> bool:
        """Whether the lines themselves say who is to do it or by when: a duty in brackets or a label."""
        lines = [self.head, *self.own]
        return any(has_duty(block.printed) or labels_in(block.text, heading=block.mark is not None) for block in lines)


def leaves(blocks: Sequence[Block]) -> list[Node]:
    """The nodes without nodes below them, in the order of the text."""
    nodes = list(_nodes(blocks, _deepest(blocks)))  # complete before the leaves are told: children are hung on later
    return [node for node in nodes if not node.children]


def _deepest(blocks: Sequence[Block]) -> Level:
    """(1) is an item where it carries the duties or nothing above it is numbered, else a line of its item."""
    carrying = sum(1 for block in blocks if _is(block, Level.SUBITEM) and has_duty(block.printed))
    numbered = any(
        _is(block, level) for block in blocks for level in (Level.CHAPTER, Level.AREA, Level.ITEM, Level.PROBLEM)
    )
    return Level.SUBITEM if carrying >= 2 or not numbered else Level.ITEM


def _is(block: Block, level: Level) -> bool:
    return block.mark is not None and block.mark.level is level


def _nodes(blocks: Sequence[Block], deepest: Level) -> Iterator[Node]:
    current: Node | None = None
    for index, block in enumerate(blocks):
        level = _level(block, deepest)
        if level is None or (current and _in_open_list(current, level, blocks, index)):
            if current:
                current.keep(block)
            continue
        current = _place(Node(head=block, level=level, parent=None), current)
        yield current


def _level(block: Block, deepest: Level) -> int | None:
    """The depth at which the line opens a node; None for lines that belong to the node above them."""
    if block.mark is None or (opens_with_label(block.text, heading=True) and not opens_chapter(block)):
        return None
    level = Level.ITEM if block.mark.level is Level.PROBLEM else block.mark.level
    return int(level) if level <= deepest else None


def _place(node: Node, current: Node | None) -> Node:
    """Hang the node under the nearest node above its level."""
    while current and current.level >= node.level:
        current = current.parent
    node.parent = current
    if current:
        current.children.append(node)
    return node


def _in_open_list(current: Node, level: int, blocks: Sequence[Block], index: int) -> bool:
    """Whether a marked line goes on with the list under the node's last label.

    At the node's own depth the line is the next problem when it carries a duty or when a label the node already has follows it.
    """
    if not current.labels or level < current.level:
        return False
    if level > current.level:  # also behind the unit and day of a single measure
        return current.labels[-1] in RUNNING or "measures" in current.labels
    if current.labels[-1] not in RUNNING:
        return False
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    opened = opens_with_label(following.text, heading=following.mark is not None) if following else None
    return not (has_duty(blocks[index].printed) or opened in current.labels)
