"""What it costs when many units do a box side by side: from opening the case to the answer that takes it on.

Through the actions, one committed transaction per answer, as the pages do it; without HTTP and without drawing. CPU time of this process.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

import migrations
from bench.report import Report, Row
from webapp import demonstration
from webapp.house import open_house
from webapp.settings import Settings
from workflows import actions, jobs
from workflows.actions import city
from workflows.plans import Deadline, MeasureReading, PlanReading, ProblemReading
from workflows.records import Case, Measure, Problem, Task
from workflows.rules.deadlines import city_day

SIZES = (100, 300)
SAID = "三公里管网已全部贯通并通过验收，监测数据稳定达标，资料齐全。"
Sessions = sessionmaker[Session]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """CPU seconds: opening the case for all units, and each answer in its order, the last of which joins them."""

    opening: float
    answers: tuple[float, ...]

    @property
    def total(self) -> float:
        """From opening to join, in milliseconds."""
        return (self.opening + sum(self.answers)) * 1000

    def answer(self, first: bool) -> float:
        """Milliseconds per answer at one end of the row: the mean of a fifth, without the join."""
        fifth = max(1, len(self.answers) // 5)
        part = self.answers[:fifth] if first else self.answers[-fifth - 1 : -1]
        return mean(part) * 1000


def run() -> Report:
    """Total and per answer, for each size; the best of three turns, because other programs on the machine are not ours."""
    turns = [{size: _measured(size) for size in SIZES} for _ in range(3)]
    found = {size: min((turn[size] for turn in turns), key=lambda each: each.total) for size in SIZES}
    rows = [Row(name=f"{size} 个单位，从转来到汇合", value=each.total) for size, each in found.items()]
    for size, each in found.items():
        rows.append(Row(name=f"{size} 个单位，前五分之一每份答复", value=each.answer(True)))
        rows.append(Row(name=f"{size} 个单位，后五分之一每份答复", value=each.answer(False)))
        rows.append(Row(name=f"{size} 个单位，最后一份（汇合）", value=each.answers[-1] * 1000))
    small, large = (found[size] for size in SIZES)
    return Report(
        title="多个单位分别办理：从转来到汇合的处理器时间",
        unit="毫秒",
        beside=rows[0].name,
        rows=tuple(rows),
        notes=(
            f"单位增到 {SIZES[1] / SIZES[0]:.0f} 倍，总时间为 {large.total / small.total:.2f} 倍（不超过 4 倍为线性）。",
            f"{SIZES[1]} 个单位时，一份答复为 {SIZES[0]} 个单位时的 {large.answer(False) / small.answer(False):.2f} 倍。",
            "每份答复一次提交，含日志、签署记录和幂等记录；SQLite，单进程，不含 HTTP。",
        ),
    )


def _measured(size: int) -> Measured:
    at = datetime.now(UTC)
    with TemporaryDirectory() as directory:
        house = open_house(Settings(data_dir=Path(directory), demo=True))
        migrations.upgrade(house.engine)
        jobs.prepare(house.engine)
        with house.sessions() as session:
            demonstration.deploy_shipped(session, at=at)
            units = [_unit(session, number, at) for number in range(1, size + 1)]
            session.commit()
        opening, case_id = _opened(house.sessions, size, at)
        spent = tuple(
            _answered(house.sessions, case_id, unit, person, at + timedelta(seconds=place))
            for place, (unit, person) in enumerate(units, 1)
        )
        with house.sessions() as session:
            if session.get_one(Case, case_id).stage == "rectify":
                raise RuntimeError("the answers of all units did not take the case on")
        house.engine.dispose()
    return Measured(opening=opening, answers=spent)


def _unit(session: Session, number: int, at: datetime) -> tuple[UUID, UUID]:
    name = f"测量第{number}县"
    unit = city.add_unit(session, name=name, short_name=name, level="county")
    person = city.add_person(
        session, login=f"bench{number}", name=f"承办{number}", title="科长", password_hash=uuid4().hex, at=at
    )
    city.seat(session, person_id=person.id, unit_id=unit.id, role="handler", at=at)
    return unit.id, person.id


def _opened(sessions: Sessions, size: int, at: datetime) -> tuple[float, UUID]:
    day = city_day(at) + timedelta(days=60)
    problem = ProblemReading(
        number="1",
        number_raw="1.",
        line=1,
        text="全市管网溢流。雨季溢流，整改推进缓慢。",
        target="晴天无溢流",
        measures=(MeasureReading(text="完成管网改造。", line=1),),
        responsible_units=tuple(f"测量第{number}县" for number in range(1, size + 1)),
        deadline=Deadline(raw=day.isoformat(), date=day),
    )
    plan = PlanReading(name="bench.txt", shape="测量", title=None, problems=(problem,))
    source = actions.Source(list_name="测量", file_name="bench.txt", digest="0" * 64)
    started = time.process_time()
    with sessions() as session:
        actions.load_plan(session, plan, source, by=None, at=at)
        session.commit()
    spent = time.process_time() - started
    with sessions() as session:
        query = select(Case.id).join(Problem, Problem.id == Case.problem_id).where(Problem.title.startswith("全市管网"))
        return spent, session.scalars(query).one()


def _answered(sessions: Sessions, case_id: UUID, unit: UUID, person: UUID, at: datetime) -> float:
    with sessions() as session:
        query = select(Task.id).where(Task.case_id == case_id, Task.unit_id == unit, Task.closed_at.is_(None))
        task_id = session.scalars(query).one()
        problem_id = session.get_one(Case, case_id).problem_id
        measures = session.scalars(select(Measure.id).where(Measure.problem_id == problem_id)).all()
    checks = [{"measure": str(each), "finding": "done"} for each in measures]
    values = {"statement": SAID, "completed_on": city_day(at).isoformat(), "measure_checks": checks}
    started = time.process_time()
    with sessions() as session:
        actions.complete_task(session, task_id=task_id, values=values, request_id=uuid4(), by=person, at=at)
        session.commit()
    return time.process_time() - started
