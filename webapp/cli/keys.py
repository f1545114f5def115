"""`xiaohao keys`: the keys that units and people sign with."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from webapp.cli.house import opened, transaction
from webapp.house import House
from webapp.signing_keys import signing_key
from workflows.actions import keys as actions
from workflows.queries import keys as queries
from workflows.queries.signers import KeyPlace
from workflows.rules.deadlines import city_day
from workflows.rules.errors import NotFound, Refusal

if TYPE_CHECKING:
    from reports.key_facts import KeyFacts

_NOBODY = UUID(int=0)
STATES = {"in_force": "有效", "soon": "即将到期", "expired": "已过期", "revoked": "已停用"}
OWNERS = (
    click.option("--unit", default="", help="单位的全称或简称"),
    click.option("--person", "login", default="", help="个人的登录名"),
)


class WhoseKey(Refusal):
    """请用 --unit 或 --person 写明密钥是谁的，只写一个。
    Say whose key it is with either --unit or --person.
    """

    code = "whose-key"


class WhichKey(Refusal):
    """请写明密钥在哪里：--p12 文件、--token 设备/证书名称、--certificate 证书文件（本人在服务器外签名），只写一个。
    Say where the key is with one of --p12, --token or --certificate.
    """

    code = "which-key"


@click.group()
def keys() -> None:
    """签名密钥：单位和个人用什么签名。"""


@keys.command("list")
def listing() -> None:
    """列出登记过的密钥、有效期和状态。"""
    house = opened()
    with house.sessions() as session:
        found = queries.lines(session, at=house.clock.now(session))
    for each in found:
        until = city_day(each.valid_until).isoformat()
        click.echo(
            f"{each.fingerprint[:12]}  {STATES[each.state]}  至{until}  {each.owner}　{each.kind}　{each.subject}"
        )
    click.echo("" if found else "还没有登记单位或个人的密钥，所有文书由领导小组办公室的密钥签名。", nl=not found)


@keys.command("make")
@OWNERS[0]
@OWNERS[1]
def make(unit: str, login: str) -> None:
    """为单位或个人生成开发用的密钥并登记。只证明技术上可行，正式使用请换成单位或个人的证书。"""
    from reports.authority import make_development_authority
    from reports.key_facts import of_key

    house = opened()
    _require_one(unit, login)
    at = house.clock.real()
    name = f"dev-{os.urandom(6).hex()}"
    authority = make_development_authority(house.settings.keys / name, at=at, organisation=unit or login)
    _add(house, unit, login, "file", f"{name}/{authority.key.path.name}", of_key(authority.key))


@keys.command("add")
@OWNERS[0]
@OWNERS[1]
@click.option(
    "--p12", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="PKCS#12 文件，会复制到密钥目录"
)
@click.option("--passphrase-file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="口令文件")
@click.option("--token", default="", help="服务器上的密码设备：设备名称/证书名称")
@click.option(
    "--certificate", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="本人的证书（PEM 或 DER）"
)
def add(
    unit: str, login: str, p12: Path | None, passphrase_file: Path | None, token: str, certificate: Path | None
) -> None:
    """登记单位或个人的密钥。"""
    from reports.key_facts import of_certificate, of_key

    house = opened()
    _require_one(unit, login)
    if sum(map(bool, (p12, token, certificate))) != 1:
        raise WhichKey()
    if certificate is not None:
        _add(house, unit, login, "outside", "", of_certificate(certificate))
        return
    kind, place = ("file", _kept(house, p12, passphrase_file)) if p12 else ("token", token)
    where = KeyPlace(key_id=_NOBODY, kind=kind, place=place, certificate="")
    try:
        _add(house, unit, login, kind, place, of_key(signing_key(house, where)))
    except Refusal:
        if kind == "file":
            _forget(house, place)
        raise


@keys.command("revoke")
@click.argument("fingerprint")
@click.option("--reason", required=True, help="停用理由")
def revoke(fingerprint: str, reason: str) -> None:
    """停用一个密钥（写证书指纹的前几位）：今后不再用它签名，核验时显示证书已吊销。"""
    house = opened()
    with transaction(house) as session:
        at = house.clock.now(session)
        found = [each for each in queries.lines(session, at=at) if each.fingerprint.startswith(fingerprint.lower())]
        if len(found) != 1 or len(fingerprint) < 8:
            raise NotFound(what=f"指纹以“{fingerprint}”开头的唯一一个密钥（请至少写 8 位）")
        row = actions.revoke_key(session, key_id=found[0].id, reason=reason, by=None, at=at)
        click.echo(f"已停用：{found[0].owner}　{row.subject}")


def _require_one(unit: str, login: str) -> None:
    if bool(unit) == bool(login):
        raise WhoseKey()


def _add(house: House, unit: str, login: str, kind: str, place: str, facts: KeyFacts) -> None:
    new = actions.NewKey(
        kind=kind,
        place=place,
        certificate=facts.certificate,
        fingerprint=facts.fingerprint,
        subject=facts.subject,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
    )
    with transaction(house) as session:
        row = actions.add_key(session, unit=unit, login=login, key=new, at=house.clock.now(session))
        owner = queries.owner_name(session, row)
    until = city_day(facts.valid_until).isoformat()
    click.echo(f"已登记：{owner}　{facts.subject}　有效期至 {until}　指纹 {facts.fingerprint[:12]}")


def _forget(house: House, place: str) -> None:
    """A key that was not registered is not kept either."""
    for path in house.settings.keys.glob(f"{Path(place).stem}.*"):
        path.unlink()


def _kept(house: House, p12: Path | None, passphrase_file: Path | None) -> str:
    """Copy the file and its passphrase into the keys directory, readable by their owner alone."""
    directory = house.settings.keys
    directory.mkdir(parents=True, exist_ok=True)
    name = f"key-{os.urandom(6).hex()}"
    for source, target in ((p12, directory / f"{name}.p12"), (passphrase_file, directory / f"{name}.passphrase")):
        if source is not None:
            with (
                os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
                source.open("rb") as file,
            ):
                shutil.copyfileobj(file, out)
    return f"{name}.p12"
