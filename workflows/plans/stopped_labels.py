"""Labels that end in a stop: （二）整改时限。2026年12月底。 Where a plan is written so throughout, they are labels like those with a colon.

One such line alone says nothing ((二)工作目标。 stands in every opinion), so the whole plan must have them for several fields, and for who
has to do it or by when among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from workflows.plans.blocks import Block
from workflows.plans.labels import DUTIES, opens_with_label

_OPENING = re.compile(r"(?P<name>[\u4e00-\u9fa5]{4,10})(?P<stop>[。.．])")
_LEAST_FIELDS = 3


def with_colons(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with a colon behind such labels; what is printed stays as printed."""
    changed = {index: each for index, block in enumerate(blocks) if (each := _with_colon(block))}
    if not _throughout([field for _, field in changed.values()]):
        return blocks
    return tuple(changed[index][0] if index in changed else block for index, block in enumerate(blocks))


def _with_colon(block: Block) -> tuple[Block, str] | None:
    match = _OPENING.match(block.text) if block.mark else None
    if match is None:
        return None
    words = f"{match['name']}：{block.text[match.end() :]}"
    field = opens_with_label(words, heading=True)
    return (replace(block, text=words), field) if field else None


def _throughout(fields: Sequence[str]) -> bool:
    return len(set(fields)) >= _LEAST_FIELDS and bool(DUTIES & set(fields))
