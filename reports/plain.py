"""Frozen values to plain JSON and back, strictly: what is read is what was written, or it is refused.

Knows str, int, bool, date, aware datetime, StrEnum, `X | None`, `tuple[X, ...]` and nested dataclasses: what dossiers
and verdicts are made of, nothing else. A field may say since which schema it exists; an older text has no such key, is read with the
field's default, and is written again without it.
"""

from __future__ import annotations

import types
from dataclasses import Field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
NEWEST = 1_000_000


def since(schema: int) -> dict[str, int]:
    """Metadata of a field (which needs a default) that older texts do not have."""
    return {"since": schema}


def to_plain(value: object, *, schema: int = NEWEST) -> object:
    """Dicts, lists and strings for a value as `schema` spelled it; instants in UTC, so that one instant has one spelling.

    Raises ValueError for a naive datetime and TypeError for a kind of value a dossier may not hold.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name), schema=schema) for field in _fields(value, schema)}
    if isinstance(value, tuple):
        return [to_plain(item, schema=schema) for item in value]
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"a dossier cannot hold {type(value).__name__}")


def from_plain(kind: type[T], value: object, *, where: str = "", schema: int = NEWEST) -> T:
    """The value of dataclass `kind` written by to_plain. Raises ValueError naming the first place that does not fit."""
    return _Reader(schema).read(kind, value, where or kind.__name__)  # type: ignore[no-any-return]  # follows type hints at run time


def _fields(kind: Any, schema: int) -> list[Field[Any]]:
    return [field for field in fields(kind) if field.metadata.get("since", 0) <= schema]


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return value.astimezone(UTC).isoformat()


class _Reader:
    """Reads plain values by the type hints of one schema."""

    def __init__(self, schema: int) -> None:
        self.schema = schema

    def read(self, kind: Any, value: object, where: str) -> Any:
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            inner = next(a for a in get_args(kind) if a is not type(None))
            return None if value is None else self.read(inner, value, where)
        if origin is tuple:
            return self._tuple(get_args(kind)[0], value, where)
        if is_dataclass(kind):
            return self._dataclass(kind, value, where)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind(value)
        if kind in (date, datetime):
            return _read_time(kind, value, where)
        if type(value) is not kind:
            raise ValueError(f"{where}: expected {kind.__name__}, found {type(value).__name__}")
        return value

    def _tuple(self, kind: Any, value: object, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError(f"{where}: expected a list")
        return tuple(self.read(kind, item, f"{where}[{index}]") for index, item in enumerate(value))

    def _dataclass(self, kind: Any, value: object, where: str) -> Any:
        hints = get_type_hints(kind)
        names = [field.name for field in _fields(kind, self.schema)]
        if not isinstance(value, dict) or set(value) != set(names):
            raise ValueError(f"{where}: expected exactly the keys {', '.join(names)}")
        return kind(**{name: self.read(hints[name], value[name], f"{where}.{name}") for name in names})


def _read_time(kind: Any, value: object, where: str) -> Any:
    if not isinstance(value, str):
        raise ValueError(f"{where}: expected a date as text")
    read = kind.fromisoformat(value)
    if kind is datetime and read.tzinfo is None:
        raise ValueError(f"{where}: an instant without a time zone")
    return read
