"""`xiaohao diagrams`: checking a process before anybody deploys it."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import click

from webapp.cli.mishaps import reason
from workflows import actions
from workflows.engine import Finding
from workflows.queries import ladder
from workflows.rules.errors import Unreadable

FOUND = 2
MARKS = {"error": "✗", "warning": "!"}


@click.group()
def diagrams() -> None:
    """流程图。"""


@diagrams.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def check(file: Path, as_json: bool) -> None:
    """检查一张流程图（表单取自旁边的 forms/）或预警督办的决策表（.dmn），指出每一处要改的地方。有错误时退出码为 2。"""
    source = read_file(file)
    is_table, forms = file.suffix.lower() == ".dmn", _forms(file.parent / "forms")
    findings = ladder.check(source) if is_table else actions.check_diagram(source, forms)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(each) for each in findings], ensure_ascii=False, indent=2))
    else:
        _say(file, findings)
    sys.exit(FOUND if any(each.severity == "error" for each in findings) else 0)


def _say(file: Path, findings: list[Finding]) -> None:
    for each in findings:
        place = f"第 {each.line} 行　" if each.line else ""
        click.echo(f"{MARKS[each.severity]} {place}{each.message}")
    errors = sum(each.severity == "error" for each in findings)
    click.echo(f"{file.name}：有 {errors} 处必须改正。" if errors else f"{file.name}：可以部署。")


def read_file(file: Path) -> bytes:
    """The bytes of a file somebody named. Raises Unreadable."""
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Unreadable(what="流程图文件", where=file, why=reason(problem)) from None


def _forms(directory: Path) -> dict[str, str]:
    if not directory.is_dir():
        return {}
    return {path.stem: path.read_text(encoding="utf-8", errors="replace") for path in sorted(directory.glob("*.json"))}
