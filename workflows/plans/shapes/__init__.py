"""Shape recognisers: each knows one habit of writing plans and finds the problems' lines, nothing else.

A new city's habit is one more small module here and one more line in SHAPES; the fields are read the same way for all.
"""

from workflows.plans.shapes.duty_paragraphs import duty_paragraphs
from workflows.plans.shapes.item import Item, Shape
from workflows.plans.shapes.notices import notices
from workflows.plans.shapes.numbered_blocks import numbered_blocks
from workflows.plans.shapes.numbered_items import numbered_items

SHAPES: tuple[tuple[str, Shape], ...] = (
    ("按问题编号分块的清单", numbered_blocks),
    ("分节的整改公示", notices),
    ("段末注明责任的任务", duty_paragraphs),
    ("分条编号的措施清单", numbered_items),
)
"""Chinese name and recogniser, the most telling habit first; the first that finds problems is taken."""

__all__ = ["SHAPES", "Item", "Shape"]
