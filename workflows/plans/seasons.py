"""Deadlines that name a season instead of a day: 2025年供暖季前. Which day that is, each city sets; no plan says it, so it is always flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from workflows.plans.dates import Found, Kind
from workflows.plans.han import both, simplified

_DAY = re.compile(r"(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])")
_ALIASES = {
    "采暖季": "供暖季", "供暖期": "供暖季", "采暖期": "供暖季", "供热季": "供暖季", "供热期": "供暖季", "冬季供暖": "供暖季", "冬季取暖": "供暖季",
    "主汛期": "汛期", "雨季": "汛期",
}  # fmt: skip
_NAMES = "供暖季|采暖季|供暖期|采暖期|供热季|供热期|冬季供暖|冬季取暖|主汛期|汛期|雨季"
_TERM = both(
    rf"(?:(?P<year>(?:19|20)[0-9]{{2}})\s*年(?:度)?(?:冬季)?\s*)?(?P<name>{_NAMES})(?:到来|开始|来临)?(?:之|以)?前"
)


@dataclass(frozen=True)
class Seasons:
    """The first day of each season as (month, day). The defaults are common in the north and no law: a city sets its own."""

    starts: Mapping[str, tuple[int, int]] = field(default_factory=lambda: {"供暖季": (11, 15), "汛期": (6, 1)})

    @classmethod
    def of(cls, printed: Mapping[str, str]) -> Seasons:
        """From a city's setting, {"供暖季": "11-15"}. Raises ValueError, in Chinese, for what is no day."""
        starts = {}
        for name, day in printed.items():
            match = _DAY.fullmatch(day.strip())
            if match is None:
                raise ValueError(f"“{name}”的开始日期“{day}”应写作“月-日”，例如 11-15")
            starts[name] = (int(match[1]), int(match[2]))
        return cls(starts)

    def last_day_before(self, name: str, year: int) -> date | None:
        """The day before a season of a year begins; None for a season that is not set."""
        start = self.starts.get(_ALIASES.get(name, name))
        try:
            return date(year, *start) - timedelta(days=1) if start else None
        except ValueError:  # 2-29
            return None


def seasons_in(text: str, seasons: Seasons) -> Iterator[Found]:
    """Deadlines before a season. Without a year they have no day."""
    if "前" not in text:
        return
    for match in _TERM.finditer(text):
        year = int(match["year"]) if match["year"] else None
        day = seasons.last_day_before(simplified(match["name"]), year) if year else None
        yield Found(
            raw=match.group(), start=match.start(), end=match.end(), day=day, kind=Kind.SEASON, before=True, year=year
        )
