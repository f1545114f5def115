"""A register as JSON: what a careful clerk fills in, key by key, and nothing about places. Also how a register is kept beside its plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from workflows.plans.errors import PlanUnreadable
from workflows.plans.exchange.layout import UNITS
from workflows.plans.exchange.rows import entries_of
from workflows.plans.reading import Deadline, Json, MeasureReading, Number, ProblemReading

FORMAT = "xiaohao-register-1"
_TEXTS = ("area", "target", "responsible_persons", "progress", "number_raw")
T = TypeVar("T")


def plain_of(problem: ProblemReading) -> dict[str, Json]:
    """The values of a problem without its places; measures with their own units."""
    plain = problem.to_json()
    for key in ("line", "place", "found", "indicators"):
        del plain[key]
    plain["measures"] = [{**measure.to_json(), "units": list(measure.units)} for measure in problem.measures]
    return plain


def as_json(title: str | None, problems: Sequence[ProblemReading]) -> bytes:
    """The whole register, indented so that a person can read it. Raises Unwritable for characters no other format could hold."""
    for problem in problems:
        for _ in entries_of(problem):
            pass
    whole = {"format": FORMAT, "title": title, "problems": [plain_of(problem) for problem in problems]}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def register_of(data: bytes) -> tuple[str | None, tuple[ProblemReading, ...]]:
    """The title and the problems of a JSON register, also of what `xiaohao plan read --json` prints.

    Raises PlanUnreadable, with the problem and the key, for JSON that is damaged or says something else.
    """
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as broken:
        raise _refused("整个文件", "不是完整的 JSON，请重新导出", "the whole file", "damaged JSON") from broken
    problems = whole.get("problems") if isinstance(whole, dict) else None
    if not isinstance(problems, list) or not problems:
        raise _refused("problems", "没有问题的列表", "problems", "no list of problems")
    title = whole.get("title")
    return title if isinstance(title, str) else None, problems_of(problems)


def problems_of(listed: Iterable[object]) -> tuple[ProblemReading, ...]:
    """The problems of plain values. Raises PlanUnreadable as `register_of`."""
    return tuple(_problem(_Values(plain, f"第 {at} 个问题", f"problem {at}")) for at, plain in enumerate(listed, 1))


class _Values:
    """The values of one JSON object, each asked for with the kind it must have."""

    def __init__(self, plain: object, where: str, english: str) -> None:
        self.where, self.english = where, english
        if not isinstance(plain, Mapping):
            raise _refused(where, "应是一个对象", english, "must be an object")
        self.plain: Mapping[str, Any] = plain

    def text(self, key: str) -> str:
        return self._of(key, str, "") or ""

    def flag(self, key: str) -> bool:
        return bool(self._of(key, bool, False))

    def texts(self, key: str) -> tuple[str, ...]:
        listed = self._of(key, list, [])
        if not all(isinstance(each, str) for each in listed or ()):
            raise self._wrong(key)
        return tuple(listed or ())

    def day(self, key: str) -> date | None:
        printed = self.text(key)
        try:
            return date.fromisoformat(printed) if printed else None
        except ValueError:
            raise self._wrong(key) from None

    def each(self, key: str, make: Callable[[_Values], T]) -> tuple[T, ...]:
        listed = self._of(key, list, [])
        return tuple(make(_Values(each, f"{self.where}的 {key}", f"{self.english}, {key}")) for each in listed or ())

    def maybe(self, key: str, make: Callable[[_Values], T]) -> T | None:
        plain = self.plain.get(key)
        return None if plain is None else make(_Values(plain, f"{self.where}的 {key}", f"{self.english}, {key}"))

    def _of(self, key: str, kind: type[T], empty: T) -> T | None:
        value = self.plain.get(key, empty)
        if value is not None and not isinstance(value, kind):
            raise self._wrong(key)
        return value

    def _wrong(self, key: str) -> PlanUnreadable:
        return _refused(
            f"{self.where}的 {key}", "不是这一栏应有的内容", f"{self.english}, {key}", "not a value of this key"
        )


def _problem(values: _Values) -> ProblemReading:
    if not values.text("number").strip():
        raise _refused(f"{values.where}的 number", "没有编号", f"{values.english}, number", "no number")
    return ProblemReading(
        number=values.text("number"),
        line=0,
        text=values.text("text"),
        numbers=values.each("numbers", lambda each: Number(level=each.text("level"), value=each.text("value"))),
        measures=values.each("measures", _measure),
        deadline=values.maybe("deadline", _deadline),
        **{key: values.text(key) or None for key in _TEXTS},  # type: ignore[arg-type]  # the keys are those of texts
        **{part: values.texts(part) for part in UNITS},  # type: ignore[arg-type]  # the keys are those of lists
    )


def _measure(values: _Values) -> MeasureReading:
    return MeasureReading(
        text=values.text("text"), line=0, deadline=values.maybe("deadline", _deadline), units=values.texts("units")
    )


def _deadline(values: _Values) -> Deadline:
    return Deadline(
        raw=values.text("raw"),
        date=values.day("date"),
        long_term=values.flag("long_term"),
        immediate=values.flag("immediate"),
    )


def _refused(where: str, why: str, where_english: str, why_english: str) -> PlanUnreadable:
    return PlanUnreadable(what="JSON 清单", where=where, why=why, where_english=where_english, why_english=why_english)
