"""Showing where a text answers: the words that were looked for, marked in the text as it was written, and not as it was compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflows.queries.search_values import Marked
from workflows.records.search import FOLDS
from workflows.rules.texts import Written

BEFORE, SHOWN = 24, 110
"""Characters of an excerpt before the first word found, and in all."""


def marked(text: str, terms: Sequence[str]) -> Marked:
    """The whole text in parts."""
    return tuple(_parts(text, 0, len(text), _spans(text, terms)))


def excerpt(text: str, terms: Sequence[str]) -> Marked:
    """The part around the first word found, on one line; its beginning where the words stand elsewhere."""
    spans = _spans(text, terms)
    start = max(0, spans[0][0] - BEFORE) if spans else 0
    end = min(len(text), start + SHOWN)
    parts = [(Written(part.replace("\n", " ")), hit) for part, hit in _parts(text, start, end, spans)]
    return (*([("…", False)] if start else ()), *parts, *([("…", False)] if end < len(text) else ()))


def _spans(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where the terms stand, from and to, in order and without overlap."""
    places, compared = _compared(text)
    found = sorted((places[at], places[at + len(term) - 1] + 1) for term in terms for at in _all(compared, term))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _compared(text: str) -> tuple[list[int], str]:
    """The text as it was compared, and where each of its characters came from: one that is written may become several, or none."""
    places: list[int] = []
    out: list[str] = []
    for place, char in enumerate(text):
        for each in FOLDS[ord(char)]:
            if not each.isspace():
                places.append(place)
                out.append(each)
    return places, "".join(out)


def _all(compared: str, term: str) -> Iterator[int]:
    at = compared.find(term)
    while at >= 0:
        yield at
        at = compared.find(term, at + len(term))


def _parts(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    at = start
    for first, last in spans:
        if last <= at or first >= end:
            continue
        if first > at:
            yield Written(text[at:first]), False
        yield Written(text[max(at, first) : min(last, end)]), True
        at = min(last, end)
    if at < end:
        yield Written(text[at:end]), False
