"""Signing keys: a PKCS#12 file or a PKCS#11 token, named by settings and opened only while something is signed.

Keys of the Chinese national algorithms (SM2, SM3) are not among them: neither library knows them. What a third kind of
key would have to offer is `SigningKey`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from reports import rare_names
from reports.refusals import KeyUnusable, WrongPin

rare_names.install()


class SigningKey(Protocol):
    """Something that can be opened to sign; yields a pyHanko signer. Raises KeyUnusable with a reason."""

    def opened(self) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class FileKey:
    """A PKCS#12 file and the file that holds its passphrase."""

    path: Path
    passphrase_file: Path | None = None

    @contextmanager
    def opened(self) -> Iterator[Any]:
        from pyhanko.sign.signers import SimpleSigner

        data = _read(self.path)
        passphrase = _read(self.passphrase_file).strip() if self.passphrase_file else None
        try:
            signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=passphrase)
        except (ValueError, TypeError) as problem:
            raise KeyUnusable(where=self.path.name, why="口令不对，或文件不是 PKCS#12 格式") from problem
        signer.embed_roots = False
        yield signer


@dataclass(frozen=True, kw_only=True)
class TokenKey:
    """A key on a PKCS#11 token: the driver's library, the token's label, the PIN file, the label of certificate and key.

    The token signs a finished digest: not every one can hash by itself, SoftHSM for one.
    """

    library: Path
    token: str
    pin_file: Path
    label: str

    @contextmanager
    def opened(self) -> Iterator[Any]:
        import pkcs11
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.general import SigningError
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

        pin = _read(self.pin_file).decode("utf-8", "replace").strip()
        try:
            session = open_pkcs11_session(
                str(self.library), token_criteria=TokenCriteria(label=self.token), user_pin=pin
            )
        except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as problem:
            raise WrongPin(where=self.token, why="口令不对") from problem
        except pkcs11.PinLocked as problem:
            raise WrongPin(where=self.token, why="口令错误次数过多，设备已锁死") from problem
        except (pkcs11.PKCS11Error, OSError, RuntimeError) as problem:
            why = f"没有找到密码设备，或设备没有响应（{type(problem).__name__}），请检查设备是否插好"
            raise KeyUnusable(where=self.token, why=why) from problem
        try:
            with session:
                yield PKCS11Signer(session, cert_label=self.label, embed_roots=False, use_raw_mechanism=True)
        except (pkcs11.PKCS11Error, SigningError) as problem:
            why = f"设备里没有名为“{self.label}”的证书和私钥，或设备中途断开（{type(problem).__name__}）"
            raise KeyUnusable(where=self.token, why=why) from problem


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise KeyUnusable(where=path.name, why="文件不存在或无权读取") from problem
