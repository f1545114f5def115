"""One-time codes from a shared key and the time: what an authenticator app on a telephone shows.

Source: RFC 4226 and RFC 6238 with the values every app understands: HMAC-SHA-1, six digits, a new code every 30 seconds. A step more or less
is accepted, because telephones go wrong by some seconds; a code works once.
"""

from __future__ import annotations

import base64
import hmac
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
KEY_BYTES = 20
DRIFT = 1
RECOVERY_CODES = 10


def code(key: bytes, step: int) -> str:
    """The six digits of one step of time."""
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    at = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(at: datetime) -> int:
    """The step of time an instant lies in."""
    return int(at.timestamp()) // SECONDS


def matching_step(key: bytes, given: str, *, at: datetime, after: int) -> int | None:
    """The step whose code was typed, later than `after` (the last one used); None when none near `at` fits."""
    now = step_of(at)
    digits = "".join(given.split())
    near = range(max(now - DRIFT, after + 1), now + DRIFT + 1)
    fits = [step for step in near if hmac.compare_digest(code(key, step).encode(), digits.encode())]
    return fits[0] if fits else None


def in_letters(key: bytes) -> str:
    """The key as it is typed where no picture can be read: base 32 in groups of four."""
    letters = base64.b32encode(key).decode().rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address(key: bytes, *, login: str, site: str) -> str:
    """What the picture says to the app (the `otpauth` address, as Google Authenticator wrote it down)."""
    asked = {"secret": in_letters(key).replace(" ", ""), "issuer": site, "digits": str(DIGITS), "period": str(SECONDS)}
    return f"otpauth://totp/{quote(site)}:{quote(login)}?{urlencode(asked, quote_via=quote)}"
