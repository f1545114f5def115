"""The development authority: made once, secret where it must be, and good for signing."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from reports.authority import Authority, make_development_authority
from reports.keys import FileKey, TokenKey
from reports.refusals import CannotSign, KeyUnusable
from reports.sign import sign
from tests.reports.builders import AT, OFFICE
from tests.reports.papers import plain_pdf


def test_secrets_are_readable_by_their_owner_alone(authority: Authority) -> None:
    for path in (authority.key.path, authority.key.passphrase_file):
        assert path is not None
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len((authority.key.passphrase_file or Path()).read_text()) >= 32


def test_a_second_call_changes_nothing(authority: Authority) -> None:
    before = {path.name: path.read_bytes() for path in authority.directory.iterdir()}
    make_development_authority(authority.directory, at=AT + timedelta(days=90), organisation="另一家")

    assert {path.name: path.read_bytes() for path in authority.directory.iterdir()} == before


def test_a_directory_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("keep me")

    with pytest.raises(FileExistsError):
        make_development_authority(tmp_path, at=AT, organisation=OFFICE)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]
    assert not list(tmp_path.parent.glob(".authority-*"))


def test_the_root_names_the_organisation_and_starts_before_the_first_signature(authority: Authority) -> None:
    root = x509.load_pem_x509_certificate(authority.root.read_bytes())

    assert OFFICE in root.subject.rfc4514_string()
    assert root.not_valid_before_utc < AT < root.not_valid_after_utc


def test_names_with_characters_of_new_unicode_can_sign(tmp_path: Path) -> None:
    rare = make_development_authority(tmp_path / "rare", at=AT, organisation="王𬭎喆工作室")

    assert sign(plain_pdf("office"), key=rare.key, field="office", name="王𬭎", capacity="复核人员", at=AT)


def test_a_wrong_passphrase_is_a_sentence(authority: Authority, tmp_path: Path) -> None:
    wrong = tmp_path / "passphrase"
    wrong.write_text("wrong")
    key = FileKey(path=authority.key.path, passphrase_file=wrong)

    with pytest.raises(KeyUnusable, match="口令不对"):
        sign(plain_pdf("office"), key=key, field="office", name=OFFICE, capacity="办公室", at=AT)


def test_a_missing_key_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="不存在"):
        sign(plain_pdf("office"), key=FileKey(path=tmp_path / "none.p12"), field="office", name="", capacity="", at=AT)


def test_a_missing_token_is_a_sentence(tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text("1234")
    key = TokenKey(library=tmp_path / "driver.so", token="办公室", pin_file=pin, label="sign")

    with pytest.raises(KeyUnusable, match="密码设备"):
        sign(plain_pdf("office"), key=key, field="office", name="", capacity="", at=AT)


@pytest.mark.parametrize("years", [-1, 30])
def test_nobody_signs_outside_the_validity_of_the_certificate(authority: Authority, years: int) -> None:
    with pytest.raises(CannotSign, match="有效期"):
        sign(
            plain_pdf("office"),
            key=authority.key,
            field="office",
            name="",
            capacity="",
            at=AT + timedelta(days=365 * years),
        )


def test_a_field_is_signed_once_and_must_exist(authority: Authority, signed: bytes) -> None:
    for pdf, field in (
        (signed, "office"),
        (plain_pdf("office"), "lead_unit"),
        (plain_pdf(), "office"),
        (b"x", "office"),
    ):
        with pytest.raises(CannotSign, match="签名域"):
            sign(pdf, key=authority.key, field=field, name="", capacity="", at=AT)
