"""The difference between a plan as it was accepted and a later version of it, problem by problem and field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflows.plans.comparing.likeness import likeness, pairs, plain
from workflows.plans.comparing.matching import matched
from workflows.plans.reading import Deadline, MeasureReading, ProblemReading

KINDS = ("unchanged", "changed", "added", "gone", "doubtful")
TEXTS = ("number", "area", "text", "target", "responsible_persons", "progress")
UNITS = ("responsible_units", "lead_units", "participating_units", "supervising_units")
FIELDS = (*TEXTS[:4], "measures", *UNITS, "responsible_persons", "deadline", "progress")
"""The fields in which two versions are compared, in the order in which a person reads them."""
FIELD_WORDS = {
    "number": "编号", "area": "方面", "text": "问题", "target": "整改目标", "measures": "整改措施", "responsible_units": "责任单位",
    "lead_units": "牵头单位", "participating_units": "配合单位", "supervising_units": "督导单位", "responsible_persons": "责任人",
    "deadline": "整改时限", "progress": "整改进展",
}  # fmt: skip
SAME_MEASURE = 0.5


@dataclass(frozen=True)
class Change:
    """A field that says something else. For a measure `key` tells which; `before` or `after` is empty where there was or is none.

    `old` and `new` are places of measures from 0, None for whole fields and where there is none.
    """

    field: str
    before: str
    after: str
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True)
class Row:
    """A problem of the accepted plan, of the revised one, or of both. `likeness` of their texts, from 0 to 1."""

    kind: str  # one of KINDS
    old: ProblemReading | None
    new: ProblemReading | None
    likeness: float
    changes: tuple[Change, ...]
    old_at: int | None
    new_at: int | None

    @property
    def key(self) -> str:
        """What a decision about the row names it by; stable as long as the two versions are."""
        return "-".join(str(at) if at is not None else "x" for at in (self.old_at, self.new_at))


@dataclass(frozen=True)
class Difference:
    """All rows: those of the revised plan in its order, then those that are gone."""

    rows: tuple[Row, ...]

    def count(self, kind: str) -> int:
        """How many rows are of a kind."""
        return sum(row.kind == kind for row in self.rows)

    @property
    def empty(self) -> bool:
        """Whether both versions say the same."""
        return all(row.kind == "unchanged" for row in self.rows)


def difference(old: Sequence[ProblemReading], new: Sequence[ProblemReading]) -> Difference:
    """What a later version says otherwise than the accepted one."""
    pairs_by_new = {pair.new: pair for pair in matched(old, new)}
    rows = []
    for at, problem in enumerate(new):
        pair = pairs_by_new.get(at)
        if pair is None:
            rows.append(Row("added", None, problem, 0.0, (), None, at))
            continue
        changes = changes_of(old[pair.old], problem)
        kind = "doubtful" if pair.doubtful else "changed" if changes else "unchanged"
        rows.append(Row(kind, old[pair.old], problem, pair.likeness, changes, pair.old, at))
    kept = {pair.old for pair in pairs_by_new.values()}
    rows += [Row("gone", problem, None, 0.0, (), at, None) for at, problem in enumerate(old) if at not in kept]
    return Difference(tuple(rows))


def changes_of(old: ProblemReading, new: ProblemReading) -> tuple[Change, ...]:
    """The fields of one problem that say something else. Blanks and the width of characters are no change."""
    return tuple(change for field in FIELDS for change in _field(field, old, new))


def _field(field: str, old: ProblemReading, new: ProblemReading) -> Iterator[Change]:
    if field == "measures":
        yield from _measures(old.measures, new.measures)
        return
    before, after = (said(problem, field) for problem in (old, new))
    same = set(before.split("\n")) == set(after.split("\n")) if field in UNITS else _same(before, after)
    if not same:
        yield Change(field, before, after)


def said(problem: ProblemReading, field: str) -> str:
    """A field's words as a person compares them: units one per line, a deadline with the day it was read as."""
    if field in UNITS:
        return "\n".join(getattr(problem, field))
    if field == "deadline":
        return deadline_words(problem.deadline)
    return getattr(problem, field) or ""


def deadline_words(deadline: Deadline | None) -> str:
    """2026年底（2026-12-31）; a day alone where it was printed so."""
    if deadline is None:
        return ""
    day = deadline.date.isoformat() if deadline.date else ""
    return f"{deadline.raw}（{day}）" if day and day != deadline.raw else deadline.raw


def measure_words(measure: MeasureReading) -> str:
    """A measure with its own deadline behind it, where its words do not say it already."""
    due = measure.deadline
    if due is None or due.raw in measure.text:
        return measure.text
    return f"{measure.text}〔{deadline_words(due)}〕"


def _same(before: str, after: str) -> bool:
    return before == after or "".join(before.split()) == "".join(after.split())


def _measures(old: Sequence[MeasureReading], new: Sequence[MeasureReading]) -> Iterator[Change]:
    """Measures by their words: the same, alike, else added or gone."""
    left = list(range(len(old)))
    found: dict[int, int] = {}
    for at, measure in enumerate(new):
        same = next((place for place in left if _same(old[place].text, measure.text)), None)
        if same is not None:
            found[at] = same
            left.remove(same)
    counted = {place: pairs(plain(old[place].text)) for place in left}
    for at, measure in enumerate(new):
        if at not in found and (place := _most_alike(measure, counted)) is not None:
            found[at] = place
            del counted[place]
    for at, measure in enumerate(new):
        origin = found.get(at)
        before = measure_words(old[origin]) if origin is not None else ""
        if not _same(before, after := measure_words(measure)) or not before:
            yield Change("measures", before, after, origin, at)
    yield from (Change("measures", measure_words(old[place]), "", place, None) for place in counted)


def _most_alike(measure: MeasureReading, among: dict[int, Counter[str]]) -> int | None:
    own = pairs(plain(measure.text))
    ranked = sorted(((likeness(own, counted), -place) for place, counted in among.items()), reverse=True)
    return -ranked[0][1] if ranked and ranked[0][0] >= SAME_MEASURE else None
