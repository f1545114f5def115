"""What somebody typed into a page and has not sent: kept on the server as they type, and when their sign-in ran out before they sent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request

from webapp import database, typed
from webapp.house import house
from workflows.actions import form_drafts
from workflows.actions import sign_in as door
from workflows.forms import Form
from workflows.rules.errors import InvalidInput, Refusal

RESTORED = frozenset({"tasks.act", "verbs.act", "assigning.act", "comments.add"})
"""Addresses whose page, opened again, shows what was kept for it."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a page is filled with instead of its first values."""

    values: dict[str, Any]
    saved_at: datetime


def keep(person: UUID, path: str) -> bool:
    """Keep the fields of this request for the page at `path`; False where they are too many."""
    fields = [(name, text) for name, texts in typed.items().items() for text in texts]
    real = house().clock.real()
    return form_drafts.keep_draft(database.session(), person_id=person, path=path, fields=fields, real=real)


def drop(person: UUID, path: str) -> None:
    """Forget what was kept for the page at `path`."""
    form_drafts.drop_draft(database.session(), person_id=person, path=path)


def keep_of_lapsed(token: str) -> bool:
    """Keep a form whose sender's sign-in ran out while they wrote; whether it was kept. Only they will see it, after signing in again."""
    if request.method != "POST" or request.endpoint not in RESTORED:
        return False
    person = door.lapsed(database.session(), token=token, at=house().clock.real())
    return person is not None and keep(person, request.path)


@contextmanager
def kept_when_refused(person: UUID) -> Iterator[None]:
    """Keep what was typed where the whole is refused for a reason that is no field's: the page, opened again, still has it."""
    try:
        yield
    except InvalidInput:
        raise
    except Refusal:
        database.undo()
        keep(person, request.path)
        database.let_go()
        raise


def kept_text(person: UUID, name: str) -> str:
    """The same for a page with one field of its own."""
    draft = form_drafts.kept_draft(database.session(), person_id=person, path=request.path)
    return draft.values().get(name, [""])[0] if draft else ""


def kept(form: Form, person: UUID) -> Kept | None:
    """What this person typed on this page and has not sent. None where there is nothing, or the form has changed so that it fits no longer."""
    draft = form_drafts.kept_draft(database.session(), person_id=person, path=request.path)
    if draft is None:
        return None
    try:
        return Kept(values=form.read(draft.values()), saved_at=draft.saved_at)
    except InvalidInput:
        return None
