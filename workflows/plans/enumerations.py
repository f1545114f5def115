"""Lists inside a text: 1、…2、… or 一是…二是… on one line, or one entry per line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflows.plans.han import both
from workflows.plans.marks import Level, mark_of
from workflows.plans.numerals import figures, half_width

_INSIDE = both(
    r"(?:(?<=[。；;：:！!])|(?<=\s)|^)\s*(?:(?P<item>[0-9]{1,2})(?:、|[.．](?!\d)|[.．](?=(?:19|20)\d{2}\s*年))|(?P<half>[0-9]{1,2})[)）]|[（(](?P<sub>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)]"
    r"|(?P<circled>[①-⑳])|(?P<spoken>[一二三四五六七八九十]{1,3})是)\s*"
)


_SPOKEN = re.compile(r"[一二三四五六七八九十]{1,3}是")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a list, without its number, and its line."""

    text: str
    line: int
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Passage:
    """Printed words of a list, the line they stand on, and the group (row, bracket) they belong to."""

    line: int
    text: str
    group: int = 0


def entries_of(passages: tuple[Passage, ...]) -> tuple[Entry, ...]:
    """The entries of a list. A line without a number goes on with the entry before it, unless it stands in another row."""
    entries: list[Entry] = []
    row = 0
    for each in passages:
        pieces = split_run(each.text)
        own = frozenset({each.group})
        if entries and pieces and not _numbered(each.text) and (each.group in (row, each.line)):
            last = entries[-1]
            entries[-1] = Entry(text=f"{last.text}\n{pieces[0]}", line=last.line, groups=last.groups | own)
            pieces = pieces[1:]
        row = each.group
        entries += [Entry(text=piece, line=each.line, groups=own) for piece in pieces]
    return tuple(entries)


def split_run(text: str) -> list[str]:
    """Split 1、甲。2、乙。 into its entries. Only numbers of one kind that count up from 1 (or go on from the opening one) divide."""
    if (
        (mark := mark_of(text))
        and mark.level in (Level.ITEM, Level.SUBITEM, Level.AREA, Level.CHAPTER)
        and not _counting(text)
    ):
        return [text[mark.end :].strip()] if text[mark.end :].strip() else []
    cuts = _counting(text)
    if not cuts:
        alone = text.strip()
        spoken = _SPOKEN.match(alone)
        alone = alone[spoken.end() :] if spoken else alone
        return [alone] if alone else []
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    head = text[: cuts[0][0]].strip()
    pieces = [text[behind:end].strip() for (_, behind), end in zip(cuts, ends, strict=True)]
    return [piece for piece in [head, *pieces] if piece]


def _numbered(text: str) -> bool:
    mark = mark_of(text)
    return bool(mark and mark.level is not Level.PROBLEM) or bool(_counting(text)) or bool(_SPOKEN.match(text))


def _counting(text: str) -> list[tuple[int, int]]:
    """Where the list's numbers stand (start, end); empty unless at least two of one kind count 1, 2, …"""
    by_kind: dict[str, list[tuple[int, int]]] = {}
    for match in _INSIDE.finditer(half_width(text)):
        kind = match.lastgroup or ""
        found = by_kind.setdefault(kind, [])
        if _value(match) == len(found) + 1:
            found.append((match.start(), match.end()))
    runs = [found for found in by_kind.values() if len(found) >= 2]
    return min(runs, key=lambda found: found[0]) if runs else []


def _value(match: re.Match[str]) -> int | None:
    if circled := match["circled"]:
        return ord(circled) - ord("①") + 1
    return figures(match["item"] or match["half"] or match["sub"] or match["spoken"] or "")
