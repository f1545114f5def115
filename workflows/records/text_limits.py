"""Text that the database would refuse is refused before, with a sentence instead of a driver's error.

Forms check their own fields; this stands behind them for whatever comes another way, such as a plan with a chapter in one
cell. The two databases would also not agree: only one enforces lengths by type, only one refuses a null character.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sqlalchemy import Connection, String, event
from sqlalchemy.orm import Mapper

from workflows.records.base import Base, Prose
from workflows.rules.errors import Refusal

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class TextTooLong(Refusal):
    """文字太长：“{start}……”共 {length} 字，最多 {limit} 字，没有保存。请缩短后再试。
    Text too long: “{start}…” has {length} characters, at most {limit} are allowed; nothing was saved.
    """

    code = "text-too-long"


class TextUnstorable(Refusal):
    """文字“{start}……”的第 {place} 个字符无法保存（{character}），没有保存。请删去后再试。
    Character {place} of “{start}…” cannot be stored ({character}); nothing was saved.
    """

    code = "text-unstorable"


@cache
def _bounded(mapper: Mapper[Any]) -> list[tuple[str, int]]:
    """The text attributes of a class, each with its limit."""
    texts = [(attribute.key, attribute.columns[0].type) for attribute in mapper.column_attrs]
    return [(key, kind.length) for key, kind in texts if isinstance(kind, String | Prose) and kind.length]


def check(mapper: Mapper[Any], _connection: Connection | None, target: Base) -> None:
    """Raises TextTooLong or TextUnstorable for the first text of a row that does not fit."""
    for key, limit in _bounded(mapper):
        value = target.__dict__.get(key)
        if isinstance(value, str):
            _check(value, limit)


def _check(value: str, limit: int) -> None:
    if len(value) > limit:
        raise TextTooLong(start=value[:20], length=len(value), limit=limit)
    if found := _UNSTORABLE.search(value):
        character = f"U+{ord(found.group()):04X}"
        raise TextUnstorable(start=value[: min(20, found.start())], place=found.start() + 1, character=character)


event.listen(Base, "before_insert", check, propagate=True)
event.listen(Base, "before_update", check, propagate=True)
