"""The doubts a reading can raise, each with its sentence. Codes are stable: pages, tests and the register's notes use them."""

from __future__ import annotations

from workflows.plans.reading import Warning

CODES: dict[str, str] = {
    "missing-year": "年份缺失：原文写作“{fragment}”，年份可能在转载时丢失，请对照原件补上。",
    "missing-number": "数值缺失：原文写作“{fragment}”，数字可能在转载时丢失，请对照原件补上。",
    "missing-date": "时限不明：原文写作“{fragment}”，不能确定是哪一天，请对照原件补上。",
    "missing-unit": "“{fragment}”后面是空的，请对照原件补上。",
    "open-ended-units": "单位没有列全：原文写作“{fragment}”，“等”字之后的单位请补充。",
    "several-dates": "有不止一个日期：“{fragment}”，登记的是“{taken}”，请核对。",
    "by-calendar": "原文写作“{fragment}”，没有写明哪一天，按本市的日历设置读作 {taken}，请核对。",
    "advertising": "这一行像是网页上的内容，不属于方案，没有读入：“{fragment}”。",
    "unclosed-bracket": "括号没有写完：“{fragment}”，请核对后面的内容。",
    "duplicate-number": "编号重复：“{fragment}”已经出现过，登记时按先后顺序编号。",
}
"""Code → the Chinese sentence; `fragment` is what is printed, `taken` what was registered."""


def warn(code: str, line: int, fragment: str, *, taken: str = "", field: str | None = None) -> Warning:
    """A warning with its sentence; a long fragment is shortened so that the list stays readable."""
    shown = fragment if len(fragment) <= 40 else fragment[:39] + "…"
    return Warning(
        code=code, line=line, message=CODES[code].format(fragment=shown, taken=taken), fragment=fragment, field=field
    )
