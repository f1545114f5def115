"""How long a public notice runs, and whether the length it claims is the length it has.

Lengths seen in published notices: 3, 5, 10 working days; 7, 8, 10 calendar days. The day after opening is the first day counted. One published
notice claimed 10 working days for a span that held 4, so a claimed length is always counted again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from workflows.rules.work_calendar import WorkCalendar, unknown_words

MOST_DAYS = 60
UNITS = {"working": "个工作日", "calendar": "天"}


@dataclass(frozen=True, kw_only=True)
class NoticeSpan:
    """First and last day of a notice, both counted, and a warning where a year's holidays are unknown (empty: none)."""

    opens_on: date
    closes_on: date
    days: int
    calendar: str
    warning: str = ""

    @property
    def words(self) -> str:
        """The span as it is printed."""
        return f"{_printed(self.opens_on)}至{_printed(self.closes_on)}，共{self.days}{UNITS[self.calendar]}"


def notice_span(opened_on: date, days: int, calendar: str, known: WorkCalendar) -> NoticeSpan:
    """The span of a notice opened on a day. `calendar` is working or calendar; days 1–60.

    Raises ValueError outside these bounds: a diagram that asks for them is refused at its deployment.
    """
    if calendar not in UNITS or not 1 <= days <= MOST_DAYS:
        raise ValueError(f"cannot count {days} {calendar} days")
    if calendar == "calendar":
        opens, closes = opened_on + timedelta(days=1), opened_on + timedelta(days=days)
        return NoticeSpan(opens_on=opens, closes_on=closes, days=days, calendar=calendar)
    counted = list(islice(known.working_days_after(opened_on), days))
    opens, closes = counted[0], counted[-1]
    return NoticeSpan(
        opens_on=opens, closes_on=closes, days=days, calendar=calendar, warning=_warning(opens, closes, known)
    )


def claimed_span_warning(
    opens_on: date, closes_on: date, claimed: int, calendar: str, known: WorkCalendar, *, interrupted: bool = False
) -> str:
    """Why a claimed length is not the counted one, as a sentence; empty when they agree.

    A notice that was `interrupted` by an objection and went on may span more days than it claims, never fewer. Where a year is unknown
    the sentence says on what the count rests.
    """
    if closes_on < opens_on:
        return f"公示截止日 {_printed(closes_on)} 早于开始日 {_printed(opens_on)}，请核对日期。"
    counted = known.count(opens_on, closes_on) if calendar == "working" else (closes_on - opens_on).days + 1
    if counted == claimed or (interrupted and counted > claimed):
        return ""
    unit, doubt = UNITS[calendar], _warning(opens_on, closes_on, known) if calendar == "working" else ""
    span = (
        f"{_printed(opens_on)}至{_printed(closes_on)}{'实际只有' if counted < claimed else '实际有'} {counted} {unit}"
    )
    return f"公示写明 {claimed} {unit}，但{span}{f'（{doubt}）' if doubt else ''}，请核对。"


def published_span_warning(opens_on: date, closes_on: date, claimed: int, calendar: str, known: WorkCalendar) -> str:
    """What is to be looked at in a notice published elsewhere: a claimed length that is not the counted one, or a count that rests on a
    year whose holidays nobody entered; empty when neither.
    """
    if warning := claimed_span_warning(opens_on, closes_on, claimed, calendar, known):
        return warning
    doubt = _warning(opens_on, closes_on, known) if calendar == "working" else ""
    return f"{doubt}，公示写明的 {claimed} 个工作日请自行核对。" if doubt else ""


def recounted_words(opens_on: date, closes_on: date, claimed: int, calendar: str, known: WorkCalendar) -> str:
    """The counted length as a paper states it, where it is not the claimed one or cannot be known for sure; empty otherwise."""
    if not published_span_warning(opens_on, closes_on, claimed, calendar, known):
        return ""
    if calendar != "working":
        return f"该期间实为{(closes_on - opens_on).days + 1}天"
    doubt = _warning(opens_on, closes_on, known)
    return f"按工作日历计算为{known.count(opens_on, closes_on)}个工作日{f'，其中{doubt}' if doubt else ''}"


def _warning(opens: date, closes: date, known: WorkCalendar) -> str:
    unknown = unknown_words(known.unknown_years(opens, closes))
    return f"{unknown}，工作日按周一至周五计算" if unknown else ""


def _printed(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def days_left(closes_on: date, interrupted_on: date, calendar: str, known: WorkCalendar) -> int:
    """How many days a notice interrupted on a day still has to run, that day counted again; at least one."""
    counted = known.count(interrupted_on, closes_on) if calendar == "working" else (closes_on - interrupted_on).days + 1
    return max(1, counted)
