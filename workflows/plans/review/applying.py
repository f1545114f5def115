"""Decisions applied to a reading, one after the other. The same reading and decisions always give the same review."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from workflows.plans.reading import PlanReading
from workflows.plans.review.beginning import Beginning, beginning_of
from workflows.plans.review.cutting import added, divided, united
from workflows.plans.review.doubting import concerned, unit_doubts
from workflows.plans.review.lines import lines_outside
from workflows.plans.review.mending import mended
from workflows.plans.review.refusals import NoSuchDoubt, NoSuchProblem, NotALineToAdd, NotALineToSplitAt
from workflows.plans.review.taking import enlarged
from workflows.plans.review.undoing import live, new_key
from workflows.plans.review.values import LEFT, MENDED, OPEN, RIGHT, Decision, Doubt, Entry, Review
from workflows.plans.seasons import Seasons


def review_of(reading: PlanReading, decisions: Sequence[Decision], names: Mapping[str, UUID]) -> Review:
    """The review as it stands. `names` are the full and short names of the city's units.

    Raises NoSuchProblem, NoSuchDoubt, NotALineToSplitAt, NotALineToAdd where a decision cannot be applied: none is written that cannot.
    """
    work = _Work(beginning_of(reading))
    for decision in live(decisions):
        work.take(decision)
    entries = tuple(work.entries[key] for key in work.order)
    matches = {raw: unit for raw, (unit, _) in work.matches.items()}
    units = unit_doubts(entries, names, work.matches, work.settled)
    known = {each.id for each in units}
    if unknown := [each for each in work.settled if each.startswith("u:") and each not in known]:
        # the words were mended away since; what was decided about them stands in the list of decisions
        work.settled = {each: how for each, how in work.settled.items() if each not in unknown}
    doubts = [*work.doubts.values(), *units]
    return Review(
        reading=reading,
        entries=entries,
        dropped=tuple(work.dropped),
        doubts=tuple(sorted(doubts, key=_rank)),
        matches=matches,
        outside=lines_outside(reading, entries, work.dropped),
        rev=decisions[-1].seq if decisions else 0,
    )


_SEVERE = ("missing-date", "missing-year", "missing-number", "missing-unit", "open-ended-units", "unmatched-unit")
"""What keeps a value from being registered at all comes before what may be right as it is."""


def _rank(doubt: Doubt) -> tuple[int, int]:
    return (_SEVERE.index(doubt.code) if doubt.code in _SEVERE else len(_SEVERE), doubt.line)


def _seasons(body: Mapping[str, Any]) -> Seasons:
    """Those of the city when the step was taken: a setting of next year changes no review. A step of before they were kept has the usual ones."""
    printed = body.get("seasons")
    return Seasons.of(printed) if printed else Seasons()


class _Work:
    """The review while decisions are taken in."""

    def __init__(self, beginning: Beginning) -> None:
        self.beginning = beginning
        self.entries: dict[str, Entry] = dict(beginning.entries)
        self.order: list[str] = list(beginning.entries)
        self.dropped: list[Entry] = []
        self.doubts: dict[str, Doubt] = dict(beginning.doubts)
        self.settled: dict[str, tuple[str, int]] = {}  # a unit's doubt → how it was settled, and by which decision
        self.matches: dict[str, tuple[UUID | None, int]] = {}

    def take(self, decision: Decision) -> None:
        """Apply one decision."""
        steps: Mapping[str, Callable[[Decision, Mapping[str, Any]], None]] = {
            "set": self._set,
            "settle": self._settle,
            "match": self._match,
            "split": self._split,
            "merge": self._merge,
            "add": self._add,
            "take": self._take_in,
            "drop": self._drop,
        }
        steps[decision.kind](decision, decision.body)

    def _entry(self, key: object) -> Entry:
        if key not in self.entries:
            raise NoSuchProblem()
        return self.entries[str(key)]

    def _put(self, entry: Entry, seq: int) -> None:
        self.entries[entry.key] = replace(entry, rev=seq)

    def _set(self, decision: Decision, body: Mapping[str, Any]) -> None:
        entry, name = self._entry(body["problem"]), str(body["field"])
        for doubt in self._of(entry.key):
            if doubt.state == OPEN and concerned(doubt, name, entry.problem):
                self.doubts[doubt.id] = replace(doubt, state=MENDED, seq=decision.seq)
        problem = mended(entry.problem, name, body["value"])
        decided = {**entry.decided, name: decision.seq}
        self._put(replace(entry, problem=problem, decided=decided), decision.seq)

    def _settle(self, decision: Decision, body: Mapping[str, Any]) -> None:
        how = RIGHT if body["how"] == RIGHT else LEFT
        for name in body["doubts"]:
            if str(name).startswith("u:"):
                self.settled[str(name)] = (how, decision.seq)
                continue
            if name not in self.doubts:
                raise NoSuchDoubt()
            self.doubts[name] = replace(self.doubts[name], state=how, seq=decision.seq)

    def _match(self, decision: Decision, body: Mapping[str, Any]) -> None:
        self.matches[str(body["raw"])] = (UUID(body["unit"]) if body["unit"] else None, decision.seq)

    def _split(self, decision: Decision, body: Mapping[str, Any]) -> None:
        entry, line = self._entry(body["problem"]), int(body["line"])
        if line not in entry.lines[1:] or self._shared(line, entry.key):
            raise NotALineToSplitAt(line=line)
        upper, lower, doubts = divided(entry, line, new_key(decision.seq), self.beginning.source, _seasons(body))
        self._put(upper, decision.seq)
        self._put(lower, decision.seq)
        self.order.insert(self.order.index(entry.key) + 1, lower.key)
        self._give(entry.key, lower.key, lambda doubt: doubt.line >= line)
        self.doubts |= {doubt.id: doubt for doubt in doubts}

    def _merge(self, decision: Decision, body: Mapping[str, Any]) -> None:
        kept, other = self._entry(body["problem"]), self._entry(body["other"])
        if kept.key == other.key:
            raise NoSuchProblem()
        whole, doubts = united(kept, other, decision.seq)
        self._put(whole, decision.seq)
        del self.entries[other.key]
        self.order.remove(other.key)
        self._give(other.key, kept.key, lambda _: True)
        self.doubts |= {doubt.id: doubt for doubt in doubts}

    def _add(self, decision: Decision, body: Mapping[str, Any]) -> None:
        lines = self._free(int(body["first"]), int(body["last"]))
        number, seasons = str(len(self.order) + 1), _seasons(body)
        entry = added(new_key(decision.seq), lines, self.beginning.source, number=number, seasons=seasons)
        self._put(entry, decision.seq)
        starts = [self.entries[key].lines[0] for key in self.order]
        self.order.insert(bisect_left(starts, lines[0]), entry.key)
        self._claim(lines, entry.key)

    def _take_in(self, decision: Decision, body: Mapping[str, Any]) -> None:
        entry, name = self._entry(body["problem"]), str(body["field"])
        lines = self._free(int(body["first"]), int(body["last"]))
        whole = enlarged(entry, name, lines, self.beginning.source, decision.seq)
        for doubt in self._of(entry.key):
            if doubt.state == OPEN and concerned(doubt, name, entry.problem):
                self.doubts[doubt.id] = replace(doubt, state=MENDED, seq=decision.seq)
        self._put(whole, decision.seq)
        self._claim(lines, entry.key)

    def _free(self, first: int, last: int) -> list[int]:
        """The lines of a passage. Raises NotALineToAdd when there are none, or a problem has one of them."""
        lines = [line for line in self.beginning.source if first <= line <= last]
        if not lines:
            raise NotALineToAdd(first=first, last=last, why="原文里没有这些行")
        taken = {line: entry for entry in self.entries.values() for line in entry.lines}
        if held := next((taken[line] for line in lines if line in taken), None):
            raise NotALineToAdd(
                first=first, last=last, why=f"其中有问题 {held.problem.number} 的内容，请先拆分那个问题"
            )
        return lines

    def _claim(self, lines: Sequence[int], key: str) -> None:
        """Doubts about lines of no problem go to the one that has them now."""
        for doubt in list(self._of(None)):
            if doubt.line in lines:
                self.doubts[doubt.id] = replace(doubt, problem=key)

    def _drop(self, decision: Decision, body: Mapping[str, Any]) -> None:
        entry = self._entry(body["problem"])
        del self.entries[entry.key]
        self.order.remove(entry.key)
        self.dropped.append(replace(entry, reason=str(body["reason"]), rev=decision.seq))
        for doubt in list(self._of(entry.key)):
            if doubt.state == OPEN:
                self.doubts[doubt.id] = replace(doubt, state=MENDED, seq=decision.seq)

    def _of(self, key: str | None) -> list[Doubt]:
        return [doubt for doubt in self.doubts.values() if doubt.problem == key]

    def _give(self, key: str, to: str, which: Callable[[Doubt], bool]) -> None:
        for doubt in self._of(key):
            if which(doubt):
                self.doubts[doubt.id] = replace(doubt, problem=to)

    def _shared(self, line: int, key: str) -> bool:
        """Whether another problem has the line too: a merged cell beside several rows."""
        return any(line in entry.lines for other, entry in self.entries.items() if other != key)
