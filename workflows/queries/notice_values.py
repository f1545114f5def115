"""Public notices, as the page of a problem is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """A public notice and the objections to it (who, text, answered?)."""

    id: UUID
    title: str
    opens_on: date
    closes_on: date
    words: str
    objections: tuple[str, ...] = ()
    published_in: str = ""
    """Where it was published, if not by this site: nobody objects to it here."""
    link: str = ""
    warning: str = ""
    """Where the length it claims is not the length it has."""
