"""What letting time pass costs: a thousand due cases among ten thousand, and the same thousand among a hundred thousand.

The real clock (`due_cases`, then `pass_time` and a commit for each) on real SQLite databases, turn and turn about, so that both meet the same
machine. The cases are copies, made by inserting rows, of two that wait to be rectified: one is due, the other a year later.
Beside them what the plain library needs to find out what is due: load every case, look at its timers, save it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from bench._city import PROBLEM, founded
from bench.engine import _plain
from bench.report import Report, Row
from webapp.house import KEY, House
from workflows import actions
from workflows.actions import ticking
from workflows.plans import read_plan
from workflows.records import Base, Case, JournalHead, Measure, Problem, ProblemDeadline, ProblemUnit, Task
from workflows.rules.deadlines import CITY_ZONE, city_day

DUE = 1_000
SIZES = (10_000, 100_000)
TURN = 100
BATCH = 5_000
PLAIN_CASES = 30
COPIED: tuple[type[Base], ...] = (Problem, Case, ProblemUnit, Measure, Task, ProblemDeadline)
"""What a case that waits to be rectified consists of, besides the head of its journal; parents before children."""


def run(due: int = DUE, sizes: tuple[int, int] = SIZES) -> Report:
    """CPU milliseconds per due case, however many others there are."""
    with ExitStack() as stack:
        cities = [stack.enter_context(filled(size, due)) for size in sizes]
        for _ in range(-(-due // TURN)):
            for city in cities:
                city.lets_time_pass(TURN)
        few, many = (city.milliseconds for city in cities)
        looks = [city.look_milliseconds for city in cities]
    sweep = _plain_look() * sizes[0] / due
    names = [f"{due} 件到期，共 {size} 件" for size in sizes]
    rows = [Row(name=name, value=value) for name, value in zip(names, (few, many), strict=True)]
    rows.append(Row(name=f"SpiffWorkflow 默认用法逐件装载看钟，共 {sizes[0]} 件", value=sweep))
    return Report(
        title="时间流逝：每件到期案件的 CPU 时间",
        unit="CPU 毫秒/件到期",
        beside=names[0],
        rows=tuple(rows),
        notes=(
            f"案件总数增至 {sizes[1] // sizes[0]} 倍，每件到期案件为 {many / few:.2f} 倍；"
            f"找出到期案件每次 {looks[0]:.2f} 毫秒，对 {looks[1]:.2f} 毫秒。",
            f"SpiffWorkflow 一行按 {PLAIN_CASES} 件的装载、看钟、保存推算，只算找出到期的，不算办理。SQLite，单进程。",
        ),
    )


@dataclass
class Clocked:
    """A city full of cases, and the CPU time its clock has taken."""

    house: House
    at: datetime
    done: int = 0
    seconds: float = 0.0
    looks: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """Per due case."""
        return self.seconds / self.done * 1000

    @property
    def look_milliseconds(self) -> float:
        """To find some due cases, the fastest time."""
        return min(self.looks) * 1000

    def lets_time_pass(self, most: int) -> int:
        """Look at up to so many due cases; returns how many there were."""
        started = time.process_time()
        with self.house.readers() as session:
            due = ticking.due_cases(session, at=self.at, limit=most)
        looked = time.process_time()
        for case_id in due:
            with self.house.sessions() as session:
                ticking.pass_time(session, case_id=case_id, at=self.at)
                session.commit()
        self.seconds += time.process_time() - started
        self.looks.append(looked - started)
        self.done += len(due)
        return len(due)


@contextmanager
def filled(size: int, due: int) -> Iterator[Clocked]:
    """A city with `size` cases, of which `due` are due; gone with the block."""
    with founded(problems=1) as city:
        house: House = city.application.extensions[KEY]
        at = datetime.now(UTC)
        near, far = city_day(at) + timedelta(days=40), city_day(at) + timedelta(days=400)
        with house.sessions() as session:
            first, second = (_loaded(session, day.strftime("%Y年%m月%d日前"), at) for day in (near, far))
            session.commit()
        copy_case(house.engine, first, due - 1)
        copy_case(house.engine, second, size - due - 1)
        morning = datetime(near.year, near.month, near.day, 9, tzinfo=CITY_ZONE) + timedelta(days=1)
        clocked = Clocked(house=house, at=morning)
        _set_aside_others(clocked)
        yield clocked


def _loaded(session: Session, day: str, at: datetime) -> UUID:
    """The case of a plan with one problem that is due on this day."""
    text = PROBLEM.format(number=1, year=0).replace("0年12月31日前", day)
    plan = read_plan(f"二、主要措施\n\n（一）大气污染防治\n\n{text}", name="due.txt")
    source = actions.Source(list_name=f"测量 {day}", file_name="due.txt", digest="0" * 64)
    loaded = actions.load_plan(session, plan, source, by=None, at=at)
    found = select(Case.id).join(Problem, Problem.id == Case.problem_id).where(Problem.list_id == loaded.list_id)
    case_id: UUID = session.scalars(found).one()
    return case_id


def _set_aside_others(clocked: Clocked) -> None:
    """The demonstration's own cases are not part of it."""
    with clocked.house.sessions() as session:
        theirs = select(Case).join(Problem, Problem.id == Case.problem_id).where(Problem.title.not_like("整治第%"))
        for case in session.scalars(theirs):
            case.due_at = None
        session.commit()


def copy_case(engine: Engine, case_id: UUID, times: int) -> None:
    """Insert so many cases like this one."""
    with engine.connect() as connection:
        problem_id = connection.scalar(select(Case.problem_id).where(Case.id == case_id))
        pattern = {kind: _rows(connection, kind, case_id, problem_id) for kind in COPIED}
        head = dict(connection.execute(select(JournalHead).where(JournalHead.chain == str(case_id))).mappings().one())
    for start in range(0, times, BATCH):
        made: dict[type[Base], list[dict[str, Any]]] = {kind: [] for kind in (*COPIED, JournalHead)}
        for number in range(start, min(start + BATCH, times)):
            _one_more(made, pattern, head, number)
        with engine.begin() as connection:
            for kind, rows in made.items():
                connection.execute(insert(kind), rows)


def _rows(connection: Any, kind: type[Base], case_id: UUID, problem_id: UUID) -> list[dict[str, Any]]:
    table = kind.__table__
    mine = {Problem: table.c.get("id") == problem_id, Case: table.c.get("id") == case_id}.get(kind)
    if mine is None:
        mine = table.c.case_id == case_id if "case_id" in table.c else table.c.problem_id == problem_id
    return [dict(row) for row in connection.execute(select(table).where(mine)).mappings()]


def _one_more(
    made: dict[type[Base], list[dict[str, Any]]],
    pattern: Mapping[type[Base], list[dict[str, Any]]],
    head: Mapping[str, Any],
    number: int,
) -> None:
    case_id, problem_id = uuid4(), uuid4()
    mine = {Problem: {"id": problem_id, "position": number + 2}, Case: {"id": case_id, "problem_id": problem_id}}
    for kind, rows in pattern.items():
        for row in rows:
            new = {**row, **mine.get(kind, {"id": uuid4()})}
            if kind is not Case:
                new |= {
                    name: value for name, value in (("case_id", case_id), ("problem_id", problem_id)) if name in row
                }
            made[kind].append(new)
    made[JournalHead].append({**head, "chain": str(case_id)})


def _plain_look() -> float:
    """CPU milliseconds to load one case by the library's default serialiser, look at its timers, and save it."""
    state, _step = _plain()
    serialiser = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    started = time.process_time()
    for _ in range(PLAIN_CASES):
        workflow = serialiser.deserialize_json(state)
        workflow.refresh_timers()
        serialiser.serialize_json(workflow)
    return (time.process_time() - started) / PLAIN_CASES * 1000
