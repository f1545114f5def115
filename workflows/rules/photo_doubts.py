"""What to look at twice in a photograph: taken outside the time of the rectification, or without time or place.

A remark, never a refusal: screenshots and scans have neither, and a picture of the place before the work is older than the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days in which a rectification is photographed: from the day the problem was listed to its deadline (None: without one)."""

    begins_on: date
    ends_on: date | None


def doubts(
    *, taken_on: date | None, has_place: bool, uploaded_on: date, period: Period, before: bool
) -> tuple[str, ...]:
    """In words, nothing where all is well. `before`: the picture is said to show the place before the work."""
    if taken_on is None and not has_place:
        return ("照片里没有拍摄时间和地点",)
    found = [_about_time(taken_on, uploaded_on, period, before=before)]
    if not has_place:
        found.append("照片里没有拍摄地点")
    return tuple(each for each in found if each)


def _about_time(taken_on: date | None, uploaded_on: date, period: Period, *, before: bool) -> str:
    if taken_on is None:
        return "照片里没有拍摄时间"
    if taken_on > uploaded_on:
        return "拍摄时间晚于上传时间，相机的时钟可能不准"
    if taken_on < period.begins_on and not before:
        return f"拍摄于列入清单（{_day(period.begins_on)}）以前"
    if period.ends_on is not None and taken_on > period.ends_on:
        return f"拍摄于整改时限（{_day(period.ends_on)}）以后"
    return ""


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def place_words(latitude: float | None, longitude: float | None) -> str:
    """北纬 36.71670°，东经 119.10030°; empty where the place is not known. Five digits are a metre."""
    if latitude is None or longitude is None:
        return ""
    north, east = "北纬" if latitude >= 0 else "南纬", "东经" if longitude >= 0 else "西经"
    return f"{north} {abs(latitude):.5f}°，{east} {abs(longitude):.5f}°"
