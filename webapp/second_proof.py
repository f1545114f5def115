"""What ties second proofs to this installation: the secret their keys are sealed with, and the name the app shows."""

from __future__ import annotations

import hashlib
import hmac

from webapp import database
from webapp.house import house
from webapp.settings import Settings
from workflows.queries import settings as kept


def sealing_of(settings: Settings) -> bytes:
    """32 bytes from the site's secret, for this purpose alone."""
    return hmac.digest(settings.secret_key().encode(), b"second factor", hashlib.sha256)


def sealing() -> bytes:
    """The same for the application that serves the present request."""
    return sealing_of(house().settings)


def site_name() -> str:
    """What stands beside the code on the telephone."""
    return f"销号 {kept.read(database.session(), 'city.name')}"
