"""A certificate authority for development and demonstration, so that papers are really signed from the first day.

It proves nothing about who runs the machine; a city names its own PKCS#12 file or token in the settings. The root's
private key signs one certificate and is forgotten: nobody can issue a second one under the same root.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from reports.keys import FileKey

_ROOT_YEARS, _OFFICE_YEARS = 20, 10
_CLOCK_TOLERANCE = timedelta(days=1)
_COMMON_NAME_BYTES = 64
_ROOT, _KEY, _PASSPHRASE = "root.pem", "office.p12", "office.passphrase"


@dataclass(frozen=True)
class Authority:
    """Where the authority's files are."""

    directory: Path

    @property
    def root(self) -> Path:
        """The root certificate (PEM): what verifiers are told to trust."""
        return self.directory / _ROOT

    @property
    def key(self) -> FileKey:
        """The office's signing key."""
        return FileKey(path=self.directory / _KEY, passphrase_file=self.directory / _PASSPHRASE)

    @property
    def complete(self) -> bool:
        return all((self.directory / name).is_file() for name in (_ROOT, _KEY, _PASSPHRASE))


def make_development_authority(directory: Path, *, at: datetime, organisation: str) -> Authority:
    """Create root and office key in `directory`, or leave a complete one as it is.

    The files appear all at once, so that neither a killed set-up nor two at the same time leave half an authority. Raises
    FileExistsError when the directory holds something else.
    """
    authority = Authority(directory)
    if authority.complete:
        return authority
    directory.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".authority-", dir=directory.parent))
    try:
        _write(unfinished, at=at, organisation=organisation)
        _put_in_place(unfinished, directory)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return authority


def _put_in_place(unfinished: Path, directory: Path) -> None:
    """Rename; where another process was first, its authority stands."""
    try:
        unfinished.rename(directory)
    except OSError as problem:
        if not Authority(directory).complete:
            raise FileExistsError(f"{directory} is not empty and holds no authority") from problem


def _write(directory: Path, *, at: datetime, organisation: str) -> None:
    root_key, office_key = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name(organisation, "演示用根证书")
    root = _root(root_name, root_key, at)
    office = _office(_name(organisation, _common(organisation)), office_key, root, root_key, at)
    passphrase = secrets.token_urlsafe(32).encode()
    archive = pkcs12.serialize_key_and_certificates(
        b"office", office_key, office, [root], BestAvailableEncryption(passphrase)
    )
    _secret(directory / _PASSPHRASE, passphrase)
    _secret(directory / _KEY, archive)
    (directory / _ROOT).write_bytes(root.public_bytes(Encoding.PEM))


def _secret(path: Path, data: bytes) -> None:
    """Readable by the owner alone from the moment it exists."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _common(organisation: str) -> str:
    """The organisation itself where it fits: `cryptography` allows a common name 64 bytes, and Chinese has three each."""
    return organisation if len(organisation.encode()) <= _COMMON_NAME_BYTES else "整改文书签名证书"


def _root(name: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    builder = _builder(name, name, key.public_key(), at, _ROOT_YEARS, key)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.add_extension(_usage(signs_certificates=True), critical=True).sign(key, hashes.SHA384())


def _office(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    at: datetime,
) -> x509.Certificate:
    builder = _builder(name, root.subject, key.public_key(), at, _OFFICE_YEARS, root_key)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.add_extension(_usage(signs_certificates=False), critical=True).sign(root_key, hashes.SHA384())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    at: datetime,
    years: int,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.CertificateBuilder:
    start = at - _CLOCK_TOLERANCE
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=365 * years))
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return builder.add_extension(issuer_id, critical=False)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """A root signs certificates; the office signs documents and stands by it (non-repudiation)."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
