"""The bracketed duty part of a measure: （责任单位：…；整改时限：…） or （…牵头，…参与）."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.plans.brackets import Bracket, outer_brackets
from workflows.plans.day_clauses import split_day
from workflows.plans.han import both, simplified
from workflows.plans.labels import labels_in, values
from workflows.plans.prose_duties import last_sentence, names_bodies

_ROLES = {
    "牵头": "lead_units",
    "负责": "responsible_units",
    "主办": "responsible_units",
    "落实": "responsible_units",
    "参与": "participating_units",
    "参加": "participating_units",
    "配合": "participating_units",
    "协办": "participating_units",
    "协助": "participating_units",
    "督导": "supervising_units",
    "督办": "supervising_units",
}
_PART = both(
    rf"(?P<units>.+?)(?:按照?(?:各自)?职责(?:分工)?|分别|分工)?(?P<role>{'|'.join(_ROLES)})(?:落实)?\s*(?:[、，,；;。]\s*|$)"
)
_ENDS = " \t　；;，,、。"
_STOPS = " \t　。；;，,.！!"


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One field named in a bracket, with its words as printed."""

    field: str
    raw: str


@dataclass(frozen=True, kw_only=True)
class Split:
    """A line without its duty parts (`text`), and what they said; `unclosed` holds how a bracket begins that the line never closes."""

    text: str
    duties: tuple[Duty, ...]
    unclosed: str | None = None


def split_duties(line: str) -> Split:
    """Take the duty brackets out of a line. A line without one comes back as it is."""
    kept, duties, position, unclosed = [], [], 0, None
    for bracket in outer_brackets(line):
        found = duties_of(bracket, behind=line[bracket.end :])
        if found:
            kept.append(line[position : bracket.start])
            duties += found
            position = bracket.end
            unclosed = unclosed if bracket.closed else line[bracket.start : bracket.start + 12]
    if not duties and (said := _in_prose(line)):
        return said
    rest = line[position:]
    text = "".join(kept) + (rest if not _only_stops(rest) or not _stopped(kept) else "")
    return Split(text=text.strip() if duties else line, duties=tuple(duties), unclosed=unclosed)


def _in_prose(line: str) -> Split | None:
    """The last sentence as a duty: one body leads, the others are named by what falls to them."""
    if (found := last_sentence(line)) is None:
        return None
    before, sentence = found
    duties = tuple(_by_role(sentence))
    if not any(duty.field != "participating_units" for duty in duties) or not all(names_bodies(d.raw) for d in duties):
        return None
    return Split(text=before.strip(), duties=duties)


def has_duty(line: str) -> bool:
    """Whether the line says in brackets who has to do it."""
    return bool(split_duties(line).duties)


def duties_of(bracket: Bracket, *, behind: str) -> list[Duty]:
    """The duties a bracket names; none when it is an ordinary bracket. Words like 牵头 count only at the end of a line."""
    inner = bracket.inner.strip()
    labels = labels_in(inner)
    if labels and labels[0].start == 0 and (labels[0].end < len(inner) or inner.endswith((":", "："))):
        return list(_labelled(inner))
    return list(_by_role(bracket.inner)) if bracket.closed and _only_stops(behind) else []


def _labelled(inner: str) -> Iterator[Duty]:
    for label, value in values(inner, labels_in(inner)):
        yield Duty(field=label.field, raw=value.strip(_ENDS))


def _by_role(inner: str) -> Iterator[Duty]:
    """Every part must end in a word of duty, else the bracket is an ordinary one: （由市水务局牵头的项目）."""
    words, day = split_day(inner.strip())
    duties, position = [], 0
    while position < len(words):
        match = _PART.match(words, position)
        if match is None:
            return
        duties.append(Duty(field=_ROLES[simplified(match["role"])], raw=match["units"].strip(_ENDS)))
        position = match.end()
    yield from duties
    if duties and day:
        yield Duty(field="deadline", raw=day)


def _only_stops(text: str) -> bool:
    return not text.strip(_STOPS)


def _stopped(kept: list[str]) -> bool:
    return bool(kept) and kept[-1].rstrip().endswith(tuple("。；;！!"))
