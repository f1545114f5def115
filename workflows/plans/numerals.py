"""Chinese numerals to figures: plans count 第二十七项 and 二〇二四年 as often as 27 and 2024."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／％", "0123456789.-/%")

NUMERAL = r"[0-9０-９]{1,9}|[〇○零一二三四五六七八九十百千两兩]{1,9}"
"""A number in figures or in Chinese numerals, to be placed inside a larger pattern."""


def half_width(text: str) -> str:
    """The text with figures and their marks in half width; lengths do not change."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def figures(printed: str) -> int | None:
    """The value of a number as printed (27, ２７, 二十七, 二〇二四, 一百零五); None when it is none."""
    text = half_width(printed.strip())
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    if not text or len(text) > 9 or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    return _with_units(text) if any(char in _UNITS for char in text) else _digit_by_digit(text)


def _digit_by_digit(text: str) -> int:
    return int("".join(str(_DIGITS[char]) for char in text))


def _with_units(text: str) -> int | None:
    """二十七 = 2×10 + 7. None where the units do not fall from left to right, as in 十百."""
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            continue
        if _UNITS[char] >= last_unit:
            return None
        last_unit = _UNITS[char]
        total += (1 if digit is None else digit) * last_unit
        digit = None
    return total + (digit or 0)
