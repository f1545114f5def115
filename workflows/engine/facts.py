"""What a case may know: small plain values under plain names.

Facts are copied along every step of a case and stored with it, so what people write belongs in tables. A form
of 100 KB copied through 20 returns made a state of 30 MB; a key `typename` made a stored case unreadable for
the library's own format.
"""

from __future__ import annotations

import re

from workflows.engine.errors import FactRefused
from workflows.engine.values import Fact, Facts

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
RESERVED = frozenset({"typename"})
LONGEST = 500
LARGEST = 2**53


def is_fact_name(name: str) -> bool:
    """Whether a diagram, a form or the application may call a fact so: lower-case letters, digits, underscore."""
    return NAME.fullmatch(name) is not None and name not in RESERVED


def checked(facts: Facts) -> dict[str, Fact]:
    """A copy of the facts that may be stored. Raises FactRefused for a name or value that may not."""
    for name, value in facts.items():
        _check_name(name)
        _check_value(name, value)
    return dict(facts)


def _check_name(name: object) -> None:
    if not isinstance(name, str) or not is_fact_name(name):
        raise FactRefused(
            name=str(name)[:80],
            why="名称须以小写字母开头，只含小写字母、数字和下划线，不超过 64 个字符，且不能是 typename",
            why_english="its name must match [a-z][a-z0-9_]{0,63} and not be typename",
        )


def _check_value(name: str, value: object) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        _check_number(name, value)
    elif isinstance(value, str):
        _check_text(name, value)
    else:
        raise FactRefused(
            name=name,
            why="只能是真假、整数、短文本或空；日期和时刻请写成 ISO 文本",
            why_english=f"{type(value).__name__} is neither bool, int, str nor None",
        )


def _check_number(name: str, value: int) -> None:
    if abs(value) > LARGEST:
        raise FactRefused(name=name, why="整数太大", why_english="the number is beyond 2**53")


def _check_text(name: str, value: str) -> None:
    if len(value) > LONGEST:
        raise FactRefused(
            name=name,
            why=f"文本有 {len(value)} 个字，超过 {LONGEST} 个字；长文本应存入案卷，不应放进流程",
            why_english=f"{len(value)} characters, over the limit of {LONGEST}",
        )
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise FactRefused(name=name, why="文本含有残缺的字符", why_english="the text holds half a character")
