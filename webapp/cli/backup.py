"""`xiaohao backup`: a copy of the database while people work."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli.house import opened
from workflows.records.backup import back_up


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """把内置数据库完整备份到一个新文件；佐证材料目录要另行复制。"""
    house = opened()
    size = back_up(house.engine, target)
    click.echo(f"数据库已备份到 {target}（{size / 1024 / 1024:.1f} MB）。")
    click.echo(f"佐证材料和文书请另行复制：{house.settings.evidence_dir}")
