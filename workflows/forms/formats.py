"""The one format forms use, checked strictly: the standard library also reads week dates and dates without hyphens."""

from __future__ import annotations

import re
from datetime import date

from jsonschema import FormatChecker

FORMATS = FormatChecker(formats=())
YEARS = range(2000, 2100)
"""A day outside is a slip of the pen: no inspection is older, and no deadline is further away."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@FORMATS.checks("date")
def is_day(value: object) -> bool:
    """Whether a text is a day of this century written 2026-12-31; other types are judged by `type`."""
    if not isinstance(value, str):
        return True
    if not _DAY.fullmatch(value):
        return False
    try:
        return date.fromisoformat(value).year in YEARS
    except ValueError:
        return False
