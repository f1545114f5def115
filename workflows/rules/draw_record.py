"""The published file of a draw: how it is read from untrusted JSON, and whether it is what it says it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from workflows.rules.canonical import canonical
from workflows.rules.draw import (
    METHOD,
    MOST_LOTS,
    RISKS,
    Auditor,
    Candidate,
    DrawRule,
    Frozen,
    draw,
    plain_seed,
    substitutes,
)
from workflows.rules.errors import Unreadable

MOST_CANDIDATES = 20_000
MOST_AUDITORS = 500


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing a file was held against: did it hold, and in words."""

    holds: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What became of the checks; `result` is the recomputed one as canonical JSON, empty without a seed."""

    checks: tuple[Check, ...]
    result: str

    @property
    def holds(self) -> bool:
        """Whether everything held."""
        return all(each.holds for each in self.checks)


def read_record(text: str) -> object:
    """The JSON of a file. Raises Unreadable for text that is none."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _unreadable("全文", "不是 JSON，或者文件不完整") from None


def read_frozen(value: object) -> Frozen:
    """The frozen part of a file. Raises Unreadable, naming the place, for anything a draw cannot have."""
    part = _mapping(value, "frozen")
    if part.get("method") != METHOD:
        raise _unreadable("frozen.method", f"只认识“{METHOD}”这种抽取方法")
    rule = _mapping(part.get("rule"), "frozen.rule")
    texts = {name: _text(part, name, "frozen") for name in ("draw", "list", "seed_source", "seed_at", "frozen_at")}
    frozen = Frozen(
        **texts,
        rule=DrawRule(**{each.name: _number(rule, each.name, "frozen.rule", 0, 1000) for each in fields(DrawRule)}),
        candidates=tuple(_each(part, "candidates", _candidate, MOST_CANDIDATES)),
        auditors=tuple(_each(part, "auditors", _auditor, MOST_AUDITORS)),
    )
    for name, ids in (("candidates", [c.id for c in frozen.candidates]), ("auditors", [a.id for a in frozen.auditors])):
        if len(set(ids)) != len(ids):
            raise _unreadable(f"frozen.{name}", "有重复的编号")
    if not frozen.candidates:
        raise _unreadable("frozen.candidates", "名单是空的")
    return frozen


def verify(record: object, *, seed: str | None = None) -> Verification:
    """Recompute a published file. `seed` replaces the one it names (or stands in for the one that has not come yet).

    Raises Unreadable for what is not such a file.
    """
    part = _mapping(record, "文件")
    frozen = read_frozen(part.get("frozen"))
    given = seed or part.get("seed") or ""
    if not isinstance(given, str):
        raise _unreadable("seed", "应是文字")
    given = plain_seed(given)
    same = _spelt(part.get("frozen")) == canonical(frozen.plain()) and part.get("digest") == frozen.digest()
    checks = [_check(same, "名单、规则和种子来源与公布的摘要相符", "名单、规则或种子来源被改动过，与公布的摘要不符")]
    checks.append(_order(frozen, part.get("drawn_at")))
    if not given:
        return Verification(checks=tuple(checks), result="")
    result = canonical(draw(frozen, given).plain())
    if part.get("result") is not None:
        agrees = result == _spelt(part["result"])
        checks.append(_check(agrees, "重新计算的结果与文件逐字相同", "重新计算的结果与文件不同"))
        checks += _replacements(frozen, given, part.get("replacements"))
    return Verification(checks=tuple(checks), result=result)


def _spelt(value: object) -> str:
    """The canonical text; empty for what no draw holds: numbers JSON cannot tell (1e999), endless nesting."""
    try:
        return canonical(value)
    except (ValueError, RecursionError):
        return ""


def _check(holds: bool, yes: str, no: str) -> Check:
    return Check(holds=holds, words=yes if holds else no)


def _order(frozen: Frozen, drawn_at: object) -> Check:
    """Frozen, then the seed, then the draw."""
    moments = [frozen.frozen_at, frozen.seed_at, *([drawn_at] if drawn_at is not None else [])]
    try:
        parsed = [datetime.fromisoformat(str(each)) for each in moments]
        right = parsed[0] < parsed[1] and parsed[1:] == sorted(parsed[1:])
    except (TypeError, ValueError):  # no moment, or one without its time zone
        right = False
    return _check(right, "先冻结名单，后产生种子，再抽取", "时间次序不对：应先冻结名单，后产生种子，再抽取")


def _replacements(frozen: Frozen, seed: str, value: object) -> list[Check]:
    """Who stepped in must be next by rank; who was named by the office because nobody was left is only allowed then."""
    if not value:
        return []
    if not isinstance(value, list):
        raise _unreadable("replacements", "应是一个列表")
    lineup = {key: list(each) for key, each in draw(frozen, seed).auditors.items()}
    gone: dict[str, list[str]] = {key: [] for key in lineup}
    right = all(_step(frozen, seed, _mapping(each, "replacements"), lineup, gone) for each in value)
    return [_check(right, "抽查人员的更换依照原抽签名次", "抽查人员的更换没有依照原抽签名次")]


def _step(
    frozen: Frozen, seed: str, change: Mapping[str, Any], lineup: dict[str, list[str]], gone: dict[str, list[str]]
) -> bool:
    problem, leaves, comes = (str(change.get(name)) for name in ("problem", "leaves", "comes"))
    if problem not in lineup:
        return False
    present = lineup[problem]
    gone[problem].append(leaves)
    waiting = substitutes(frozen, seed, problem, [*present, *gone[problem]])
    lineup[problem] = [each for each in present if each != leaves] + [comes]
    return comes == waiting[0] if waiting else change.get("named") is True


def _candidate(value: object, where: str) -> Candidate:
    part = _mapping(value, where)
    barred = part.get("barred")
    if not isinstance(barred, list) or not all(isinstance(each, str) for each in barred):
        raise _unreadable(f"{where}.barred", "应是编号的列表")
    if part.get("risk") not in RISKS:
        raise _unreadable(f"{where}.risk", "应是 high 或 normal")
    texts = {name: _text(part, name, where) for name in ("id", "number", "unit", "risk")}
    return Candidate(**texts, lots=_number(part, "lots", where, 1, MOST_LOTS), barred=tuple(barred))


def _auditor(value: object, where: str) -> Auditor:
    part = _mapping(value, where)
    return Auditor(id=_text(part, "id", where), unit=_text(part, "unit", where))


def _each(part: Mapping[str, Any], name: str, read: Callable[[object, str], Any], most: int) -> list[Any]:
    rows = part.get(name)
    if not isinstance(rows, list) or len(rows) > most:
        raise _unreadable(f"frozen.{name}", f"应是不超过 {most} 项的列表")
    return [read(row, f"frozen.{name} 第 {place} 项") for place, row in enumerate(rows, start=1)]


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _unreadable(where, "应是一组有名称的值")
    return value


def _text(part: Mapping[str, Any], name: str, where: str) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not _encodes(value):
        raise _unreadable(f"{where}.{name}", "应是文字")
    return value


def _no_number(name: str) -> object:
    raise ValueError(name)


def _encodes(value: str) -> bool:
    return not any("\ud800" <= each <= "\udfff" for each in value)


def _number(part: Mapping[str, Any], name: str, where: str, low: int, high: int) -> int:
    value = part.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise _unreadable(f"{where}.{name}", f"应是 {low} 到 {high} 的整数")
    return value


def _unreadable(where: str, why: str) -> Unreadable:
    return Unreadable(what="抽查文件", where=where, why=why)
