"""`xiaohao papers …`: the office's own words and templates of papers."""

from __future__ import annotations

import sys

import click

from reports.layouts import findings
from webapp.cli.house import opened, transaction
from webapp.settings import Settings
from workflows.actions import paper_settings


@click.group()
def papers() -> None:
    """文书的用语、文号和模板。"""


@papers.command("settings")
def show() -> None:
    """列出文书用语和文号的设置。"""
    with transaction(opened()) as session:
        for key, value in paper_settings.read_all(session).items():
            click.echo(f"{key}　{paper_settings.LABELS[key]}：{value or '（未设置）'}")


@papers.command("set")
@click.argument("key")
@click.argument("value")
def keep(key: str, value: str) -> None:
    """设置一项用语；已经制发的文书不受影响。单位自己的机关代字用 unit.code.单位全称。"""
    house = opened()
    with transaction(house) as session:
        paper_settings.set_words(session, key=key, value=value, at=house.clock.now(session))
    click.echo("已设置，从下一份文书起使用。")


@papers.command("templates")
def templates() -> None:
    """检查本市自己的文书模板（数据目录中的 templates 文件夹）。有误时退出码为 1。"""
    folder = Settings().templates
    if not folder.is_dir():
        click.echo(f"没有本市模板，使用内置模板。需要时把模板放进 {folder}。")
        return
    wrong = findings(folder)
    for each in wrong:
        click.echo(str(each).splitlines()[0], err=True)
    click.echo(f"{len(list(folder.glob('*.html')))} 个模板，{len(wrong)} 处有误。")
    sys.exit(1 if wrong else 0)
