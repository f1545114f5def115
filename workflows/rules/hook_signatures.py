"""How an endpoint knows that a call is ours: Standard Webhooks 1.0 (HMAC-SHA256 over id, time and body), and DingTalk's own sign.

Sources: the Standard Webhooks specification, section on signatures; DingTalk's open platform, "custom robot, security settings".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import quote_plus

PREFIX = "whsec_"
SECRET_BYTES = 32


def secret_of(random: bytes) -> str:
    """A secret as it is handed over. `random`: 24 to 64 bytes nobody else knows."""
    return PREFIX + base64.b64encode(random).decode("ascii")


def headers(secrets: Sequence[str], *, identifier: str, seconds: int, body: bytes) -> dict[str, str]:
    """The three headers of a call; one signature for each secret, so that an endpoint can change over in its own time."""
    signed = f"{identifier}.{seconds}.".encode() + body
    marks = (hmac.new(_key(secret), signed, hashlib.sha256).digest() for secret in secrets)
    signature = " ".join("v1," + base64.b64encode(mark).decode("ascii") for mark in marks)
    return {"webhook-id": identifier, "webhook-timestamp": str(seconds), "webhook-signature": signature}


def dingtalk_query(secret: str, *, milliseconds: int) -> str:
    """What is added to a DingTalk robot's address: its time stamp and sign."""
    mark = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return f"timestamp={milliseconds}&sign={quote_plus(base64.b64encode(mark))}"


def _key(secret: str) -> bytes:
    """The bytes of a secret; ValueError for one that is not ours."""
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError as problem:
        raise ValueError("not a secret") from problem
