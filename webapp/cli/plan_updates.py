"""`xiaohao plan diff` and `plan update`: what a later version of a plan says otherwise, and taking it into its list."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import click

from webapp.cli.house import opened, transaction
from webapp.cli.plans import FILE, bytes_of, reading_of
from workflows.actions.plan_updates import Update, Updated, update_plan
from workflows.actions.plan_versions import PlanFile
from workflows.plans import MOST_BYTES
from workflows.plans.comparing import difference
from workflows.plans.comparing.show import describe_difference, difference_json
from workflows.queries import registers
from workflows.queries.plan_versions import standing


@click.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def diff(old: Path, new: Path, as_json: bool) -> None:
    """比较两份方案：哪些问题有改动、新增、不再列有，改了哪些字；不写数据库。"""
    before, after = (reading_of(bytes_of(file), file).problems for file in (old, new))
    found = difference(before, after)
    click.echo(
        json.dumps(difference_json(found), ensure_ascii=False, indent=2) if as_json else describe_difference(found)
    )


@click.command("update")
@click.argument("file", type=FILE)
@click.option("--list", "list_name", required=True, help="问题清单的名称")
@click.option("--reason", default="", help="更新的理由，例如批复的文号")
@click.option("--decide", multiple=True, help="对某一行的决定，例如 3-3=same；行的代号用 --dry-run 查看")
@click.option("--dry-run", is_flag=True, help="只看与现在登记的版本有什么不同，不更新")
def update(file: Path, list_name: str, reason: str, decide: tuple[str, ...], dry_run: bool) -> None:
    """按一份修订后的方案更新清单：改动记入经过，已有的办理不丢；撤销列入须由办公室负责人在网页上办理。"""
    data = bytes_of(file)
    reading = reading_of(data, file)
    house = opened()
    with transaction(house) as session:
        stands = standing(session, registers.list_named(session, list_name.strip()).id)
        if dry_run:
            click.echo(describe_difference(stands.compared(reading)))
            return
        decisions = {key.strip(): choice.strip() for key, _, choice in (each.partition("=") for each in decide)}
        kept = PlanFile(name=file.name, digest=hashlib.sha256(data).hexdigest())
        change = Update(reading=reading, file=kept, base=stands.number, reason=reason, decisions=decisions)
        house.store.put(io.BytesIO(data), limit=MOST_BYTES)  # under the digest the version names
        at = house.clock.now(session)
        done = update_plan(session, list_id=stands.problem_list.id, update=change, by=None, at=at)
    _tell(list_name, done)


def _tell(list_name: str, done: Updated) -> None:
    click.echo(
        f"清单“{list_name}”已更新为第 {done.version} 版：改动 {done.changed} 个，新增 {done.added} 个，待人决定 {len(done.left)} 处。"
    )
    for left in done.left:
        click.echo(f"  编号 {left.number} {left.field}：“{left.before}”改为“{left.after}”，{left.why}")
