"""`xiaohao bundle`: make the evidence bundle of a problem, and check one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from reports.bundles.packing import pack
from reports.bundles.program import program
from webapp.cli.house import opened, transaction
from workflows.actions import bundles as actions
from workflows.queries import bundles as queries
from workflows.records import session_factory, snapshot
from workflows.records.evidence_store import partial_file


@click.group()
def bundle() -> None:
    """证据包：一个问题的全部凭据装成一个文件，离开本系统也能核验。"""


@bundle.command("make")
@click.argument("number")
@click.option("--list", "list_name", default="", help="清单名称；几份清单有同一编号时要写")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="写到哪个文件")
def make(number: str, list_name: str, output: Path) -> None:
    """制作编号为 NUMBER 的问题的证据包；制作记入办理日志。"""
    house = opened()
    with transaction(house) as session:
        case_id = queries.case_numbered(session, number=number, list_name=list_name)
        actions.note_bundle(session, case_id=case_id, at=house.clock.now(session))
    roots = [path.read_bytes() for path in house.settings.roots()]
    with session_factory(snapshot(house.engine))() as session:
        contents = queries.contents(session, house.store, case_id=case_id, roots=roots)
    with partial_file(output) as out:
        packed = pack(contents.about, contents.members, out, tell=lambda _: None)
    click.echo(f"证据包已写入 {output}：{packed.files} 个文件，日志至第 {contents.journal_seq} 条。")
    click.echo(f"文件清单 manifest.json 的 SHA-256：{packed.manifest_digest}")
    click.echo(f"核验程序 verify.py 的 SHA-256：{packed.checker_digest}")


@bundle.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--expect", default="", help="页面上公布的 SHA-256")
def verify(file: Path, expect: str) -> None:
    """核验一个证据包（zip 或解压后的文件夹）；与包里的 verify.py 是同一个程序。退出码：0 相符，1 不符，2 读不了，3 签名未核验。"""
    with TemporaryDirectory() as room:
        checker = Path(room) / "verify.py"
        checker.write_text(program(), encoding="utf-8")
        given = ["--expect", expect] if expect else []
        done = subprocess.run([sys.executable, str(checker), str(file), *given], check=False)  # noqa: S603 (our own program)
    sys.exit(done.returncode)
