"""A token at the server whose PIN is wrong: said once, at the paper, and not tried again, because the third time locks it."""

from __future__ import annotations

from pathlib import Path

from tests.city import City
from tests.jobs.test_signing import Desk, city, fonts, house, pki  # noqa: F401  # fixtures of the same house
from tests.reports.conftest import signing_city  # noqa: F401  # who is on the token
from tests.reports.test_tokens import Token, directory, pytestmark, token  # noqa: F401  # skipped where SoftHSM2 is absent
from webapp.house import House


def test_a_wrong_pin_fails_the_paper_at_once_and_the_right_one_makes_it(
    city: City,  # noqa: F811
    house: House,  # noqa: F811
    token: Token,  # noqa: F811
    tmp_path: Path,
) -> None:
    desk = Desk(city, house, tmp_path)
    wrong = tmp_path / "wrong.pin"
    wrong.write_text("00000000")
    key = {
        "signing_pkcs11_module": token.key.library,
        "signing_pkcs11_token": token.key.token,
        "signing_pkcs11_key": token.key.label,
    }

    desk.works(**key, signing_pkcs11_pin_file=wrong)  # raises nothing, so that the queue does not try again
    assert desk.paper().status == "failed"
    assert "系统不会自动再试" in str(desk.paper().error)

    city.now = token.holder.certificate.not_valid_before_utc.replace(microsecond=0)
    desk.works(**key, signing_pkcs11_pin_file=token.key.pin_file)
    assert desk.paper().status == "ready"
