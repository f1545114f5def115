"""`xiaohao keys`: keys for units and people, made, registered, listed and called back on the command line."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from tests.reports.pki import Pki
from tests.web.conftest import START
from webapp import cli
from webapp.house import KEY, House
from webapp.settings import Settings
from webapp.signing_keys import signing_key
from workflows.queries import signers
from workflows.queries.signers import Signer
from workflows.records import SigningKey, Unit


@pytest.fixture
def pki(tmp_path: Path) -> Pki:
    (tmp_path / "pki").mkdir()
    return Pki(tmp_path / "pki", START)


def typed(app: Flask, *words: str) -> Result:
    house: House = app.extensions[KEY]
    return CliRunner().invoke(cli.main, ["keys", *words], env={"XIAOHAO_DATA_DIR": str(house.settings.data_dir)})


def rows(app: Flask) -> list[SigningKey]:
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        return list(session.scalars(select(SigningKey)))


def test_a_development_key_is_made_for_a_unit_and_signs(app: Flask) -> None:
    assert "已登记：云溪县" in typed(app, "make", "--unit", "云溪县").output
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        unit = session.scalars(select(Unit).where(Unit.name == "云溪县")).one()
        place = signers.key_of(session, Signer(unit_id=unit.id, name="云溪县", capacity=""), START)
    assert place is not None
    with signing_key(house, place).opened() as signer:
        assert "云溪县" in signer.signing_cert.subject.human_friendly
    assert len(Settings(data_dir=house.settings.data_dir).roots()) == 1, "its root is trusted here"


def test_a_certificate_of_a_person_and_a_file_of_a_unit_are_registered(app: Flask, pki: Pki) -> None:
    person, unit = pki.holder("陈静"), pki.holder("江口县").file_key
    assert unit.passphrase_file
    typed(app, "add", "--person", "chenjing", "--certificate", str(person.certificate_file))
    result = typed(
        app, "add", "--unit", "江口县", "--p12", str(unit.path), "--passphrase-file", str(unit.passphrase_file)
    )
    assert "已登记：江口县" in result.output
    assert {row.kind for row in rows(app)} == {"outside", "file"}
    house: House = app.extensions[KEY]
    for file in house.settings.keys.glob("key-*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    listed = typed(app, "list").output
    assert "本人保管，在服务器外签名" in listed
    assert "服务器上的密钥文件" in listed


def test_a_key_is_called_back_by_the_beginning_of_its_fingerprint(app: Flask, pki: Pki) -> None:
    holder = pki.holder("陈静")
    typed(app, "add", "--person", "chenjing", "--certificate", str(holder.certificate_file))
    assert "没有找到" in typed(app, "revoke", holder.fingerprint[:4], "--reason", "遗失").output
    assert "已停用" in typed(app, "revoke", holder.fingerprint[:10], "--reason", "遗失").output
    assert "已停用" in typed(app, "list").output
    again = typed(app, "revoke", holder.fingerprint[:10], "--reason", "遗失")
    assert (again.exit_code, "已经停用" in again.output) == (2, True)


def test_what_is_typed_wrongly_is_a_sentence(app: Flask, pki: Pki) -> None:
    file = str(pki.holder("陈静").certificate_file)
    for words, sentence in (
        (("make",), "--unit 或 --person"),
        (("add", "--unit", "云溪县", "--person", "chenjing", "--certificate", file), "--unit 或 --person"),
        (("add", "--unit", "云溪县"), "只写一个"),
        (("add", "--unit", "没有的县", "--certificate", file), "没有找到"),
        (("add", "--person", "nobody", "--certificate", file), "没有找到"),
        (("add", "--unit", "云溪县", "--p12", file), "PKCS#12"),
        (("add", "--unit", "云溪县", "--token", "设备/证书"), "XIAOHAO_SIGNING_PKCS11_MODULE"),
        (("add", "--unit", "云溪县", "--certificate", __file__), "不是 X.509 证书"),
    ):
        result = typed(app, *words)
        assert (result.exit_code, sentence in result.output) == (2, True), (words, result.output)
    assert rows(app) == []
    house: House = app.extensions[KEY]
    assert list(house.settings.keys.glob("key-*")) == []
    assert "还没有登记" in typed(app, "list").output
