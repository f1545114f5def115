"""Whom a signature may lead to, and which certificates are called back.

A certificate counts as revoked when a list signed by its issuer names it, however old that list is, or when the register of
this house says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from reports import rare_names
from reports.refusals import CertificateRefused
from reports.revoked import Revoked
from reports.wording import chinese_instant
from workflows.rules.errors import Unreadable

rare_names.install()
_MALFORMED = Exception  # libraries handed a forged certificate raise what they like
_USES = {"non_repudiation"}


@dataclass(frozen=True, kw_only=True)
class Trust:
    """Certificates that are trusted and revocation lists (files, or their PEM or DER content), and what the register calls back."""

    roots: tuple[Path | bytes, ...] = ()
    crls: tuple[Path | bytes, ...] = ()
    revoked: tuple[Revoked, ...] = ()

    def certificates(self) -> list[x509.Certificate]:
        """Raises Unreadable when a root is no certificate."""
        return [found for root in self.roots for found in certificates(root)]

    def lists(self) -> list[bytes]:
        """The revocation lists in DER. Raises Unreadable."""
        return [_list(source) for source in self.crls]

    def context(
        self, at: datetime, more: Iterable[x509.Certificate] = (), lists: Iterable[bytes] = ()
    ) -> ValidationContext:
        """What pyHanko validates against, at the instant `at`, without asking the network; `more` certificates, `lists` of more."""
        known = [crl.CertificateList.load(data) for data in (*self.lists(), *lists)]
        return ValidationContext(
            trust_roots=self.certificates(), other_certs=list(more), crls=known, moment=at, allow_fetching=False,
            revocation_mode="soft-fail", retroactive_revinfo=True,
        )  # fmt: skip

    def revocation(
        self, certificate: x509.Certificate, issuers: Iterable[x509.Certificate] = (), lists: Iterable[bytes] = ()
    ) -> datetime | None:
        """Since when the certificate is called back, None while it is not. `lists` are more lists, `issuers` more certificates."""
        own = [each.at for each in self.revoked if each.fingerprint == certificate.sha256.hex()]
        known = [*self.certificates(), *issuers]
        told = [when for data in (*self.lists(), *lists) if (when := _named(data, certificate, known))]
        return min([*own, *told], default=None)


def certificates(source: Path | bytes) -> list[x509.Certificate]:
    """The certificates of a PEM or DER file. Raises Unreadable when it holds none."""
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
        found = [x509.Certificate.load(der) for der in _parts(data)]
        for each in found:
            each.subject.native  # noqa: B018  # asn1crypto parses lazily: make a wrong file fail here
    except (OSError, ValueError, TypeError) as problem:
        raise Unreadable(what="受信任的根证书", where=_where(source), why="不是 X.509 证书文件") from problem
    return found


def require_good(
    certificate: x509.Certificate, *, trust: Trust, at: datetime, others: Sequence[x509.Certificate] = ()
) -> None:
    """Raises CertificateRefused, saying why, for a certificate that is expired, revoked, or from nobody who is trusted."""
    require_in_force(certificate, trust=trust, at=at, others=others)
    try:
        validator = CertificateValidator(certificate, others, validation_context=trust.context(at, others))
        asyncio.run(validator.async_validate_usage(_USES))  # type: ignore[no-untyped-call]  # the library leaves it untyped
    except (PathError, ValidationError, ValueError) as problem:
        why = f"不是由受信任的机构签发，或用途不符（签发者：{label(certificate.issuer)}）"
        raise CertificateRefused(who=label(certificate.subject), why=why) from problem


def require_in_force(
    certificate: x509.Certificate, *, trust: Trust, at: datetime, others: Iterable[x509.Certificate] = ()
) -> None:
    """Raises CertificateRefused outside the certificate's validity and after its revocation."""
    who = label(certificate.subject)
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        first, until = chinese_instant(certificate.not_valid_before), chinese_instant(certificate.not_valid_after)
        raise CertificateRefused(who=who, why=f"在签署时间不在有效期内（有效期{first}至{until}）")
    since = trust.revocation(certificate, others)
    if since is not None and since <= at:
        raise CertificateRefused(who=who, why=f"已于{chinese_instant(since)}吊销")


def label(name: x509.Name) -> str:
    """The organisation, with the common name where that says more."""
    native = name.native
    organisation, common = str(native.get("organization_name", "")), str(native.get("common_name", ""))
    if not organisation or organisation == common:
        return common or "未知"
    return f"{organisation}（{common}）" if common else organisation


def belongs(
    certificate: x509.Certificate, beside: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> bool:
    """Whether a certificate found beside a signer's is a link of a chain: it issued one of them, and is issued by whom it names.

    Nothing else may stand there, because what stands there is signed by nobody but its issuer.
    """
    if not any(_issued(each, certificate) for each in beside):
        return False
    named = [each for each in (*beside, *roots) if each.subject.dump() == certificate.issuer.dump()]
    return not named or any(_issued(certificate, each) for each in named)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        pyca.load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(
            pyca.load_der_x509_certificate(issuer.dump())
        )
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _named(data: bytes, certificate: x509.Certificate, issuers: Iterable[x509.Certificate]) -> datetime | None:
    """When the list revoked the certificate; None when it does not, or is not signed by the certificate's issuer."""
    try:
        entries = pyca.load_der_x509_crl(data)
        found = entries.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if found is None or not any(_signed(entries, each) for each in issuers if each.subject == certificate.issuer):
            return None
        return found.revocation_date_utc
    except _MALFORMED:
        return None


def _signed(entries: pyca.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    key: Any = pyca.load_der_x509_certificate(issuer.dump()).public_key()
    return entries.issuer.public_bytes() == issuer.subject.dump() and entries.is_signature_valid(key)


def _list(source: Path | bytes) -> bytes:
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
        (der,) = _parts(data)
        pyca.load_der_x509_crl(der)
    except (OSError, ValueError, TypeError) as problem:
        raise Unreadable(what="证书吊销列表", where=_where(source), why="不是 X.509 吊销列表文件") from problem
    return bytes(der)


def _parts(data: bytes) -> list[bytes]:
    return [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]


def _where(source: Path | bytes) -> str:
    return source.name if isinstance(source, Path) else "内存"
