"""Holes in a text: years and values that a careless copy stripped (到年, 达到%, 压减到万吨以内).

A hole is told by what stands around it. Words in which 年 needs no number (每年, 近年, 年产, 年度) are not holes.
"""

from __future__ import annotations

import re
from itertools import chain

from workflows.plans.deadlines import without_year
from workflows.plans.han import both
from workflows.plans.reading import Warning
from workflows.plans.warnings import warn

_COUNTED = "0-9０-９〇○零一二三四五六七八九十百千两几数半"
_NOT_A_HOLE = "产均度龄级轻货代限薪会检报审内间关糕鉴画"
_ATTACHED = "每今明当次本去上下同全近历往多少前后隔翌旧新跨周整逐成青中老常百积丰灾学壮"
_MISSING_YEAR = (
    # 到年, 比年下降, 自年1月1日起, 至年底: a word that asks for a year, and none
    both(rf"(?<!每)[到至比自从较]年(?![{_NOT_A_HOLE}])(?:底前?|末)?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"),
    # 年底前, 年8月20日: the year's number is missing in front
    both(rf"(?<![{_COUNTED}{_ATTACHED}年到至比自从较])年(?:底|末)前?"),
    both(rf"(?<![{_COUNTED}{_ATTACHED}年到至比自从较])年\d{{1,2}}月(?:\d{{1,2}}日|底|末)?前?"),
    # 。年,全市… 。年实现…: a sentence that opens with a bare 年
    both(
        r"(?:(?<=[，,。；;：:、（(“])|^)年(?=[，,前起]|实现|完成|基本|全面|全市|全省|全县|全区|建成|力争|以来|以前|之前)"
    ),
    # placeholders
    both(r"(?<![A-Za-z])(?:[xX×＊*＿_○]{2,})\s*年"),
)
_BLANKS = both(r"[ \t\u3000\u00a0]+")
_CLAUSE = both(r"[^，,。；;：:、（）()]*")
_AMOUNT = (
    r"(?:%|％|个百分点|百分点|万吨|亿吨|吨|公里|千米|微克|毫克|万亩|亩(?!均)|公顷|平方公里|平方米|立方米|万立方米"
    r"|万千瓦|千瓦|万元|亿元|蒸吨|分贝)"
)
_ASKS = (
    r"(?:达到|达|提高到|提升到|下降到|压减到|控制在|稳定在|保持在|降至|升至|增至|减至|到|至|为|约|超过|不低于|不少于|不高于|不超过"
    r"|低于|高于|大于|小于)"
)
_GROWS = r"(?:下降|降低|提高|提升|增长|增加|减少|削减|压减|新增)"
_MISSING_NUMBER = (
    both(rf"(?:{_ASKS}|{_GROWS})\s*{_AMOUNT}(?:以[上下内])?"),
    both(r"(?<=[\u4e00-\u9fa5])(?<![之])[%％](?:以[上下内])?"),
)


def gaps_in(line: int, printed: str) -> tuple[Warning, ...]:
    """Every hole of a line in the order of the text, each once. Blanks do not count: a stripped year often leaves one (到 年)."""
    text = _BLANKS.sub("", printed)
    years = _spans(_MISSING_YEAR, text)
    numbers = _spans(_MISSING_NUMBER, text)
    inside = {position for start, end in years for position in range(start, end)}
    found = chain(
        ((start, warn("missing-year", line, _shown(text, start, end))) for start, end in years),
        ((date.start, warn("missing-year", line, date.raw)) for date in without_year(text) if date.start not in inside),
        ((start, warn("missing-number", line, _shown(text, start, end))) for start, end in numbers),
    )
    return tuple(warning for _, warning in sorted(found, key=lambda pair: pair[0]))


def _spans(patterns: tuple[re.Pattern[str], ...], text: str) -> list[tuple[int, int]]:
    """Where the patterns match, without matches inside others."""
    found = sorted(
        {match.span() for pattern in patterns for match in pattern.finditer(text)}, key=lambda span: (span[0], -span[1])
    )
    kept: list[tuple[int, int]] = []
    for span in found:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _shown(text: str, start: int, end: int) -> str:
    """The hole with the rest of its clause, so that a clerk finds it: 到年, 比年下降20%以上, 年实现全市农村清洁型煤."""
    match = _CLAUSE.match(text, end, start + 14)
    return text[start:end] + (match.group() if match else "")
