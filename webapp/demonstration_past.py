"""The demonstration city's past: an earlier list of eight problems, lived through with the same verbs people use.

A newcomer meets a city at work (closed, late, returned, in public notice, waiting for a decision) and papers that can be opened, not
a row of noughts. Everything is invented. Moments lie before the founding; the clock is told each of them in order.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demonstration_told import HANDLERS, POSTS, PROBLEMS, SAID, Told, picture
from workflows import actions
from workflows.plans import Deadline, MeasureReading, PlanReading, ProblemReading
from workflows.queries import audits
from workflows.records import AuditDraw, Case, Measure, Problem, Task
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.canonical import digest_of
from workflows.rules.deadlines import city_day, start_of_day

LIST = "省生态环境保护例行督察交办问题清单"
LENGTH = timedelta(days=150)
STEP = timedelta(days=5)
MORNING = timedelta(hours=9)
LIMIT = 1 << 20


@dataclass
class Past:
    """The past as it is being lived: the session, who is who, and what time it is."""

    session: Session
    store: EvidenceStore
    people: Mapping[str, UUID]
    start: datetime
    end: datetime
    now: datetime
    problems: list[UUID]

    def live(self) -> None:
        """Everything that happened, in order of time."""
        moments = sorted(self._moments(), key=lambda each: each[0])
        for at, happens in moments:
            self._pass_to(at)
            happens()
        self._pass_to(self.end)

    def _moments(self) -> list[tuple[datetime, Callable[[], None]]]:
        """When what happens. The office draws twice: once for the first three, once for the fourth."""
        found: list[tuple[datetime, Callable[[], None]]] = []
        for number, told in enumerate(PROBLEMS):
            if told.rectified is None:
                continue
            begins = self._day(told.rectified)
            boxes = self._boxes(number)
            for step, box in enumerate(boxes):
                found.append((begins + timedelta(days=3 * step, hours=number), self._does(number, box)))
        first, second = self._day(58), self._day(-9)
        found += [(first, self._freezes), (first + timedelta(days=1), self._draws)]
        found += [(first + timedelta(days=3), self._audits)]
        found += [(first + timedelta(days=25), self._approves)]
        found += [(second, self._freezes), (second + timedelta(days=1), self._draws)]
        found += [(second + timedelta(days=5), self._audits)]
        found.append((self._day(-1), self._asks))
        return found

    def _boxes(self, number: int) -> tuple[str, ...]:
        """What is done about a problem one after the other; the fifth stops at the self-check, the sixth is sent back on site."""
        whole = ("rectify", "self_check", "reinspect", "confirm_reinspection")
        return {4: whole[:1], 5: (*whole[:2], "return")}.get(number, whole)

    def _day(self, days: int) -> datetime:
        day = self.start if days >= 0 else self.end
        return start_of_day(city_day(day) + timedelta(days=days)) + MORNING

    def _pass_to(self, at: datetime) -> None:
        """The clock looks at everything that falls due until `at`."""
        while self.now < at:
            self.now = min(at, self.now + STEP)
            for case_id in actions.due_cases(self.session, at=self.now):
                actions.pass_time(self.session, case_id=case_id, at=self.now)

    def _does(self, number: int, box: str) -> Callable[[], None]:
        def happens() -> None:
            told, problem_id = PROBLEMS[number], self.problems[number]
            if box == "rectify":
                self._photographs(problem_id, HANDLERS[told.unit][0])
            self._complete(problem_id, "reinspect" if box == "return" else box, returned=box == "return")

        return happens

    def _complete(self, problem_id: UUID, box: str, *, returned: bool = False) -> None:
        """Complete every open task of a box; one the case does not wait for is let be."""
        query = select(Task).join(Case, Case.id == Task.case_id).where(Case.problem_id == problem_id)
        for task in self.session.scalars(query.where(Task.box == box, Task.closed_at.is_(None))).all():
            actions.complete_task(
                self.session,
                task_id=task.id,
                values=self._values(problem_id, box, returned=returned),
                request_id=uuid5(task.id, "past"),
                by=self.people[self._doer(task, problem_id)],
                at=self.now,
            )

    def _doer(self, task: Task, problem_id: UUID) -> str:
        if task.box in POSTS:
            return POSTS[task.box]
        if task.box == "random_audit":
            drawn = list(audits.lineups(self.session, [task.case_id]).get(task.case_id, {}))
            return next(login for login, person in self.people.items() if person in drawn)
        told = PROBLEMS[self.problems.index(problem_id)]
        return HANDLERS[told.lead][0] if task.box == "self_check" else HANDLERS[told.unit][0]

    def _values(self, problem_id: UUID, box: str, *, returned: bool) -> dict[str, Any]:
        day = city_day(self.now).isoformat()
        ids = self.session.scalars(
            select(Measure.id).where(Measure.problem_id == problem_id).order_by(Measure.position)
        )
        measures = [str(each) for each in ids]
        found = {"finding": "not_confirmed", "note": "岸坡植被恢复约六成。"} if returned else {"finding": "confirmed"}
        checks = [{"measure": each, **found} for each in measures]
        two = [{"name": "王立新", "unit": "市生态环境局"}, {"name": "赵强", "unit": "市生态环境局"}]
        back = (city_day(self.end) + timedelta(days=5)).isoformat()
        verdict: dict[str, Any] = {"decision": "pass"}
        if returned:
            why = "岸坡植被恢复面积不足，须补植后再报。"
            verdict = {"decision": "return", "return_to": "rectify", "reason": why, "due_on": back}
        filled: dict[str, dict[str, Any]] = {
            "rectify": {
                "statement": f"整改措施已全部完成。{SAID}",
                "completed_on": day,
                "measure_checks": [{"measure": each, "finding": "done"} for each in measures],
            },
            "self_check": {"summary": SAID, "checked_on": day, "members": two[:1], "measure_checks": checks, **verdict},
            "reinspect": {
                "measure_checks": checks,
                "findings": SAID,
                "inspected_on": day,
                "place": "问题现场",
                "people": two,
                **verdict,
            },
            "confirm_reinspection": {"opinion": "与现场情况一致，同意复核意见。", **verdict},
            "random_audit": {
                "audited_on": day,
                "place": "问题现场",
                "method": "site",
                "findings": SAID,
                "people": two[:1],
                **verdict,
            },
            "approve_closure": {"opinion": "整改到位，资料齐全，同意销号。", **verdict},
        }
        return filled[box]

    def _photographs(self, problem_id: UUID, by: str) -> None:
        for name, colours in (
            ("整改前.png", ((120, 104, 88), (88, 72, 60))),
            ("整改后.png", ((150, 190, 215), (96, 150, 92))),
        ):
            actions.add_evidence(
                self.session,
                self.store,
                problem_id=problem_id,
                stream=io.BytesIO(picture(*colours, seed=problem_id.int % 97)),
                name=name,
                limit=LIMIT,
                by=self.people[by],
                at=self.now,
            )

    def _freezes(self) -> None:
        listed = self.session.get_one(Problem, self.problems[0]).list_id
        seed_at = (self.now + timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M")
        rule = {"percent_high": "100", "percent": "60", "per_unit": "0", "minimum": "1", "auditors": "1"}
        values = {**rule, "lots_per_return": "1", "seed_source": "福彩双色球当日开奖号码", "seed_at": seed_at}
        actions.freeze_audit(
            self.session, list_id=listed, values=values, high=(), by=self.people["sunyue"], at=self.now
        )

    def _draws(self) -> None:
        query = select(AuditDraw).where(AuditDraw.drawn_at.is_(None), AuditDraw.withdrawn_at.is_(None))
        for draw in self.session.scalars(query).all():
            seed = f"03 07 12 19 25 {self.now.day % 30 + 1:02} + 08"
            values = {"seed": seed, "seed_again": seed}
            actions.draw_audit(self.session, draw_id=draw.id, values=values, by=self.people["sunyue"], at=self.now)

    def _audits(self) -> None:
        for problem_id in self.problems:
            self._complete(problem_id, "random_audit")

    def _approves(self) -> None:
        for problem_id in self.problems:
            self._complete(problem_id, "approve_closure")

    def _asks(self) -> None:
        values = {
            "due_on": (city_day(self.end) + timedelta(days=45)).isoformat(),
            "reason": "连续降雨影响边坡施工，截排水沟尚余三百米，预计四十五天内完成。",
        }
        problem_id, by = self.problems[6], self.people["linqing"]
        request_id = uuid5(problem_id, "extension")
        actions.ask_extension(
            self.session, problem_id=problem_id, values=values, request_id=request_id, by=by, at=self.now
        )


def live(session: Session, store: EvidenceStore, *, people: Mapping[str, UUID], start: datetime, end: datetime) -> int:
    """Load the earlier list at `start` and live it until `end`; returns how many problems it has. The caller commits."""
    source = actions.Source(
        list_name=LIST,
        file_name="例行督察清单.txt",
        digest=digest_of(LIST),
        inspection="省生态环境保护例行督察",
        round="2026年第一批",
    )
    loaded = actions.load_plan(session, _reading(start, end), source, by=people["sunyue"], at=start)
    query = select(Problem.id).where(Problem.list_id == loaded.list_id).order_by(Problem.position)
    past = Past(
        session=session,
        store=store,
        people=people,
        start=start,
        end=end,
        now=start,
        problems=list(session.scalars(query)),
    )
    past.live()
    return len(past.problems)


def _reading(start: datetime, end: datetime) -> PlanReading:
    """The list as the reader would give it."""
    problems = tuple(
        ProblemReading(
            number=str(number),
            number_raw=f"{number}.",
            line=number,
            text=f"{told.title}。{told.text}",
            area="例行督察",
            target="、".join(each.rstrip("。") for each in told.measures),
            measures=tuple(MeasureReading(text=text, line=number) for text in told.measures),
            responsible_units=(told.unit,),
            lead_units=(told.lead,),
            deadline=_deadline(told, start, end),
        )
        for number, told in enumerate(PROBLEMS, 1)
    )
    return PlanReading(name="例行督察清单.txt", shape="演示", title=LIST, problems=problems)


def _deadline(told: Told, start: datetime, end: datetime) -> Deadline:
    day: date = city_day(start) + timedelta(days=told.days) if told.days else city_day(end) + timedelta(days=told.left)
    return Deadline(raw=f"{day.year}年{day.month}月{day.day}日前", date=day)
