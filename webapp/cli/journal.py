"""`xiaohao journal`: is the journal whole?"""

from __future__ import annotations

import dataclasses
import json
import sys

import click

from webapp.cli.house import opened
from workflows.records import journal as records
from workflows.records import reading, session_factory

BROKEN = 1


def _chain(key: str) -> str:
    return "系统日志" if key == records.SYSTEM else f"案件 {key} 的日志"


@click.group()
def journal() -> None:
    """办理日志。"""


@journal.command("verify")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def verify(as_json: bool) -> None:
    """逐条核对全部日志链；有断裂时指出位置，退出码为 1。"""
    house = opened()
    with session_factory(reading(house.engine))() as session:
        breaks = records.verify(session)
    if as_json:
        result = {"whole": not breaks, "breaks": [dataclasses.asdict(each) for each in breaks]}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for each in breaks:
            click.echo(f"✗ {_chain(each.chain)} 第 {each.seq} 条：{each.message}")
        click.echo(
            f"日志有 {len(breaks)} 处断裂，见上。"
            if breaks
            else "日志完整：每一条都与前一条相接，没有改动、缺失或调换。"
        )
    sys.exit(BROKEN if breaks else 0)
