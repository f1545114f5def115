"""`xiaohao escalation`: putting a city's own escalation ladder in force."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli.diagrams import read_file
from webapp.cli.house import opened, transaction
from workflows.actions.escalations import deploy_ladder


@click.group()
def escalation() -> None:
    """预警督办阶梯。"""


@escalation.command("deploy")
@click.argument("file", type=click.Path(path_type=Path))
def deploy(file: Path) -> None:
    """启用一张决策表（DMN）。先用 diagrams check 检查；有错误的表不会启用，已经提出的建议不变。"""
    source, house = read_file(file), opened()
    with transaction(house) as session:
        name = deploy_ladder(session, source=source, by=None, at=house.clock.now(session))
    click.echo(f"决策表“{name}”已启用，以后的建议按它提出。")
