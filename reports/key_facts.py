"""What a certificate says of itself, for the register of keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509

from reports import trust
from reports.keys import SigningKey
from reports.refusals import KeyUnusable


@dataclass(frozen=True, kw_only=True)
class KeyFacts:
    """The certificate in PEM (its chain behind it), its SHA-256, whose it is, how long it holds."""

    certificate: str
    fingerprint: str
    subject: str
    valid_from: datetime
    valid_until: datetime


def of_certificate(source: Path | bytes) -> KeyFacts:
    """Raises Unreadable for what is no certificate."""
    return _facts(trust.certificates(source))


def of_key(key: SigningKey) -> KeyFacts:
    """Raises KeyUnusable when the key cannot be opened, or has no certificate."""
    with key.opened() as signer:
        if signer.signing_cert is None:
            raise KeyUnusable(where="", why="没有附带证书")
        return _facts([signer.signing_cert])


def _facts(found: list[x509.Certificate]) -> KeyFacts:
    own = found[0]
    return KeyFacts(
        certificate="".join(pem.armor("CERTIFICATE", each.dump()).decode() for each in found),
        fingerprint=own.sha256.hex(),
        subject=trust.label(own.subject),
        valid_from=own.not_valid_before,
        valid_until=own.not_valid_after,
    )
