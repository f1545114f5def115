"""Keeping what must be read again out of the database's plain sight: a copy of the database alone opens none of it.

The key follows from the site's own secret, which lies in a file beside the database and in no backup that leaves the house unencrypted.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.settings import Settings
from workflows.rules.errors import Refusal

PURPOSE = b"xiaohao: addresses and secrets of endpoints"


class SealBroken(Refusal):
    """保存的地址和密钥打不开：本站的密钥（data 目录下的 secret）换过了。请重新填写这个端点的地址和密钥。
    What was sealed cannot be opened: the site's secret has changed. Enter address and secret of this endpoint again.
    """

    code = "seal-broken"


def seal(settings: Settings, text: str) -> str:
    """The text, readable only with the site's secret."""
    return _fernet(settings).encrypt(text.encode()).decode("ascii")


def opened(settings: Settings, sealed: str) -> str:
    """What was sealed. Raises SealBroken."""
    try:
        return _fernet(settings).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as problem:
        raise SealBroken from problem


def _fernet(settings: Settings) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(settings.secret_key().encode())
    return Fernet(base64.urlsafe_b64encode(key))
