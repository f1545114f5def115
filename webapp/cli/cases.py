"""`xiaohao cases`: does every case stand in exactly one place?"""

from __future__ import annotations

import json
import sys

import click

from webapp.cli.house import opened
from workflows.actions.consistency import disagreements

DISAGREES = 1


@click.group()
def cases() -> None:
    """办理中的案件。"""


@cases.command("verify")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def verify(as_json: bool) -> None:
    """逐案核对流程状态、待办、到期时间、签字和日志是否一致；有不一致时逐条指出，退出码为 1。"""
    house = opened()
    with house.readers() as session:
        found = list(disagreements(session, at=house.clock.now(session)))
    if as_json:
        lines = [
            {"case_id": str(each.case_id), "number": each.number, "message": each.message, "english": each.english}
            for each in found
        ]
        click.echo(json.dumps({"consistent": not found, "found": lines}, ensure_ascii=False, indent=2))
    else:
        for each in found:
            click.echo(f"✗ 问题 {each.number or '（未编号）'}（案件 {each.case_id}）：{each.message}")
        advice = f"有 {len(found)} 处不一致，见上。请先备份，不要手工修改数据库，把以上内容交给维护人员。"
        click.echo(advice if found else "每个案件的流程状态、待办、到期时间、签字和日志都一致。")
    sys.exit(DISAGREES if found else 0)
