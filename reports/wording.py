"""How official papers write dates, numbers, names and quotations (GB/T 9704-2012, 7.3 and 8; GB/T 15835 for figures)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
NO_DEADLINE = "原文未载明时限"
_DIGITS = "零一二三四五六七八九"
_PLAIN_NUMBER = re.compile(r"[0-9]+|[零〇一二三四五六七八九十百]+")
_CALENDARS = {"working": "个工作日", "calendar": "天"}


def chinese_number(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一; for headings, so 1 to 99. Raises ValueError outside."""
    if not 1 <= number <= 99:
        raise ValueError(f"no heading is numbered {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def chinese_date(day: date) -> str:
    """Arabic figures, all four digits of the year, no zero before month or day (7.3.5.4). An instant is read in Beijing."""
    local = day.astimezone(BEIJING) if isinstance(day, datetime) else day
    return f"{local.year}年{local.month}月{local.day}日"


def chinese_instant(at: datetime) -> str:
    """To the minute, Beijing time."""
    local = at.astimezone(BEIJING)
    return f"{chinese_date(local)}{local.hour}时{local.minute:02d}分"


def period(first: date, last: date) -> str:
    """Two dates, the year said once where it is the same."""
    end = chinese_date(last) if first.year != last.year else f"{last.month}月{last.day}日"
    return f"{chinese_date(first)}至{end}"


def days(count: int, calendar: str) -> str:
    """5个工作日 or 7天."""
    return f"{count}{_CALENDARS.get(calendar, '天')}"


def quoted(text: str) -> str:
    """In quotation marks; marks inside become single ones (GB/T 15834)."""
    return f"“{bare(text).replace('“', '‘').replace('”', '’')}”"


def titled(name: str) -> str:
    """In book-title marks; marks inside become single ones."""
    return f"《{name.strip().replace('《', '〈').replace('》', '〉')}》"


def bare(text: str) -> str:
    """One line without the full stop at its end, so that a sentence can go on after it."""
    return " ".join(text.split()).rstrip("。；;，,")


def sentence(text: str) -> str:
    """The text with exactly one stop at its end."""
    line = bare(text)
    return line if line.endswith(("！", "？", "…", "：")) else f"{line}。"


def paragraphs(text: str) -> list[str]:
    """The non-empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def listed(names: Sequence[str]) -> str:
    """Names joined as Chinese lists are; 未指定 for none, because an empty place would look like an oversight."""
    return "、".join(names) if names else "未指定"


def problem_name(number: str | None) -> str:
    """第12项问题 for a bare number; a number the list prints in another manner is kept as printed."""
    printed = (number or "").strip(" .．、\t")
    if not printed:
        return "所列问题（原文未编号）"
    if _PLAIN_NUMBER.fullmatch(printed):
        return f"第{printed}项问题"
    if "问题" in printed:
        return f"所列“{printed}”"
    return f"{printed}问题" if printed.startswith("第") else f"所列“{printed}”问题"


def deadline(raw: str | None, due_on: date | None) -> str:
    """The list's own words first; a date where it has none; and the plain statement that nothing was written."""
    if raw and raw.strip():
        return bare(raw)
    return chinese_date(due_on) if due_on else NO_DEADLINE


def self_reference(issuer: str) -> str:
    """How the issuer speaks of itself: 我办, 我局, 我委, else 我单位."""
    for ending, word in (("办公室", "我办"), ("局", "我局"), ("委员会", "我委"), ("委", "我委")):
        if issuer.endswith(ending):
            return word
    return "我单位"
