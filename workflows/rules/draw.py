"""The random audit's draw: a pure function of a frozen list and a seed, so that an outsider can repeat it.

Every candidate puts its lots into the urn; a lot's rank is SHA-256 of `seed|digest of the frozen list|candidate|number of the lot`, and a
candidate goes by its lowest. Taking the lowest ranks is drawing lots one by one without putting back: who has three lots is three times as
likely to be next, exactly, with whole numbers only. No generator, no floating point: any language gives the same result.
`webapp/static/recompute_draw.py` is a second implementation for outsiders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from workflows.rules.canonical import canonical, digest_of

METHOD = "xiaohao-draw-1"
HIGH, NORMAL = "high", "normal"
RISKS: Mapping[str, str] = {HIGH: "重点", NORMAL: "一般"}
MOST_LOTS = 10


@dataclass(frozen=True, kw_only=True)
class DrawRule:
    """How many are taken. Percentages are rounded up over the whole list, and down within each unit, which is taken from first."""

    percent: int
    """Of the problems of normal risk, 1 to 100."""
    percent_high: int
    """Of the problems of high risk, 1 to 100."""
    per_unit: int
    """At least so many of each responsible unit, as far as it has them."""
    minimum: int
    """At least so many in all."""
    auditors: int
    """How many auditors each drawn problem gets; the first one leads."""
    lots_per_return: int
    """Further lots for each time the problem was returned."""

    def lots(self, returns: int) -> int:
        """The lots of a problem that was returned so often: 1 to 10."""
        return min(MOST_LOTS, 1 + self.lots_per_return * returns)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A problem in the frozen list. `unit` is its first responsible unit, `barred` the auditors who may not check it."""

    id: str
    number: str
    unit: str
    risk: str
    lots: int
    barred: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Auditor:
    """Somebody who can be drawn to check, under the code of this draw (see `auditor_code`)."""

    id: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """Everything that is published before the seed exists. Moments are ISO text, because the digest covers them as written."""

    draw: str
    list: str
    rule: DrawRule
    candidates: tuple[Candidate, ...]
    auditors: tuple[Auditor, ...]
    seed_source: str
    seed_at: str
    frozen_at: str
    method: str = METHOD

    def plain(self) -> dict[str, object]:
        """As it stands in the published file."""
        return asdict(self)

    def digest(self) -> str:
        """SHA-256 of the canonical JSON text, 64 hexadecimal characters."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return digest_of(canonical(self.plain()))


@dataclass(frozen=True, kw_only=True)
class Result:
    """The problems drawn, lowest rank first, and the auditors of each, the leading one first (empty where everybody is barred)."""

    drawn: tuple[str, ...]
    auditors: Mapping[str, tuple[str, ...]]

    def plain(self) -> dict[str, object]:
        """As it stands in the published file."""
        return {"drawn": list(self.drawn), "auditors": {key: list(each) for key, each in self.auditors.items()}}


def auditor_code(draw_id: str, person_id: str) -> str:
    """The name of a person in one draw: fixed beforehand, checkable by whoever knows the person's id, telling a stranger nothing."""
    return digest_of(f"{draw_id}|{person_id}")[:16]


def plain_seed(text: str) -> str:
    """A public number as it is drawn with: its ASCII digits and letters, in capitals.

    With spaces and signs left in, whoever types it could choose among many spellings the one that suits.
    """
    return "".join(each for each in text if each.isascii() and each.isalnum()).upper()


def draw(frozen: Frozen, seed: str) -> Result:
    """Draw problems, then auditors. Raises ValueError for an empty list or one that names somebody twice: that is no draw."""
    _require_a_list(frozen)
    rank = _ranking(frozen, seed)
    order = sorted(frozen.candidates, key=lambda each: _best_lot(each, rank))
    taken = _problems(order, frozen.rule)
    drawn = tuple(each for each in order if each.id in taken)
    return Result(drawn=tuple(each.id for each in drawn), auditors=_auditors(frozen, drawn, rank))


def substitutes(frozen: Frozen, seed: str, candidate_id: str, gone: Sequence[str]) -> list[str]:
    """Who steps in where a drawn auditor cannot come: the others who may check this problem, by the ranks of the same draw."""
    candidate = next(each for each in frozen.candidates if each.id == candidate_id)
    rank = _ranking(frozen, seed)
    free = [each.id for each in frozen.auditors if each.id not in candidate.barred and each.id not in gone]
    return sorted(free, key=lambda code: rank(candidate_id, code))


def _require_a_list(frozen: Frozen) -> None:
    for ids in ([each.id for each in frozen.candidates], [each.id for each in frozen.auditors]):
        if len(set(ids)) != len(ids):
            raise ValueError("the list must name every candidate and every auditor exactly once")
    if not frozen.candidates:
        raise ValueError("nothing can be drawn from an empty list")


def _ranking(frozen: Frozen, seed: str) -> Callable[..., str]:
    base = f"{seed}|{frozen.digest()}"
    return lambda *parts: hashlib.sha256("|".join((base, *map(str, parts))).encode()).hexdigest()


def _best_lot(candidate: Candidate, rank: Callable[..., str]) -> str:
    return min(rank(candidate.id, number) for number in range(1, candidate.lots + 1))


def _problems(order: Sequence[Candidate], rule: DrawRule) -> set[str]:
    """Fill up every group to its due, in the order of the ranks: units by risk, units, risks, all."""
    percents = {HIGH: rule.percent_high, NORMAL: rule.percent}
    units = sorted({each.unit for each in order})
    taken: set[str] = set()

    def fill(group: list[Candidate], due: int) -> None:
        waiting = [each.id for each in group if each.id not in taken]
        taken.update(waiting[: max(0, due - (len(group) - len(waiting)))])

    for unit in units:
        for risk, percent in percents.items():
            group = [each for each in order if (each.unit, each.risk) == (unit, risk)]
            fill(group, len(group) * percent // 100)
    for unit in units:
        fill([each for each in order if each.unit == unit], rule.per_unit)
    for risk, percent in percents.items():
        group = [each for each in order if each.risk == risk]
        fill(group, -(-len(group) * percent // 100))
    fill(list(order), rule.minimum)
    return taken


def _auditors(frozen: Frozen, drawn: Sequence[Candidate], rank: Callable[..., str]) -> dict[str, tuple[str, ...]]:
    """For each drawn problem in turn those with the fewest problems so far, among equals by rank; never somebody barred."""
    load = {each.id: 0 for each in frozen.auditors}
    found: dict[str, tuple[str, ...]] = {}
    for candidate in drawn:
        free = [code for code in load if code not in candidate.barred]
        free.sort(key=lambda code: (load[code], rank(candidate.id, code)))
        found[candidate.id] = tuple(free[: frozen.rule.auditors])
        for code in found[candidate.id]:
            load[code] += 1
    return found
