"""One spelling for every value that is hashed or compared, so that a digest can be recomputed by anybody."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from uuid import UUID


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces and Chinese kept as it is. Dates, instants (UTC) and UUIDs become strings.

    Raises TypeError for anything else JSON does not know: silence would make a digest that nobody can repeat.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False)


def digest_of(text: str) -> str:
    """SHA-256 of the UTF-8 text, 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"not canonical: {type(value).__name__}")
