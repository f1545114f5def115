"""Opening many cases at once. What a case begins with follows from its own rows, so a list of thousands is written in batches and nothing
is asked of the database for each; a case whose process begins with more than that is opened by itself, as any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, telling, who
from workflows.actions.case_facts import beginning, standing, start_facts
from workflows.actions.side_by_side import each_of, needs_nobody
from workflows.engine import Diagram as Compiled
from workflows.engine import Run
from workflows.queries import deadlines, diagrams, matters, people
from workflows.records import (
    Base,
    Case,
    Diagram,
    JournalEntry,
    Measure,
    Occurrence,
    Problem,
    ProblemDeadline,
    ProblemList,
    ProblemNumber,
    ProblemUnit,
    Task,
    Unit,
    journal,
)
from workflows.rules.matters import kind_of
from workflows.rules.permissions import Actor, Involvement
from workflows.rules.reminders import Plan, next_mark

BATCH = 250
"""Problems written together: enough to be fast, few enough to be forgotten again."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Newcomer:
    """A problem that is not in the database yet, with everything the plan says of it; the rows have their identities."""

    problem: Problem
    numbers: Sequence[ProblemNumber]
    units: Sequence[ProblemUnit]
    measures: Sequence[Measure]

    def involved(self) -> Involvement:
        """What `people.involvement` finds once the rows are written."""
        parts: dict[str, list[UUID]] = defaultdict(list)
        for unit in self.units:
            if unit.unit_id is not None:
                parts[unit.part].append(unit.unit_id)
        return people.with_lead(parts)


@dataclass(frozen=True, kw_only=True)
class DrawnUp:
    """The rows `advance.settle` would leave behind, in the order the tables refer to each other."""

    rows: Sequence[Sequence[Base]]
    """Problems; what belongs to them; their cases."""
    entries: Sequence[JournalEntry]
    """The first of each case's journal."""
    followers: Sequence[Base]
    """Open tasks, what people are told of them, deadlines."""
    alone: Sequence[Problem]
    """Those whose case begins with more than its own rows, and is opened by itself."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What all cases of one list have in common, read once."""

    diagram: Diagram
    compiled: Compiled
    list_name: str
    levels: Mapping[UUID, str]  # unit → its level
    schedule: Plan
    due: str  # what the problem's deadline is called
    by: Actor | None
    at: datetime

    @classmethod
    def of(
        cls, session: Session, diagram: Diagram, problem_list: ProblemList, *, by: Actor | None, at: datetime
    ) -> Opening:
        """Everything that need be asked for a whole list."""
        return cls(
            diagram=diagram,
            compiled=diagrams.running(session, diagram.id),
            list_name=problem_list.name,
            levels={row.id: row.level for row in session.execute(select(Unit.id, Unit.level))},
            schedule=deadlines.plan(session),
            due=kind_of(problem_list.process).due,
            by=by,
            at=at,
        )

    def open_cases(self, session: Session, newcomers: Iterable[Newcomer]) -> None:
        """Register the problems and open a case for each, in batches. The caller's transaction holds them all or none."""
        for batch in _batches(newcomers):
            drawn = self.drawn_up(batch)
            for rows in drawn.rows:
                session.add_all(rows)
                session.flush()
            journal.begin_chains(session, drawn.entries)
            session.add_all(drawn.followers)
            session.flush()
            for problem in drawn.alone:
                self.open_alone(session, problem)

    def open_alone(self, session: Session, problem: Problem) -> None:
        """Open a case whose process begins with something the application does by itself. The caller has flushed the problem's rows."""
        open_case(session, problem, self.diagram, self.list_name, by=self.by, at=self.at)

    def drawn_up(self, batch: Sequence[Newcomer]) -> DrawnUp:
        """Everything these problems and their cases begin with; nothing is asked of the database, and nothing written."""
        runs = [(each, self._start(each)) for each in batch]
        alone = {each.problem.id for each, run in runs if _asks_more(run, each.involved())}
        opened = [(each, run, self._case(each.problem, run)) for each, run in runs if each.problem.id not in alone]
        followers = [row for each, run, case in opened for row in self._followers(each, run, case)]
        return DrawnUp(
            rows=(
                [each.problem for each in batch],
                [row for each in batch for row in (*each.numbers, *each.units, *each.measures)],
                [case for _, _, case in opened],
            ),
            entries=[self._first_entry(each.problem, case) for each, _, case in opened],
            followers=followers,
            alone=[each.problem for each in batch if each.problem.id in alone],
        )

    def _start(self, newcomer: Newcomer) -> Run:
        """What `case_facts.start_facts` tells the diagram, from the rows in hand."""
        units = [(unit.part, unit.unit_id) for unit in newcomer.units]
        matched = [(part, unit_id, self.levels[unit_id]) for part, unit_id in units if unit_id is not None]
        facts = beginning(newcomer.problem, units, has_measures=bool(newcomer.measures))
        return Run.start(self.compiled, {**facts, **standing(matched)}, at=self.at)

    def _first_entry(self, problem: Problem, case: Case) -> JournalEntry:
        facts = {"list": self.list_name, "number": problem.number}
        return who.first_entry(case, "case:opened", by=self.by, at=self.at, **facts)

    def _case(self, problem: Problem, run: Run) -> Case:
        return Case(
            id=uuid4(),
            problem_id=problem.id,
            diagram_id=self.diagram.id,
            state=run.dump(),
            opened_at=self.at,
            stage=advance.stage_of(run),
        )

    def _followers(self, newcomer: Newcomer, run: Run, case: Case) -> list[Task | ProblemDeadline | Occurrence]:
        """The open tasks, what people are told of them, the deadline in force; then the instant is known at which the clock must look again."""
        problem = newcomer.problem
        boxes = [box for box in run.open_boxes() if box.kind == "user"]
        tasks = [
            advance.new_task(case, problem, box, unit, self.at)
            for box in boxes
            for unit in each_of(box, newcomer.involved())
        ]
        current = ProblemDeadline(id=uuid4(), case_id=case.id, due_on=problem.due_on, since=self.at, returned=False)
        for task in tasks:
            task.id = uuid4()
        listed = deadlines.watched_at_first(problem, current, newcomer.measures, tasks, due=self.due)
        spoken = next_mark(listed, self.schedule, (), self.at)
        case.due_at = min(filter(None, (advance.next_due(run, problem, case), spoken)), default=None)
        return [*tasks, *(telling.arrived(task, case, at=self.at) for task in tasks), current]


def _asks_more(run: Run, involved: Involvement) -> bool:
    """Whether a case begins with something the application does by itself."""
    return any(box.kind == "service" or needs_nobody(box, involved) for box in run.open_boxes())


def _batches(newcomers: Iterable[Newcomer]) -> Iterator[list[Newcomer]]:
    rest = iter(newcomers)
    while batch := list(islice(rest, BATCH)):
        yield batch


def open_case(
    session: Session, problem: Problem, diagram: Diagram, list_name: str, *, by: Actor | None, at: datetime
) -> Case:
    """Start the process for a problem, under the diagram given. The caller has flushed problem, units and measures."""
    run = Run.start(diagrams.running(session, diagram.id), start_facts(session, problem), at=at)
    case = Case(
        problem_id=problem.id, diagram_id=diagram.id, state=run.dump(), due_at=None, opened_at=at, stage="start"
    )
    session.add(case)
    session.flush()
    opened = "matter:opened" if matters.kind(session, problem).is_matter else "case:opened"
    who.note(session, opened, case=case, by=by, at=at, list=list_name, number=problem.number)
    advance.settle(session, case, run, at=at)
    session.flush()
    return case
