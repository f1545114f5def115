"""A PKCS#11 token at the server, played by SoftHSM2: it signs; a wrong PIN, an absent token and a wrong label are sentences."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reports.keys import TokenKey
from reports.levels import Level
from reports.refusals import KeyUnusable, WrongPin
from reports.verdict import Overall
from tests.reports.papers import plain_pdf
from tests.reports.pki import Holder
from tests.reports.signing_city import FIELDS, SigningCity

UTILITY = shutil.which("softhsm2-util")
PLACES = (
    "lib/softhsm/libsofthsm2.so",
    "lib/*/softhsm/libsofthsm2.so",
)  # beside the program, wherever that was unpacked
LIBRARY = next((found for each in PLACES if UTILITY for found in Path(UTILITY).parents[1].glob(each)), None)
PIN = "13572468"

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="SoftHSM2 (Debian softhsm2) is not installed")


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token with somebody's certificate and key on it."""

    holder: Holder
    key: TokenKey


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A SoftHSM of this run's own; the library reads its configuration from the environment, once."""
    room = tmp_path_factory.mktemp("softhsm")
    (room / "tokens").mkdir()
    configuration = room / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {room / 'tokens'}\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        yield room


@pytest.fixture(scope="module", params=["ec", "rsa"])
def token(request: pytest.FixtureRequest, directory: Path, signing_city: SigningCity) -> Token:
    holder = signing_city.pki.holder("云溪县", kind=request.param)
    label = f"city-{request.param}"
    util("--init-token", "--free", "--label", label, "--so-pin", PIN, "--pin", PIN)
    util("--import", holder.key_file, "--token", label, "--label", "sign", "--id", "01", "--pin", PIN)
    pin_file = directory / f"{label}.pin"
    pin_file.write_text(f"{PIN}\n")
    assert LIBRARY is not None
    put_certificate(LIBRARY, label, holder)
    return Token(holder=holder, key=TokenKey(library=LIBRARY, token=label, pin_file=pin_file, label="sign"))


def util(*options: object) -> None:
    subprocess.run(["softhsm2-util", *map(str, options)], check=True, capture_output=True)


def put_certificate(library: Path, label: str, holder: Holder) -> None:
    """softhsm2-util brings in keys only."""
    import pkcs11
    from cryptography.hazmat.primitives.serialization import Encoding
    from pkcs11.util.x509 import decode_x509_certificate

    pkcs11.lib(str(library)).reinitialize()
    attributes = decode_x509_certificate(holder.certificate.public_bytes(Encoding.DER))
    attributes |= {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "sign", pkcs11.Attribute.ID: b"\x01"}
    with pkcs11.lib(str(library)).get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
        session.create_object(attributes)


@pytest.mark.parametrize("level", [Level.BASIC, Level.ARCHIVE], ids=str)
def test_a_token_signs(signing_city: SigningCity, token: Token, level: Level) -> None:
    first = signing_city.signs(plain_pdf(*FIELDS), "lead_unit", level=level, key=token.key)
    verdict = signing_city.looks_at(signing_city.signs(first, "office", level=level))

    assert verdict.overall is Overall.GENUINE, verdict.reasons
    assert verdict.signatures[0].fingerprint == token.holder.fingerprint


def test_a_wrong_pin_is_a_sentence_and_not_tried_again(signing_city: SigningCity, token: Token, tmp_path: Path) -> None:
    wrong = tmp_path / "pin"
    wrong.write_text("00000000")
    with pytest.raises(WrongPin, match="锁死"):
        signing_city.signs(plain_pdf("office"), "office", key=replace(token.key, pin_file=wrong))


def test_a_token_that_was_pulled_out_is_a_sentence(signing_city: SigningCity, token: Token) -> None:
    with pytest.raises(KeyUnusable, match="请检查设备是否插好") as refusal:
        signing_city.signs(plain_pdf("office"), "office", key=replace(token.key, token="不在的设备"))
    assert not isinstance(refusal.value, WrongPin)


def test_a_certificate_that_is_not_on_the_token_is_named(signing_city: SigningCity, token: Token) -> None:
    with pytest.raises(KeyUnusable, match="没有名为“other”的证书"):
        signing_city.signs(plain_pdf("office"), "office", key=replace(token.key, label="other"))
