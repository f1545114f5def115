"""Two kinds of text that are still text: what a person wrote, and a sentence that remembers what it was made from.

Both are strings and behave as such everywhere. They matter where a page is shown in another language: what a person wrote is never
translated, even where it reads like one of our labels, and a sentence is translated by its template, not by guessing at its words.
"""

from __future__ import annotations

from collections.abc import Mapping


class Written(str):
    """Text that came out of a column people write into: a name, a title, an opinion."""

    __slots__ = ()


class Phrase(str):
    """A sentence filled in: `template` with `{name}` for each of `fields`."""

    __slots__ = ("fields", "template")

    template: str
    fields: Mapping[str, object]


def phrase(template: str, fields: Mapping[str, object]) -> Phrase:
    """Fill a template. A field that is missing is shown as a dash, so that an old record never becomes unreadable."""
    said = Phrase(template.format_map(_Dashes(fields)))
    said.template, said.fields = template, fields
    return said


class _Dashes(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "—"
