"""Many papers at once: how two render processes scale against one, whether memory stays flat, and beside it what others cost.

`./run bench print --count 1000` prints so many closure reports with each number of processes: laid out, signed, kept and
journalled, as the worker does it. Chromium's print-to-PDF and Typst set the same text, warm, on one core. Other programs may
be running, so pages are counted against CPU time; the wall-clock times say how many cores the machine had left for it.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pikepdf
from sqlalchemy import select

import migrations
from bench import _rivals
from bench._processes import cpu_of_descendants, memory_of
from bench.report import Report, Row
from reports.render import html_for
from tests.city import City
from tests.reports.builders import AT, closure
from webapp.batches import run_batch
from webapp.house import House, open_house
from webapp.presses import Presses
from webapp.settings import Settings
from workflows.actions import print_batches
from workflows.records import Document, make_engine

COUNT = 24
_BESIDE = "本产品，1 个排版进程"


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A batch that was printed: seconds of CPU and of the clock, pages, bytes, and memory (bytes) early and at the end."""

    cpu: float
    clock: float
    pages: int
    size: int
    early: int
    late: int


def run(count: int = COUNT) -> Report:
    """Pages per second of CPU, ours with one and two processes, and the others on the same text."""
    fonts = fonts_directory()
    one, two = _printed(fonts, count, processes=1), _printed(fonts, count, processes=2)
    html = html_for(closure(), fonts=fonts)
    rivals = [_rivals.chromium(html, fonts), _rivals.typst(html, fonts)]
    rows = (
        Row(name=_BESIDE, value=one.pages / one.cpu),
        Row(name="本产品，2 个排版进程", value=two.pages / two.cpu),
        *(Row(name=each.name, value=each.pages / each.cpu) for each in rivals if each.cpu),
    )
    sizes = [f"本产品 {one.size // 1024} KB", *(f"{each.name} {each.size // 1024} KB" for each in rivals if each.cpu)]
    notes = (
        f"{count} 份销号报告，{one.pages} 页，含签名、入库和日志。每份文件大小：{'，'.join(sizes)}。",
        f"2 个进程对 1 个：按处理器时间 {2 * one.cpu / two.cpu:.2f} 倍（每份用时没有变多就是 2），按时钟 {one.clock / two.clock:.2f} 倍。",
        f"时钟：{one.clock:.0f} 秒对 {two.clock:.0f} 秒；机器上另有程序，当时各得到 {one.cpu / one.clock:.2f} 和 {two.cpu / two.clock:.2f} 个核。",
        f"每个排版进程的内存：印完十分之一时最多 {two.early >> 20} MB，印完时 {two.late >> 20} MB。",
        *(each.note for each in rivals if each.note),
    )
    return Report(title=f"批量打印：{count} 份文书", unit="页/CPU 秒", beside=_BESIDE, rows=rows, notes=notes)


def fonts_directory() -> Path:
    """Where `./run` builds the fonts."""
    return Path(os.environ.get("XIAOHAO_FONTS_DIR", "~/.cache/xiaohao/fonts")).expanduser()


def _printed(fonts: Path, count: int, *, processes: int) -> Printed:
    """One batch of `count` papers, printed from nothing by so many processes, first of all warmed with one paper each."""
    with tempfile.TemporaryDirectory() as room, _installed(Path(room), fonts) as (house, city):
        presses, memory = Presses(house.settings, count=processes), list[int]()

        def do(job: str, arguments: dict[str, str]) -> None:
            presses.do(job, arguments)
            memory.append(max((memory_of(pid) for pid in presses.processes()), default=0))

        try:
            run_batch(house, do, processes, _batch(city, range(processes)))
            batch_id = _batch(city, range(processes, processes + count))
            memory.clear()
            before, began = _cpu(), time.monotonic()
            run_batch(house, do, processes, batch_id)
            clock, cpu = time.monotonic() - began, _cpu() - before
        finally:
            presses.close()
        pages, size = _pages(house)
        early, late = max(memory[: max(1, count // 10)]), max(memory[-max(1, count // 10) :])
        return Printed(cpu=cpu, clock=clock, pages=pages * count, size=size, early=early, late=late)


def _cpu() -> float:
    """Seconds of CPU of this process and of all below it, also of those that were replaced on the way."""
    return cpu_of_descendants(os.getpid()) + sum(os.times()[:4])


@contextmanager
def _installed(room: Path, fonts: Path) -> Iterator[tuple[House, City]]:
    """An installation with a city and no papers."""
    engine = make_engine(f"sqlite:///{room / 'xiaohao.db'}")
    migrations.upgrade(engine)
    city = City.founded(engine, room / "evidence")
    yield open_house(Settings(data_dir=room, fonts_dir=fonts, demo=True), engine), city
    engine.dispose()


def _batch(city: City, numbers: range) -> UUID:
    """Closure reports of one case, issued and waiting, asked for together."""
    case = city.case()
    with city.transaction() as session:
        case_id = case.record(session).id
        rows = [_document(case_id, number) for number in numbers]
        session.add_all(rows)
        session.flush()
        ids = [row.id for row in rows]
        return print_batches.ask_to_print(
            session, document_ids=ids, prints="originals", result="zip", by=city.people["孙悦"], at=city.now
        )


def _document(case_id: UUID, number: int) -> Document:
    dossier = closure(number=f"潍督改办〔2026〕{number + 1}号", verify_code=f"{number:04X}-0000-0000")
    return Document(
        case_id=case_id,
        kind=dossier.kind,
        number=dossier.number,
        year=2026,
        serial=number + 1,
        title=dossier.title,
        dossier=dossier.to_json(),
        dossier_digest=dossier.digest,
        status="waiting",
        verify_code=dossier.verify_code,
        issued_at=AT,
    )


def _pages(house: House) -> tuple[int, int]:
    """Pages and bytes of one of the papers; every one must have been made."""
    with house.sessions() as session:
        rows = list(session.scalars(select(Document)))
    missing = [row.error for row in rows if row.status != "ready"]
    if missing:
        raise RuntimeError(f"{len(missing)} papers were not made: {missing[0]}")
    with house.store.open(str(rows[-1].file_digest)) as file, pikepdf.open(file) as document:
        return len(document.pages), house.store.size(str(rows[-1].file_digest))
