"""What Excel shows in a cell: dates in their format, whole numbers without a point, per cents as per cents."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet's day has no time zone
_CHINESE_DATES = {27: "ym", 28: "md", 29: "md", 30: "ymd", 31: "ymd", 36: "ym", 50: "ym", 51: "md", 52: "ym", 53: "md",
                  54: "md", 55: "ym", 56: "md", 57: "ym", 58: "md"}  # fmt: skip
"""Formats that only Chinese installations have, and the library takes for plain numbers (ECMA-376 part 1, 18.8.30)."""
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_FIRST_DAY, _LAST_DAY = 20_000, 80_000  # 1954 to 2119


def shown(cell: Any) -> str:
    """The words of a cell as Excel shows them."""
    value, form = cell.value, str(getattr(cell, "number_format", "") or "")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date)):
        return _day(value, form)
    if isinstance(value, (int, float)):
        parts = _chinese_parts(cell)
        if parts and _FIRST_DAY < value < _LAST_DAY:
            return _chinese_day(_EPOCH + timedelta(days=int(value)), parts)
        return _number(value, form)
    return _unescaped(str(value))


def _unescaped(words: str) -> str:
    """What Excel keeps as _x000D_ is a character (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), words) if "_x" in words else words


def _chinese_parts(cell: Any) -> str | None:
    try:
        return _CHINESE_DATES.get(cell.style_array.numFmtId)
    except (AttributeError, IndexError):
        return None


def _day(value: date, form: str) -> str:
    """In Chinese where the format is, with the parts the format has; else as 2024-06-30."""
    shapes = _LITERAL.sub("", form.lower().split(";")[0])
    parts = "".join(part for part in "ymd" if part in shapes)
    if any(mark in form for mark in "年月日"):
        return _chinese_day(value, parts or "ymd")
    if parts == "ym":
        return f"{value:%Y}年{value.month}月"
    return f"{value:%Y-%m-%d}"


def _chinese_day(value: date, parts: str) -> str:
    printed = {"y": f"{value.year}年", "m": f"{value.month}月", "d": f"{value.day}日"}
    return "".join(printed[part] for part in parts)


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:.10g}%"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.10g}"
