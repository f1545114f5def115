"""`xiaohao plan`: what a published plan says, and putting it on the list."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import click

from webapp.cli.house import opened, transaction
from webapp.settings import Settings
from workflows import actions
from workflows.actions import plan_files
from workflows.plans import MOST_BYTES, PlanReading, Seasons, read_file
from workflows.plans.show import describe
from workflows.queries import registers
from workflows.rules.errors import Refusal, Unreadable


class NotWritten(Refusal):
    """没有写出文件 {where}：{why}。
    The file was not written.
    """

    code = "not-written"


FILE = click.Path(path_type=Path)


@click.group()
def plan() -> None:
    """读取整改方案。"""


@plan.command("read")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def read(file: Path, as_json: bool) -> None:
    """读一份方案（.docx、.xlsx、.pdf、网页或文本），说出读懂了什么、哪里有疑问；不写数据库。"""
    reading = reading_of(bytes_of(file), file)
    if not reading.problems:
        raise actions.EmptyPlan(name=file.name)
    click.echo(json.dumps(reading.to_json(), ensure_ascii=False, indent=2) if as_json else describe(reading))


@plan.command("load")
@click.argument("file", type=FILE)
@click.option("--list", "list_name", required=True, help="问题清单的名称")
@click.option("--inspection", default="", help="哪次督察")
@click.option("--round", "round_name", default="", help="第几轮")
@click.option(
    "--process", default="rectification", show_default=True, help="按哪个流程办理，例如 rectification-two-notices"
)
@click.option("--strict", is_flag=True, help="有对不上的单位就不登记")
def load(file: Path, list_name: str, inspection: str, round_name: str, process: str, strict: bool) -> None:
    """登记一份方案：每个问题开一个案，全部登记或全部不登记。"""
    data = bytes_of(file)
    reading = reading_of(data, file)
    source = actions.Source(
        list_name=list_name.strip(),
        file_name=file.name,
        digest=hashlib.sha256(data).hexdigest(),
        inspection=inspection,
        round=round_name,
        process=process,
    )
    house = opened()
    with transaction(house) as session:
        loaded = actions.load_plan(session, reading, source, by=None, at=house.clock.now(session), strict=strict)
        house.store.put(io.BytesIO(data), limit=MOST_BYTES)  # under the digest the list names
    click.echo(f"已登记问题清单“{source.list_name}”，共 {loaded.problems} 个问题，每个问题已开案。")
    if loaded.unmatched:
        click.echo(f"有 {len(loaded.unmatched)} 个单位对不上本市单位，已照原文保留，等办公室明确：{_unmatched(loaded)}")
    if reading.warnings:
        click.echo(f"有 {len(reading.warnings)} 处疑问，用 xiaohao plan read 查看位置和内容。")


@plan.command("template")
@click.argument("file", type=FILE)
def template(file: Path) -> None:
    """写出一份空白的清单模板（.xlsx），单位可从本市单位表中选。"""
    house = opened()
    with transaction(house) as session:
        _write(file, plan_files.empty_form(session, by=None, at=house.clock.now(session)))
    click.echo(f"已写出模板 {file.name}。填好后用 xiaohao plan read 核对，再用 xiaohao plan load 登记。")


@plan.command("export")
@click.argument("file", type=FILE)
@click.option("--list", "list_name", required=True, help="问题清单的名称")
def export(file: Path, list_name: str) -> None:
    """把一份清单的全部登记内容写成 .xlsx、.docx 或 .json（按文件名的结尾），可以原样读回。"""
    house = opened()
    with transaction(house) as session:
        found = registers.list_named(session, list_name.strip())
        ending, at = file.suffix.lower().lstrip("."), house.clock.now(session)
        taken = plan_files.export_register(session, list_id=found.id, ending=ending, by=None, at=at)
        _write(file, taken.data)
    click.echo(f"已导出清单“{taken.list_name}”{taken.count} 个问题到 {file.name}。")


def _write(file: Path, data: bytes) -> None:
    """Raises Unreadable in words where the file cannot be written; one that is there is not written over."""
    try:
        with file.open("xb") as made:
            made.write(data)
    except FileExistsError:
        why = "已有这个文件，没有覆盖，请换一个名称"
    except OSError as problem:
        why = problem.strerror or str(problem)
    else:
        return
    raise NotWritten(where=file, why=why)


def bytes_of(file: Path) -> bytes:
    """The file, at most a little more than is ever read. Raises Unreadable in words for what cannot be opened."""
    try:
        with file.open("rb") as opened_file:
            return opened_file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        why = "没有这个文件，请核对路径"
    except IsADirectoryError:
        why = "这是一个文件夹，请给出文件"
    except OSError as problem:
        why = problem.strerror or str(problem)
    raise Unreadable(what="方案文件", where=file, why=why)


def reading_of(data: bytes, file: Path) -> PlanReading:
    """What a file says, with this city's seasons. Raises PlanUnreadable."""
    return read_file(data, name=file.name, seasons=Seasons.of(Settings().season_starts))


def _unmatched(loaded: actions.Loaded) -> str:
    """Each unit with the city's own that resemble it: for the office to choose from, never chosen here."""
    shown = []
    for name in loaded.unmatched:
        alike = loaded.candidates.get(name, ())
        shown.append(f"{name}（相近：{'、'.join(alike)}）" if alike else name)
    return "、".join(shown)
