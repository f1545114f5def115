"""Bring the catalogue up to date with the texts of the site: new ones are added, those that are gone are dropped, the English is kept."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from webapp.language.catalogue import FILE, missing, read
from webapp.language.sources import messages
from webapp.language.texts import only_marks

BEGUN = datetime(2026, 11, 22, tzinfo=UTC)
"""A fixed date in the head of the file: two people who add texts on the same day do not meet there."""

HEAD = "# The pages in English. ./run words brings this file up to date; see CONTRIBUTING.md."


def main() -> int:
    """Write the file anew and tell what still needs English; 1 when something does."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    entries = read() if FILE.exists() else {}
    with FILE.open("wb") as file:
        write_po(file, renewed(entries), width=120, sort_output=False, omit_header=False)
    left = missing(read().keys() | wanted().keys(), read())
    for message in left:
        sys.stdout.write(f"没有英文：{message}\n")
    sys.stdout.write(f"{len(wanted())} 条，{len(left)} 条没有英文：{FILE.name}\n")
    return 1 if left else 0


def renewed(entries: dict[str, str]) -> Catalog:
    """The texts of the site in the order of their files, with the English there is."""
    catalogue = Catalog(locale="en", fuzzy=False, creation_date=BEGUN, revision_date=BEGUN, header_comment=HEAD)
    for message, places in wanted().items():
        catalogue[message] = Message(message, entries.get(message, ""), locations=[(place, 0) for place in places])
    return catalogue


def wanted() -> dict[str, list[str]]:
    """Each message with the files it stands in; punctuation alone needs no entry."""
    found: dict[str, list[str]] = {}
    for message, place in messages():
        if not only_marks(message) and place not in found.setdefault(message, []):
            found[message].append(place)
    return found


if __name__ == "__main__":
    sys.exit(main())
