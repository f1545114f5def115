"""What counts as text that needs another language, and how a placeholder in it is written.

A message is keyed by its Chinese. `{name}` stands for what is filled in, `<a>…</a>` for an element inside a sentence. The English may
put them in another order and may say more about a placeholder:

- `{box:w}` — the value is one of our own words and is looked up in its turn; without it a value is data and stays as it is;
- `{days:n}` — the value is a number, and a sentence in which something else stands there is not this one;
- `{month:month}` — the number of a month, written as its name; `{month:mon}` in three letters, for a narrow place;
- `{days|day|days}` — the first word for one, the second for any other number.
"""

from __future__ import annotations

import re
from collections import Counter

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Characters that do not stand on an English page: Han, and the full-width marks around them."""
PLACEHOLDER = re.compile(r"\{(?P<name>\w+)(?::(?P<kind>w|n|month|mon)|\|(?P<one>[^{}|]*)\|(?P<many>[^{}|]*))?\}")
MONTHS = {"month": "LLLL", "mon": "LLL"}
"""How a month is written, as Babel says it."""
ELEMENT = re.compile(r"<(?P<closing>/?)(?P<tag>[a-z]+\d*)>")
MARKS = str.maketrans(
    {
        "，": ", ",
        "。": ". ",
        "；": "; ",
        "：": ": ",
        "、": ", ",
        "（": " (",
        "）": ")",
        "“": "“",
        "《": "“",
        "》": "”",
        "【": "[",
        "】": "] ",
        "　": " ",
    }
)


def is_text(piece: str) -> bool:
    """Whether there is something to say in another language."""
    return bool(CHINESE.search(piece))


def only_marks(message: str) -> bool:
    """Whether a message holds nothing but placeholders and punctuation: its English needs no entry."""
    return is_text(message) and not HAN.search(PLACEHOLDER.sub("", message))


def marks_in_english(message: str) -> str:
    """A message of punctuation alone, with the marks English uses; what it strings together are our own words."""
    return PLACEHOLDER.sub(r"{\g<name>:w}", message).translate(MARKS)


def placeholders(message: str) -> set[str]:
    """The names that are filled in."""
    return {found["name"] for found in PLACEHOLDER.finditer(message)}


def elements(message: str) -> list[str]:
    """The elements of a message, opened and closed, in the order of the alphabet."""
    return sorted(found.group() for found in ELEMENT.finditer(message))


class Names:
    """Gives each thing that is filled in a name of its own: `name`, `name_2` …"""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def __call__(self, wanted: str) -> str:
        """The next free name."""
        self._given[wanted] += 1
        count = self._given[wanted]
        return wanted if count == 1 else f"{wanted}_{count}"
