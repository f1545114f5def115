"""One request, one session, one commit. A request that only asks (GET) gets a session that cannot write, and so waits for nobody who does.

The commit stands where a view has returned and before the answer leaves (`App.dispatch_request`), so that a failing commit is still an
error page. Whatever raises is rolled back by `webapp.errors`: a refusal leaves nothing behind.
"""

from __future__ import annotations

from datetime import datetime

from flask import g, request
from flask import session as form_session
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.house import house
from webapp.language import Bilingual

ASKING = frozenset({"GET", "HEAD", "OPTIONS"})


class App(Bilingual):
    """Flask in two languages, with the one commit at its door."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, then commit what it did; raises what the view or the commit raises.

        What the view announced for the next page is taken back when the commit fails: it did not happen, and the browser
        would throw away its draft.
        """
        answer = super().dispatch_request()
        if "session" in g:
            try:
                g.session.commit()
            except Exception:
                form_session.pop("_flashes", None)
                raise
        return answer


def session() -> Session:
    """The database session of this request, opened at first use: a page that needs none takes no connection."""
    if "session" not in g:
        g.session = house().readers() if request.method in ASKING else house().sessions()
    current: Session = g.session
    return current


def now() -> datetime:
    """The city's time, the same for everything that happens in one request."""
    if "now" not in g:
        g.now = house().clock.now(session())
    at: datetime = g.now
    return at


def let_go() -> None:
    """Commit what was done so far, so that nobody waits for this request while it reads a slow line; it goes on in a new transaction."""
    if "session" in g:
        g.session.commit()


def undo() -> None:
    """Drop what this request has changed so far, when a page is to be shown again instead of an error."""
    if "session" in g:
        g.session.rollback()


def close(_problem: BaseException | None) -> None:
    """Give the connection back; an uncommitted change is gone."""
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()
