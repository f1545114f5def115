"""The catalogue: Chinese → English, read once from the `.po` file, and how a sentence put together in Python is found in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from webapp.language.texts import HAN, PLACEHOLDER, marks_in_english, only_marks

FILE = Path(__file__).parents[1] / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PAGES = ("webapp/templates/", "webapp/static/")


@dataclass(frozen=True)
class Found:
    """A message that fits a sentence, and what stands in its places."""

    english: str
    values: Mapping[str, object]


class Catalogue:
    """English by Chinese. A message without an entry is not known; one of punctuation alone needs none."""

    def __init__(self, entries: Mapping[str, str], apart: Collection[str] = ()) -> None:
        """`apart`: messages that stand in templates and scripts alone, so that no sentence of Python can be made from them."""
        self.entries = entries
        self._sentences = _Sentences({message: said for message, said in entries.items() if message not in apart})

    def text(self, message: str) -> str | None:
        """The English of a message, with its placeholders."""
        return self.entries.get(message) or (marks_in_english(message) if only_marks(message) else None)

    def sentence(self, said: str) -> Found | None:
        """The message that a finished sentence was made from: word for word, else the one whose fixed words all stand in it."""
        exact = self.entries.get(said)
        return Found(exact, {}) if exact else self._sentences.find(said)


class _Sentences:
    """The messages with placeholders, by the character they begin or end with, those that say most first.

    A message without fixed words fits anything, and is known only where a `Phrase` names it.
    """

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._by_edge: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
        for message in sorted(entries, key=_weight, reverse=True):
            if entries[message] and PLACEHOLDER.search(message) and _weight(message):
                self._by_edge[_edge(message)].append((_pattern(message, entries[message]), entries[message]))

    def find(self, said: str) -> Found | None:
        for key in (f"^{said[:1]}", f"{said[-1:]}$", ""):
            for pattern, english in self._by_edge.get(key, ()):
                if found := pattern.fullmatch(said):
                    return Found(english, found.groupdict())
        return None


def _weight(message: str) -> int:
    return len(HAN.findall(PLACEHOLDER.sub("", message)))


def _edge(message: str) -> str:
    first, last = PLACEHOLDER.match(message), message.endswith("}")
    if not first:
        return f"^{message[0]}"
    return "" if last else f"{message[-1]}$"


def _pattern(message: str, english: str) -> re.Pattern[str]:
    numbers = {
        found["name"]
        for found in PLACEHOLDER.finditer(english)
        if found["kind"] in ("n", "month") or found["one"] is not None
    }
    parts, at = [], 0
    for place in PLACEHOLDER.finditer(message):
        parts.append(re.escape(message[at : place.start()]))
        parts.append(f"(?P<{place['name']}>{r'-?[0-9][0-9.,]*' if place['name'] in numbers else '.*?'})")
        at = place.end()
    return re.compile("".join([*parts, re.escape(message[at:])]), re.S)


def read(path: Path = FILE) -> dict[str, str]:
    """The entries of a catalogue file; raises OSError when it is not there. Doubtful (fuzzy) ones do not count."""
    return {message: said for message, (said, _) in _read(path).items()}


def _read(path: Path) -> dict[str, tuple[str, bool]]:
    """Each message with its English, and whether it stands in pages alone."""
    with path.open("rb") as file:
        known = [each for each in read_po(file) if each.id and not each.fuzzy]
    return {
        str(each.id): (str(each.string), all(place.startswith(PAGES) for place, _ in each.locations)) for each in known
    }


@cache
def english() -> Catalogue:
    """The catalogue of this installation."""
    found = _read(FILE)
    entries = {message: said for message, (said, _) in found.items()}
    return Catalogue(entries, {message for message, (_, alone) in found.items() if alone})


def missing(messages: Iterable[str], entries: Mapping[str, str]) -> list[str]:
    """The messages that have no English."""
    return [message for message in messages if not entries.get(message) and not only_marks(message)]
