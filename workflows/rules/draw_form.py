"""What the office types to freeze, draw, withdraw and replace: read with every fault at once, each with a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.draw import DrawRule, plain_seed
from workflows.rules.errors import FieldProblem, InvalidInput

LONGEST_WAIT = timedelta(days=60)
"""A seed further away than this leaves the cases standing; freeze later instead."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """A whole number of the rule: its label, hint, limits and what the form proposes."""

    label: str
    hint: str
    low: int
    high: int
    proposed: int


RULE_FIELDS: Mapping[str, Bounds] = {
    "percent_high": Bounds(label="重点问题抽查比例（%）", hint="1 到 100，向上取整", low=1, high=100, proposed=50),
    "percent": Bounds(label="一般问题抽查比例（%）", hint="1 到 100，向上取整", low=1, high=100, proposed=20),
    "per_unit": Bounds(label="每个责任单位至少", hint="0 到 50 个；不够的全部抽取", low=0, high=50, proposed=1),
    "minimum": Bounds(label="总数至少", hint="1 到 1000 个；不够的全部抽取", low=1, high=1000, proposed=1),
    "auditors": Bounds(label="每个问题的抽查人数", hint="1 到 5 人，任何一人可以办理", low=1, high=5, proposed=1),
    "lots_per_return": Bounds(label="每被退回一次加放几支签", hint="0 到 3；0 表示机会均等", low=0, high=3, proposed=1),
}


@dataclass(frozen=True, kw_only=True)
class Freezing:
    """The rule with the public event that will give the seed, and when."""

    rule: DrawRule
    seed_source: str
    seed_at: datetime


def read_freezing(values: Mapping[str, str], *, at: datetime) -> Freezing:
    """The form as it was filled in at `at`. Raises InvalidInput with every field that must be corrected."""
    problems: list[FieldProblem] = []
    numbers = {name: _number(name, values.get(name, ""), problems) for name in RULE_FIELDS}
    label = "种子来源"
    source = _text(values.get("seed_source", ""), "seed_source", label, 8, 200, problems)
    seed_at = _moment(values.get("seed_at", ""), at, problems)
    if problems or seed_at is None:
        raise InvalidInput(problems)
    return Freezing(rule=DrawRule(**numbers), seed_source=source, seed_at=seed_at)


def read_seed(values: Mapping[str, str]) -> str:
    """The seed in its plain spelling, typed twice because it cannot be corrected afterwards. Raises InvalidInput."""
    problems: list[FieldProblem] = []
    typed = unicodedata.normalize("NFKC", _text(values.get("seed", ""), "seed", "公布的号码", 1, 200, problems))
    seed = plain_seed(typed)
    if not problems and not seed:
        message = "“公布的号码”里没有数字或字母，请照公布的号码填写。"
        problems.append(FieldProblem(field="seed", label="公布的号码", message=message))
    if not problems and plain_seed(unicodedata.normalize("NFKC", values.get("seed_again", ""))) != seed:
        message = "两次填写的号码不一样。抽取后不能更正，请照公布的号码逐位核对。"
        problems.append(FieldProblem(field="seed_again", label="再填一次", message=message))
    if problems:
        raise InvalidInput(problems)
    return seed


def read_reason(values: Mapping[str, str]) -> str:
    """Why a list is withdrawn or an auditor replaced. Raises InvalidInput."""
    problems: list[FieldProblem] = []
    reason = _text(values.get("reason", ""), "reason", "原因", 4, 1000, problems)
    if problems:
        raise InvalidInput(problems)
    return reason


def _number(name: str, typed: str, problems: list[FieldProblem]) -> int:
    bounds, typed = RULE_FIELDS[name], typed.strip()
    if typed.isascii() and typed.isdigit() and bounds.low <= int(typed[:9]) <= bounds.high:
        return int(typed[:9])
    message = f"“{bounds.label}”请填写 {bounds.low} 到 {bounds.high} 的整数。"
    problems.append(FieldProblem(field=name, label=bounds.label, message=message))
    return bounds.low


def _text(typed: str, name: str, label: str, shortest: int, longest: int, problems: list[FieldProblem]) -> str:
    text = " ".join(typed.split())
    if not shortest <= len(text) <= longest:
        message = f"请填写“{label}”，{shortest} 到 {longest} 字。"
    elif not text.isprintable():
        message = f"“{label}”里有看不见的字符，请重新输入，不要粘贴。"
    else:
        return text
    problems.append(FieldProblem(field=name, label=label, message=message))
    return text


def _moment(typed: str, at: datetime, problems: list[FieldProblem]) -> datetime | None:
    """A moment as `datetime-local` sends it, in the city's time, after `at` and not too far away."""
    try:
        moment = datetime.strptime(typed.strip()[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=CITY_ZONE)
    except ValueError:
        message = "请选择号码公布的日期和时间，例如 2026 年 11 月 24 日 21:15。"
    else:
        if at < moment <= at + LONGEST_WAIT:
            return moment
        message = f"“号码公布时间”应晚于现在、在 {LONGEST_WAIT.days} 天以内：号码已经产生的，不能再用来抽查。"
    problems.append(FieldProblem(field="seed_at", label="号码公布时间", message=message))
    return None
