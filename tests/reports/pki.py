"""A throw-away public-key infrastructure: a root, people's certificates of every kind, revocation lists, PKCS#12 files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from reports.keys import FileKey

PASSPHRASE = b"test"


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A certificate with its key, and the files they are in."""

    name: str
    key: Any
    certificate: x509.Certificate
    directory: Path

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def certificate_file(self) -> Path:
        return self._file("pem", self.pem)

    @property
    def key_file(self) -> Path:
        return self._file("key", self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    @property
    def file_key(self) -> FileKey:
        """The key as the server would hold it."""
        archive = pkcs12.serialize_key_and_certificates(
            self.name.encode(), self.key, self.certificate, None, BestAvailableEncryption(PASSPHRASE)
        )
        return FileKey(path=self._file("p12", archive), passphrase_file=self._file("pass", PASSPHRASE))

    def _file(self, kind: str, data: bytes) -> Path:
        path = self.directory / f"{self.certificate.serial_number}.{kind}"
        path.write_bytes(data)
        return path


@dataclass
class Pki:
    """One certificate authority. `at` is when it was founded; certificates hold for two years around it."""

    directory: Path
    at: datetime
    name: str = "青禾市测试根证书"
    root_key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP384R1()))

    def __post_init__(self) -> None:
        subject = _name(self.name)
        builder = self._builder(
            subject, self.root_key.public_key(), since=timedelta(days=-30), until=timedelta(days=7300)
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        self.root = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True).sign(
            self.root_key, hashes.SHA256()
        )
        self.root_file = self.directory / "root.pem"
        self.root_file.write_bytes(self.root.public_bytes(Encoding.PEM))

    def holder(
        self, name: str, *, kind: str = "ec", since: float = -1, until: float = 730, stamps: bool = False, **extra: Any
    ) -> Holder:
        """Somebody with a certificate of this authority; days count from `at`. `stamps`: a time-stamping authority."""
        key: Any = (
            ec.generate_private_key(ec.SECP256R1())
            if kind == "ec"
            else rsa.generate_private_key(public_exponent=65537, key_size=2048)
        )
        builder = self._builder(_name(name), key.public_key(), since=timedelta(days=since), until=timedelta(days=until))
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        if stamps:
            only = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(only, critical=True)
            builder = builder.add_extension(_usage("digital_signature"), critical=True)
        else:
            uses = extra.get("uses", ("digital_signature", "content_commitment"))
            builder = builder.add_extension(_usage(*uses), critical=True)
        return Holder(
            name=name, key=key, certificate=builder.sign(self.root_key, hashes.SHA256()), directory=self.directory
        )

    def revocation_list(self, revoked: Sequence[tuple[Holder, datetime]] = (), *, key: Any = None) -> bytes:
        """A list in DER; with another `key` it is forged."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        builder = builder.last_update(self.at).next_update(self.at + timedelta(days=30))
        for holder, when in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(holder.certificate.serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(when).build())
        builder = builder.add_extension(x509.CRLNumber(1), critical=False)
        return builder.sign(key or self.root_key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _builder(
        self, subject: x509.Name, public: Any, *, since: timedelta, until: timedelta
    ) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(_name(self.name)).public_key(public)
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(self.at + since).not_valid_after(self.at + until)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        mine = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root_key.public_key())
        return builder.add_extension(mine, critical=False)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "青禾市"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*allowed: str) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: name in allowed for name in names})
