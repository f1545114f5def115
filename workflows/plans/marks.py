"""The numbers that open a line: 一、 （一） 1. (1) 第三节 第二十七项 问题编号5 序号8（市序号9）.

A mark says how deep a line stands and which number it prints; what the line means is the shapes' business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from workflows.plans.han import both
from workflows.plans.numerals import NUMERAL, figures
from workflows.plans.reading import Number


class Level(IntEnum):
    """How deep a mark stands, by the usage of official documents (GB/T 9704: 一、 （一） 1. （1）)."""

    PART = 0
    CHAPTER = 1
    SECTION = 2
    AREA = 3
    ITEM = 4
    SUBITEM = 5
    PROBLEM = 6  # a mark that names a problem outright: 问题编号5


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mark as printed (`raw`, without the stop behind it), its number in figures (47-5 for a sub-problem) and where it ends."""

    level: Level
    raw: str
    number: str | None
    end: int
    numbers: tuple[Number, ...] = ()


_CHINESE = r"[〇零一二三四五六七八九十百]{1,6}"
_STOP = r"(?:\s*[：:、，,.．]\s*|\s+|$)"
_OTHER_LEVEL = rf"(?:\s*[（(](?P<level>[国省市县区镇]|中央)级?序号\s*(?P<other>{NUMERAL})[）)])?"
_OF_OPINION = r"(?:(?:督察)?反馈|整改|督察|跟进|交办)?(?:意见)?"
_PATTERNS: tuple[tuple[Level, re.Pattern[str]], ...] = tuple(
    (level, both(pattern))
    for level, pattern in (
        (Level.PROBLEM, rf"(?P<raw>第(?P<n>{NUMERAL})项(?:(?:问题|任务)(?P<sub>{NUMERAL})|问题|任务)?){_STOP}"),
        (
            Level.PROBLEM,
            rf"(?P<raw>(?:问题|任务)?(?:编号|序号)[：:]?\s*(?P<n>{NUMERAL})(?:[-—](?P<sub>\d{{1,3}}))?{_OTHER_LEVEL}){_STOP}",
        ),
        (
            Level.PROBLEM,
            r"(?P<raw>(?:问题|任务)?(?:编号|序号)[：:]?\s*(?P<code>[A-Za-z]{1,8}[-—－]?[0-9][A-Za-z0-9-—－]{0,20}))(?:\s*[：:、,，]\s*|\s+|$)",
        ),
        (
            Level.PROBLEM,
            rf"(?P<raw>{_OF_OPINION}(?:问题|任务|事项)(?P<n>{NUMERAL})(?:[-—－](?P<sub>\d{{1,3}}))?)\s*(?:[：:、.．]\s*|\s+|$)",
        ),
        (Level.PROBLEM, rf"(?P<raw>{_OF_OPINION}第(?P<n>{NUMERAL})(?:条|个|大)?(?:问题|任务|事项|意见)){_STOP}"),
        (Level.PROBLEM, rf"(?P<raw>(?:督察|巡察|检查)?反馈(?:意见|问题)?第(?P<n>{NUMERAL})[条个]){_STOP}"),
        (Level.PROBLEM, rf"(?P<raw>(?P<n>{NUMERAL})号问题){_STOP}"),
        (Level.PART, rf"(?P<raw>第(?P<n>{NUMERAL})(?:章|编|篇|部分))[\s：:、]*"),
        (Level.SECTION, rf"(?P<raw>第(?P<n>{NUMERAL})节)[\s：:、]*"),
        (Level.CHAPTER, rf"(?P<raw>(?P<n>{_CHINESE}))\s*[、.．]\s*"),
        (Level.AREA, rf"(?P<raw>[（(]\s*(?P<n>{_CHINESE})\s*[）)])[、.．]?\s*"),
        (Level.ITEM, r"(?P<raw>(?P<n>[0-9０-９]{1,3}))\s*(?:、|[.．](?![0-9０-９])|[.．](?=(?:19|20)\d{2}\s*年))\s*"),
        (Level.SUBITEM, r"(?P<raw>(?P<n>[0-9]{1,3})[-—－](?P<sub>[0-9]{1,3}))(?:[、.．：:]\s*|\s+)(?=[^\d\s])"),
        (Level.ITEM, r"(?P<raw>(?P<n>[0-9])\ufe0f?\u20e3)\s*"),  # the keycap of chat windows
        (Level.SUBITEM, r"(?P<raw>[（(]?\s*(?P<n>[0-9０-９]{1,3})\s*[）)])[、.．]?\s*"),
        (Level.SUBITEM, r"(?P<raw>(?P<circled>[①-⑳]))\s*"),
    )
)

_IN_PROSE = both(
    rf"第(?P<n>{NUMERAL})项(?:(?:问题|任务)(?P<sub>{NUMERAL})(?![直些定样般是]))?|(?P<m>{NUMERAL})号(?:整改)?(?:问题|任务)"
    rf"|(?:问题)?(?:编号|序号)[：:]?\s*(?P<k>{NUMERAL})"
)


_OPENS = both(
    r"[第问任事反整督巡检跟交意编序〇零一二三四五六七八九十百千两0-9０-９（(①-⑳]"
)  # what every mark begins with


_NAMING = (Level.PART, Level.PROBLEM)


def mark_of(text: str) -> Mark | None:
    """The mark that opens the line, if any. （一）问题一：… is numbered twice: the mark that names the problem counts."""
    mark = _mark_at(text)
    if mark is None or mark.level in _NAMING or not (named := _mark_at(text[mark.end :])):
        return mark
    return replace(named, end=mark.end + named.end) if named.level is Level.PROBLEM else mark


def _mark_at(text: str) -> Mark | None:
    if not _OPENS.match(text):
        return None
    for level, pattern in _PATTERNS:
        if match := pattern.match(text):
            groups = match.groupdict()
            return Mark(
                level=level, raw=groups["raw"].strip(), number=_number(groups), end=match.end(), numbers=_others(groups)
            )
    return None


def number_in(text: str) -> tuple[str, str] | None:
    """The problem number a sentence names (…反馈第二十七项问题已整改完成): as printed and in figures."""
    for match in _IN_PROSE.finditer(text):
        printed = match["n"] or match["m"] or match["k"]
        number = _number({"n": printed, "sub": match["sub"]})
        if number:
            return match.group(), number
    return None


def _number(groups: dict[str, str | None]) -> str | None:
    if circled := groups.get("circled"):
        return str(ord(circled) - ord("①") + 1)
    if code := groups.get("code"):
        return code
    main = figures(groups["n"] or "")
    sub = figures(groups.get("sub") or "")
    if main is None:
        return None
    return str(main) if sub is None else f"{main}-{sub}"


def _others(groups: dict[str, str | None]) -> tuple[Number, ...]:
    other = figures(groups.get("other") or "")
    return () if other is None else (Number(level=groups["level"] or "", value=str(other)),)
