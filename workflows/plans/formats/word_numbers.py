"""The numbers Word prints before paragraphs by itself: they are not in the text, and without them 一、（一）1. are lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

_CHINESE = frozenset(
    {
        "chineseCounting", "chineseCountingThousand", "japaneseCounting", "japaneseDigitalTenThousand",
        "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital", "taiwaneseDigital",
    }
)  # fmt: skip
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_SILENT = frozenset({"bullet", "none"})
_DIGITS = "零一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_PART = re.compile(r"%([1-9])")
_MOST = 9999


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name: the strict and the usual OOXML differ in namespaces only."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), None)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along local names."""
    for name in path:
        if element is None:
            return None
        element = next(
            (each for each in element if isinstance(each.tag, str) and etree.QName(each).localname == name), None
        )
    return element


def value(element: etree._Element | None, *path: str) -> str | None:
    """The `val` of a descendant."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str
    legal: bool


@dataclass
class Numbering:
    """Counts as Word does. One counter per abstract list and level; a deeper level starts again when a higher one counts."""

    levels: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)  # abstract list → level → how it prints
    lists: Mapping[str, str] = field(default_factory=dict)  # list → abstract list
    overrides: Mapping[tuple[str, int], int] = field(default_factory=dict)
    _counted: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number: str, level: int) -> str:
        """The number printed before the next paragraph of this list, as printed; empty for bullets and unknown lists."""
        abstract = self.lists.get(number, "")
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        counted = self._counted.setdefault(abstract, {})
        start = levels[level].start
        if (number, level) in self.overrides and (number, level) not in self._begun:
            counted.pop(level, None)
            start = self.overrides[number, level]
        self._begun.add((number, level))
        counted[level] = counted[level] + 1 if level in counted else start
        for deeper in [each for each in counted if each > level]:
            del counted[deeper]
        if levels[level].format in _SILENT:
            return ""
        return _PART.sub(
            lambda part: self._printed(levels, counted, int(part[1]) - 1, levels[level].legal), levels[level].text
        )

    @staticmethod
    def _printed(levels: Mapping[int, _Level], counted: Mapping[int, int], level: int, legal: bool) -> str:
        if level not in levels:
            return ""
        count = counted.get(level, levels[level].start)
        return str(count) if legal else numeral(count, levels[level].format)


def numeral(count: int, form: str) -> str:
    """A count in one of Word's forms; forms that plans do not use are printed in figures."""
    if form in _CHINESE and 0 < count <= _MOST:
        return _chinese(count)
    if form in _CIRCLED and 0 < count <= 20:
        return chr(ord("①") + count - 1)
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + count - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    return str(count)


def _chinese(count: int) -> str:
    """二十七, 一百零五; 十 and not 一十 at the beginning."""
    printed, gap = "", False
    for size, name in _PLACES:
        digit, count = divmod(count, size)
        if digit:
            printed += (
                ("零" if gap else "") + ("" if digit == 1 and size == 10 and not printed else _DIGITS[digit]) + name
            )
        gap = gap or (bool(printed) and not digit)
    if count:
        printed += ("零" if gap else "") + _DIGITS[count]
    return printed


def numbering_of(root: etree._Element | None) -> Numbering:
    """The lists a document defines (numbering.xml)."""
    if root is None:
        return Numbering()
    levels: dict[str, dict[int, _Level]] = {}
    lists: dict[str, str] = {}
    overrides: dict[tuple[str, int], int] = {}
    for element in root:
        name = etree.QName(element).localname
        if name == "abstractNum":
            levels[attribute(element, "abstractNumId") or ""] = dict(filter(None, map(_level, element)))
        elif name == "num":
            number = attribute(element, "numId") or ""
            lists[number] = value(element, "abstractNumId") or ""
            for override in element:
                start, level = value(override, "startOverride"), attribute(override, "ilvl")
                if start is not None and level is not None:
                    overrides[number, _int(level)] = _int(start)
    return Numbering(levels=levels, lists=lists, overrides=overrides)


def _level(element: etree._Element) -> tuple[int, _Level] | None:
    if etree.QName(element).localname != "lvl":
        return None
    level = _Level(
        start=_int(value(element, "start") or "1"),
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        legal=child(element, "isLgl") is not None,
    )
    return _int(attribute(element, "ilvl") or "0"), level


def _int(printed: str) -> int:
    return int(printed) if re.fullmatch(r"[0-9]{1,6}", printed) else 0
