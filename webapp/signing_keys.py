"""Where the keys are that the server holds, and how much proof its signatures carry: settings and register in, a key out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from reports.refusals import KeyUnusable
from webapp.house import House
from webapp.settings import Settings
from workflows.queries import settings as kept_settings
from workflows.queries import signers
from workflows.queries.signers import KeyPlace

if TYPE_CHECKING:
    from reports.keys import SigningKey, TokenKey
    from reports.levels import Assurance


def signing_key(house: House, place: KeyPlace | None = None) -> SigningKey:
    """The key at `place`; without one the office's: the token or the file of the settings, else a development key made now.

    Raises KeyUnusable when the settings name half a token, or for a key that is not at the server.
    """
    from reports.authority import make_development_authority
    from reports.keys import FileKey

    settings = house.settings
    if place is not None:
        return _registered(settings, place)
    if settings.signing_pkcs11_module is not None:
        return _token(settings, settings.signing_pkcs11_token, settings.signing_pkcs11_key)
    if settings.signing_pkcs12 is not None:
        return FileKey(path=settings.signing_pkcs12, passphrase_file=settings.signing_passphrase_file)
    with house.sessions() as session:
        office = kept_settings.office(session)
    return make_development_authority(settings.keys, at=house.clock.real(), organisation=office.name).key


def assurance(settings: Settings, session: Session) -> Assurance:
    """The level that was set, and whom the site trusts by settings and register."""
    from reports.levels import Assurance, Level
    from reports.trust import Trust

    return Assurance(
        level=Level(settings.signature_level),
        time_server=settings.time_server,
        seconds=settings.time_server_seconds,
        trust=Trust(roots=settings.roots(), crls=settings.crls(), revoked=signers.revoked(session)),
    )


def passphrase_of(key: Path) -> Path | None:
    """The file beside a PKCS#12 file that holds its passphrase."""
    beside = key.with_suffix(".passphrase")
    return beside if beside.is_file() else None


def _registered(settings: Settings, place: KeyPlace) -> SigningKey:
    from reports.keys import FileKey

    if place.kind == "file":
        path = settings.keys / place.place
        if not path.resolve().is_relative_to(settings.keys.resolve()):
            raise KeyUnusable(where=place.place, why="密钥文件应放在密钥目录里")
        return FileKey(path=path, passphrase_file=passphrase_of(path))
    if place.kind == "token":
        token, _, label = place.place.partition("/")
        return _token(settings, token, label)
    raise KeyUnusable(where=place.place or place.kind, why="这个密钥不在服务器上，由本人签名")


def _token(settings: Settings, token: str, label: str) -> TokenKey:
    from reports.keys import TokenKey

    library, own = settings.signing_pkcs11_module, settings.keys / f"{token}.pin"
    pin = own if own.is_file() else settings.signing_pkcs11_pin_file
    if library is None:
        raise KeyUnusable(where=token, why="没有设置 XIAOHAO_SIGNING_PKCS11_MODULE")
    if pin is None:
        raise KeyUnusable(where=library.name, why="没有设置 XIAOHAO_SIGNING_PKCS11_PIN_FILE")
    return TokenKey(library=library, token=token, pin_file=pin, label=label)
