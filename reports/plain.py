"""Frozen values to plain JSON and back, strictly: what is read is what was written, or it is refused.

Knows str, int, bool, date, aware datetime, StrEnum, `X | None`, `tuple[X, ...]` and nested dataclasses: what dossiers
and verdicts are made of, nothing else.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: object) -> object:
    """Dicts, lists and strings for a value; instants in UTC, so that one instant has one spelling.

    Raises ValueError for a naive datetime and TypeError for a kind of value a dossier may not hold.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"a dossier cannot hold {type(value).__name__}")


def from_plain(kind: type[T], value: object, *, where: str = "") -> T:
    """The value of dataclass `kind` written by to_plain. Raises ValueError naming the first place that does not fit."""
    return _read(kind, value, where or kind.__name__)  # type: ignore[no-any-return]  # _read follows type hints at run time


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return value.astimezone(UTC).isoformat()


def _read(kind: Any, value: object, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _read(next(a for a in get_args(kind) if a is not type(None)), value, where)
    if origin is tuple:
        return _read_tuple(get_args(kind)[0], value, where)
    if is_dataclass(kind):
        return _read_dataclass(kind, value, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind in (date, datetime):
        return _read_time(kind, value, where)
    if type(value) is not kind:
        raise ValueError(f"{where}: expected {kind.__name__}, found {type(value).__name__}")
    return value


def _read_tuple(kind: Any, value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{where}: expected a list")
    return tuple(_read(kind, item, f"{where}[{index}]") for index, item in enumerate(value))


def _read_dataclass(kind: Any, value: object, where: str) -> Any:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    if not isinstance(value, dict) or set(value) != set(names):
        raise ValueError(f"{where}: expected exactly the keys {', '.join(names)}")
    return kind(**{name: _read(hints[name], value[name], f"{where}.{name}") for name in names})


def _read_time(kind: Any, value: object, where: str) -> Any:
    if not isinstance(value, str):
        raise ValueError(f"{where}: expected a date as text")
    read = kind.fromisoformat(value)
    if kind is datetime and read.tzinfo is None:
        raise ValueError(f"{where}: an instant without a time zone")
    return read
