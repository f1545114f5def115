"""A register of thousands of problems out of one spreadsheet: reading it, and opening a case for each. Does the time grow with the length alone?"""

from __future__ import annotations

import io
import resource
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

import migrations
from bench.report import Report, Row
from webapp import demonstration
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows import actions
from workflows.plans import PlanReading, read_file

SIZES = (2_500, 5_000, 10_000)
HEADER = ("序号", "反馈问题", "整改目标", "整改措施", "责任单位", "督导单位", "责任人", "整改时限", "完成情况")
MEASURES = "1.排查溯源，建立台账。2.2026年6月底前完成管网改造3.5公里。3.建立长效管护机制，长期坚持。"


def run() -> Report:
    """CPU seconds of reading and of registering, by the number of problems; the most memory the process ever held."""
    rows: list[Row] = []
    for size in SIZES:
        data = workbook(size)
        reading, read = timed(partial(read_file, data, name="清单.xlsx"))
        with TemporaryDirectory() as directory:
            house = city(Path(directory))
            _, loaded = timed(partial(load, house, reading))
        rows.append(Row(name=f"{size} 个问题", value=read + loaded, parts=(("读", read), ("登记并立案", loaded))))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Report(
        title="读方案：一张表格里的几千个问题",
        unit="秒",
        beside=rows[0].name,
        rows=tuple(rows),
        notes=("处理器时间；内置数据库，每个问题三条措施、五个单位。", f"整个过程的内存峰值 {peak} MB。"),
    )


def timed(work: Callable[[], PlanReading | None]) -> tuple[PlanReading | None, float]:
    """What came of it, and the seconds of CPU it took."""
    started = time.process_time()
    return work(), time.process_time() - started


def workbook(size: int) -> bytes:
    """A register of so many problems, half of its deadlines as dates and half as words."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("整改清单")
    sheet.append(["青禾市督察反馈问题整改清单"])
    sheet.append(list(HEADER))
    for number in range(1, size + 1):
        text = f"云溪县第{number}号排口雨污混流，污水直排入河，群众反映强烈。"
        target = "消除污水直排，水质稳定达标，优良比例达到95%以上。"
        due = date(2026, 12, 31) if number % 2 else "2026年底前"
        units = "云溪县、白石区党委、政府，市水务局"
        sheet.append([number, text, target, MEASURES, units, "市政府督查室", "王某某", due, "正在推进。"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def city(directory: Path) -> House:
    """The demonstration city without its plan."""
    house = open_house(Settings(data_dir=directory))
    migrations.upgrade(house.engine)
    with house.sessions() as session:
        demonstration.deploy_shipped(session, at=datetime.now(UTC))
        session.commit()
    return house


def load(house: House, reading: PlanReading | None) -> None:
    """Register it, as `xiaohao plan load` does."""
    if reading is None:
        raise ValueError("nothing was read")
    source = actions.Source(list_name="清单", file_name="清单.xlsx", digest="0" * 64)
    with house.sessions() as session:
        actions.load_plan(session, reading, source, by=None, at=datetime.now(UTC))
        session.commit()
