"""`./run bench [NAME] [--json] [--write]`: run the measurements and show, or write down, what they found."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

import bench
from bench.report import Report

KEPT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEADING = """# 性能测量 · Benchmarks

每一节是一次运行的结果：同一次运行里的倍数可以比较，不同机器上的毫秒数不能。
Each section is one run; ratios within a run compare, milliseconds across machines do not.
"""


NOT_MEASUREMENTS = frozenset({"report"})


def names() -> list[str]:
    """The measurements: the modules of this package but for its own parts."""
    found = {module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")}
    return sorted(found - NOT_MEASUREMENTS)


def measured(name: str, count: int | None = None) -> Report:
    """Run one; only its own module is loaded, so that it is measured alone. `count` is for those that take one."""
    run = importlib.import_module(f"bench.{name}").run
    takes = count is not None and "count" in inspect.signature(run).parameters
    report: Report = run(count=count) if takes else run()
    return report


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--count", type=click.IntRange(4, 2000), help="印多少份（只对 print 有意义）。")
@click.option("--write", is_flag=True, help="把结果连同日期和命令写入 docs/benchmarks.md。")
def main(name: str | None, as_json: bool, count: int | None, write: bool) -> None:
    """运行性能测量；不写名称则全部运行。"""
    if name is not None and name not in names():
        click.echo(f"没有名为“{name}”的测量。现有：{'、'.join(names())}。There is no benchmark named {name}.", err=True)
        sys.exit(2)
    reports = {each: measured(each, count) for each in ([name] if name is not None else names())}
    if as_json:
        click.echo(json.dumps({each: report.to_plain() for each, report in reports.items()}, ensure_ascii=False))
    else:
        for report in reports.values():
            click.echo(f"\n{report.title}\n\n{report.table()}")
    if write:
        write_down(reports, datetime.now(UTC), KEPT)


def write_down(reports: dict[str, Report], at: datetime, file: Path) -> None:
    """Append what was found, with the command that finds it again."""
    text = file.read_text(encoding="utf-8") if file.exists() else HEADING
    file.write_text(text.rstrip() + "\n" + "".join(section(*each, at) for each in reports.items()), encoding="utf-8")


def section(name: str, report: Report, at: datetime) -> str:
    """One run of one measurement, as Markdown."""
    where = f"Python {platform.python_version()}，{os.cpu_count()} 核"
    return f"\n## {report.title}\n\n`./run bench {name} --write` · {at:%Y-%m-%d} · {where}\n\n{report.table()}"


if __name__ == "__main__":
    main(prog_name="./run bench")
