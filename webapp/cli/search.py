"""`xiaohao search`: is everything found by its words of today, and if not, make the index again."""

from __future__ import annotations

import dataclasses
import json
import sys

import click

from webapp.cli.house import opened, transaction
from workflows.records import search as records

DIFFERS = 1
WORDS = {
    "problem": "问题",
    "measure": "整改措施",
    "document": "文书",
    "sign_off": "办理意见",
    "co_signature": "加签",
    "extension": "延期申请",
    "objection": "异议",
    "comment": "讨论",
    "evidence": "佐证材料",
}


@click.group()
def search() -> None:
    """全文搜索的索引。"""


@search.command("verify")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def verify(as_json: bool) -> None:
    """逐条核对索引与原文是否一致；有不一致时指出，退出码为 1。只看，不改。"""
    house = opened()
    with house.sessions() as session:
        found, sound = list(records.differences(session)), records.sound(session.connection())
    if as_json:
        lines = [dataclasses.asdict(each) for each in found]
        click.echo(json.dumps({"consistent": not found and sound, "found": lines, "sound": sound}, indent=2))
    else:
        for each in found:
            told = f"缺 {each.missing} 条，与原文不符 {each.stale} 条，多余 {each.left} 条"
            click.echo(f"✗ {WORDS[each.source]}：{told}")
        if not sound:
            click.echo("✗ 数据库自己的全文索引与表不符")
        well = not found and sound
        click.echo("索引与原文一致。" if well else "请运行 ./run xiaohao search rebuild 重新制作索引；原文没有受影响。")
    sys.exit(DIFFERS if found or not sound else 0)


@search.command("rebuild")
def rebuild() -> None:
    """把索引全部重做一遍；网站可以照常使用。"""
    with transaction(opened()) as session:
        count = records.rebuild(session.connection())
    click.echo(f"索引已重做，共 {count} 条。")
