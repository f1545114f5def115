"""`xiaohao draw verify FILE`: is a published random audit what it says it is?"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import click

from webapp.cli.mishaps import reason
from workflows.rules.draw_record import Verification, read_record
from workflows.rules.draw_record import verify as recompute
from workflows.rules.errors import Unreadable

DIFFERS = 1


@click.group()
def draw() -> None:
    """随机抽查。"""


@draw.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seed", default=None, help="公布的号码；不写就用文件里记载的")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def verify(file: Path, seed: str | None, as_json: bool) -> None:
    """重新计算一份抽查文件；名单摘要、次序、结果有一处不符，退出码为 1。"""
    verification = recompute(read_record(_text(file)), seed=seed)
    click.echo(_json(verification) if as_json else in_words(verification))
    sys.exit(0 if verification.holds else DIFFERS)


def in_words(verification: Verification) -> str:
    """Each check on a line, then the word."""
    lines = [f"{'✓' if each.holds else '✗'} {each.words}" for each in verification.checks]
    if not verification.result:
        lines.append("还没有抽取：只核对了名单。号码公布后可用 --seed 先算出结果。")
    elif verification.holds:
        lines.append(f"结果：{verification.result}")
    return "\n".join([*lines, "抽查文件可信。" if verification.holds else "抽查文件不可信，见上。"])


def _json(verification: Verification) -> str:
    return json.dumps({"holds": verification.holds, **dataclasses.asdict(verification)}, ensure_ascii=False, indent=2)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise Unreadable(what="抽查文件", where=file, why=reason(problem)) from None
    except UnicodeDecodeError:
        raise Unreadable(what="抽查文件", where=file, why="不是 UTF-8 文字") from None
