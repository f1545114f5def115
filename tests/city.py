"""A small city for tests that read like minutes of a meeting: units, people, a plan, and a clock that moves when it is told to.

Everything goes through the real actions on a real database; each step is one transaction, as in the application.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from workflows import actions, jobs
from workflows.actions import city as register
from workflows.plans import Deadline, MeasureReading, PlanReading, ProblemReading
from workflows.queries import audits, task_page
from workflows.records import (
    Case,
    Document,
    Extension,
    JournalEntry,
    Matter,
    Measure,
    Problem,
    Task,
    session_factory,
)
from workflows.records.evidence_store import LocalEvidenceStore
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.draw import plain_seed

DIAGRAMS = Path(__file__).parents[1] / "workflows" / "diagrams"
MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=CITY_ZONE)

UNITS = (
    ("青禾市环保督察反馈问题整改工作领导小组办公室", "领导小组办公室", "office"),
    ("云溪县", "云溪县", "county"),
    ("青禾市住房和城乡建设局", "市住房和城乡建设局", "department"),
    ("青禾市生态环境局", "市生态环境局", "department"),
)
PEOPLE = {
    "周敏": ("云溪县", "handler"),
    "马东": ("云溪县", "handler"),
    "沈文": ("云溪县", "county_leader"),
    "陆海": ("云溪县", "head_of_government"),
    "韩冰": ("云溪县", "party_secretary"),
    "陈静": ("青禾市住房和城乡建设局", "handler"),
    "王立新": ("青禾市生态环境局", "municipal_inspector"),
    "赵强": ("青禾市生态环境局", "municipal_inspector"),
    "孙悦": ("青禾市环保督察反馈问题整改工作领导小组办公室", "office"),
    "钱伟": ("青禾市环保督察反馈问题整改工作领导小组办公室", "office"),
    "李国庆": ("青禾市环保督察反馈问题整改工作领导小组办公室", "office_leader"),
}
SEED_SOURCE = "11 月 23 日福彩双色球开奖号码"
SEED = "03 07 12 19 25 31 + 08"
NUMBER = "X420000201811240021"
WROTE = "十一月二日到现场核查三处溢流口，均已封堵，调阅监测数据未见溢流记录。"


def forms() -> dict[str, str]:
    """The shipped forms as text, by key."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((DIAGRAMS / "forms").glob("*.json"))}


def reading(
    *,
    due_on: date | None = date(2026, 11, 30),
    responsible: tuple[str, ...] = ("云溪县党委", "云溪县政府"),
    lead: tuple[str, ...] = ("市住房和城乡建设局",),
    measures: tuple[str, ...] = ("完成化肥沟箱涵截污改造1.2公里。", "溢流口安装在线监测并联网。"),
    problems: int = 1,
) -> PlanReading:
    """A plan as the reader would give it."""
    deadline = Deadline(raw=due_on.isoformat(), date=due_on) if due_on else None
    each = [
        ProblemReading(
            number=str(number),
            number_raw=f"{number}.",
            line=number,
            text=f"白浪河化肥沟箱涵溢流整治第{number}段。雨季溢流，整改推进缓慢。",
            area="水污染防治",
            target="完成箱涵溢流整治工程，晴天无溢流",
            measures=tuple(MeasureReading(text=text, line=number) for text in measures),
            responsible_units=responsible,
            lead_units=lead,
            deadline=deadline,
        )
        for number in range(1, problems + 1)
    ]
    return PlanReading(name="plan.txt", shape="测试", title=None, problems=tuple(each))


@dataclass
class City:
    """The city with its clock; `now` only moves through `passes`."""

    engine: Engine
    store: LocalEvidenceStore
    now: datetime = MORNING
    people: dict[str, UUID] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    units: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def founded(cls, engine: Engine, directory: Path) -> City:
        """Units, people and the shipped diagram."""
        city = cls(engine=engine, store=LocalEvidenceStore(directory))
        jobs.prepare(engine)
        with city.transaction() as session:
            for name, short, level in UNITS:
                city.units[name] = register.add_unit(session, name=name, short_name=short, level=level).id
            for name, (unit, role) in PEOPLE.items():
                person = register.add_person(
                    session, login=name, name=name, title="科长", password_hash="x", at=city.now
                )
                register.seat(session, person_id=person.id, unit_id=city.units[unit], role=role, at=city.now)
                city.people[name], city.homes[name] = person.id, unit
        city.deploys("rectification")
        return city

    def joined_by(self, unit: str, handler: str, *, level: str = "county") -> None:
        """One more unit, with somebody who handles its cases."""
        with self.transaction() as session:
            added = register.add_unit(session, name=unit, short_name=unit, level=level)
            person = register.add_person(
                session, login=handler, name=handler, title="科长", password_hash="x", at=self.now
            )
            register.seat(session, person_id=person.id, unit_id=added.id, role="handler", at=self.now)
            self.units[unit], self.people[handler], self.homes[handler] = added.id, person.id, unit

    def deploys(self, process: str) -> None:
        """A shipped process, with the shipped forms."""
        with self.transaction() as session:
            source = (DIAGRAMS / f"{process}.bpmn").read_bytes()
            actions.deploy_diagram(session, source=source, forms=forms(), by=None, at=self.now)

    def petition(self, *, number: str = NUMBER, by: str = "孙悦", **values: Any) -> CaseFile:
        """A petition the office registered today."""
        self.deploys("petition")
        filled = {
            "number": number,
            "received_on": self.now.date().isoformat(),
            "responsible_units": [str(self.units["云溪县"])],
            "text": "云溪县城南木器厂喷漆气味刺鼻，夜间锯木噪声扰民。",
        }
        with self.transaction() as session:
            done = actions.register_petition(
                session, values={**filled, **values}, request_id=uuid4(), by=self.people[by], at=self.now
            )
        return CaseFile(city=self, problem_id=done.problem_id)

    def transaction(self) -> Session:
        """A session that commits when its block ends well."""
        return _Committing(session_factory(self.engine)())

    def passes(self, day: date) -> None:
        """It is nine in the morning of `day`; the clock has looked at everything that was due."""
        self.now = datetime(day.year, day.month, day.day, 9, 0, tzinfo=CITY_ZONE)
        with self.transaction() as session:
            due = actions.due_cases(session, at=self.now)
        for case_id in due:
            with self.transaction() as session:
                actions.pass_time(session, case_id=case_id, at=self.now)

    def draws(self, draw_id: UUID, *, by: str = "孙悦", seed: str = SEED) -> None:
        """The office draws with the seed that has come out."""
        with self.transaction() as session:
            values = {"seed": seed, "seed_again": seed}
            drawn = actions.draw_audit(session, draw_id=draw_id, values=values, by=self.people[by], at=self.now)
            assert drawn.seed == plain_seed(seed)

    def loads(
        self, plan: PlanReading, *, name: str = "问题清单", strict: bool = False, process: str = "rectification"
    ) -> list[CaseFile]:
        """A plan put on the list; the case of each problem, in order."""
        source = actions.Source(list_name=name, file_name="plan.txt", digest="0" * 64, process=process)
        with self.transaction() as session:
            loaded = actions.load_plan(session, plan, source, by=self.people["孙悦"], at=self.now, strict=strict)
            query = select(Problem.id).where(Problem.list_id == loaded.list_id).order_by(Problem.position)
            return [CaseFile(city=self, problem_id=problem_id) for problem_id in session.scalars(query)]

    def seats(self, name: str, unit: str, role: str) -> None:
        """Somebody takes a further seat."""
        with self.transaction() as session:
            person, place = self.people[name], self.units[unit]
            register.seat(session, person_id=person, unit_id=place, role=role, at=self.now)

    def case(self, **plan: Any) -> CaseFile:
        """One case of a plan with one problem."""
        return self.loads(reading(**plan), name=f"清单{uuid4().hex[:6]}")[0]


@dataclass
class CaseFile:
    """One case, spoken of as people do."""

    city: City
    problem_id: UUID

    def waits_for(self) -> str:
        """The box of the open task, or the box it stands at."""
        with self.city.transaction() as session:
            return self.record(session).stage

    def record(self, session: Session) -> Case:
        return session.scalars(select(Case).where(Case.problem_id == self.problem_id)).one()

    def problem(self, session: Session) -> Problem:
        return session.get_one(Problem, self.problem_id)

    def open_task(self) -> Task:
        with self.city.transaction() as session:
            case = self.record(session)
            return session.scalars(select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None))).one()

    def open_tasks(self) -> list[Task]:
        """Every open task, by unit where several units do a box side by side."""
        with self.city.transaction() as session:
            query = select(Task).where(Task.case_id == self.record(session).id, Task.closed_at.is_(None))
            return list(session.scalars(query.order_by(Task.opened_at, Task.unit_id)))

    def still_asked(self) -> set[str]:
        """The units that have not answered yet."""
        asked = {task.unit_id for task in self.open_tasks()}
        return {name for name, unit_id in self.city.units.items() if unit_id in asked}

    def task_of(self, unit: str) -> Task:
        """The open task of one of several units."""
        [task] = [task for task in self.open_tasks() if task.unit_id == self.city.units[unit]]
        return task

    def task_for(self, by: str) -> Task:
        """The open task; where several units have one, that of the unit this person comes from."""
        tasks = self.open_tasks()
        return tasks[0] if len(tasks) == 1 else self.task_of(self.city.homes[by])

    def journal(self) -> list[str]:
        """What happened, in order."""
        with self.city.transaction() as session:
            case = self.record(session)
            query = select(JournalEntry.what).where(JournalEntry.chain == str(case.id)).order_by(JournalEntry.seq)
            return list(session.scalars(query))

    def documents(self) -> list[Document]:
        with self.city.transaction() as session:
            query = select(Document).where(Document.case_id == self.record(session).id).order_by(Document.issued_at)
            return list(session.scalars(query))

    def does(
        self, box: str, by: str, *, request_id: UUID | None = None, task_id: UUID | None = None, **values: Any
    ) -> str:
        """`by` completes the box with sensible values, those given on top; returns the sentence."""
        waiting = self.task_for(by) if task_id is None else None
        assert waiting is None or waiting.box == box, f"the case waits for {self.waits_for()}, not {box}"
        self.city.now += timedelta(seconds=1)  # no two people sign at the same instant
        with self.city.transaction() as session:
            done = actions.complete_task(
                session,
                task_id=waiting.id if waiting else task_id,
                values=_filled({**self.values_for(session, box), **values}),
                request_id=request_id or uuid4(),
                by=self.city.people[by],
                at=self.city.now,
            )
            return done.sentence

    def returns(
        self, box: str, by: str, *, until: date, reason: str = "十月的监测数据缺失，须补齐。", to: str | None = None
    ) -> str:
        """`by` sends the case back from a box; where its form asks, `to` the box they choose."""
        chosen = to or RETURN_TO.get(box)
        return self.does(box, by, decision="return", return_to=chosen, reason=reason, due_on=until.isoformat())

    def values_for(self, session: Session, box: str) -> dict[str, Any]:
        """A form filled as people fill it when all is well."""
        measures = session.scalars(select(Measure).where(Measure.problem_id == self.problem_id)).all()
        checks = [{"measure": str(each.id), "finding": "confirmed"} for each in measures]
        day = self.city.now.date().isoformat()
        person = {"name": "刘工", "unit": "市政工程质量站"}
        filled: dict[str, dict[str, Any]] = {
            "assign_units": {
                "responsible_units": [str(self.city.units["云溪县"])],
                "lead_units": [str(self.city.units["青禾市住房和城乡建设局"])],
            },
            "submit_plan": {
                "target": "完成箱涵溢流整治工程，晴天无溢流。",
                "measures": [{"text": "完成截污改造 1.2 公里"}],
                "due_on": "2026-12-20",
                "responsible_persons": "县长李明",
            },
            "accept_plan": {"opinion": "目标明确，措施可行。", "decision": "pass"},
            "rectify": {
                "statement": WROTE,
                "completed_on": day,
                "measure_checks": [{"measure": str(each.id), "finding": "done"} for each in measures],
            },
            "self_check": {"summary": WROTE, "checked_on": day, "members": [person], "measure_checks": checks},
            "self_accept": {"summary": WROTE, "checked_on": day, "members": [person], "measure_checks": checks},
            "reinspect": {
                "measure_checks": checks,
                "findings": WROTE,
                "inspected_on": day,
                "place": "化肥沟箱涵出口",
                "people": [
                    {"name": "王立新", "unit": "市生态环境局"},
                    {"name": "赵强", "unit": "市生态环境局"},
                ],
            },
            "confirm_reinspection": {"opinion": "与现场情况一致，同意复核意见。"},
            "random_audit": {
                "audited_on": day,
                "place": "化肥沟箱涵出口",
                "method": "site",
                "findings": WROTE,
                "people": [person],
            },
            "investigate": {
                "visited_on": day,
                "place": "城南街道永和小区东侧",
                "people": [person, {"name": "赵强", "unit": "县生态环境分局"}],
                "findings": WROTE,
                "decision": "mostly_true",
                "handling": "责令停产整治，查封喷漆设备，立案处罚。",
                "outcome": "settled",
                "reply": "十一月二日电话反馈，举报人表示满意。",
            },
            "issue_order": {"opinion": "同意挂牌督办。"},
            "report_order": {"statement": WROTE, "completed_on": day},
            "propose_lifting": {"findings": WROTE, "checked_on": day},
            "lift_order": {"opinion": "同意摘牌。"},
            "review_petition": {"opinion": "事实清楚，处理到位。"},
            "sign_by_head_of_government": {"opinion": "同意办结。"},
            "sign_by_party_secretary": {"opinion": "同意办结。"},
            "handle_objection": {"findings": WROTE, "answer": "经现场核查，未见溢流，异味来自清淤作业，现已结束。"},
            "handle_county_objection": {
                "findings": WROTE,
                "answer": "经现场核查，未见溢流，异味来自清淤作业，现已结束。",
            },
            "apply_closure": {"statement": WROTE},
            "approve_closure": {"opinion": "同意销号。"},
        }
        return {"decision": "pass", **filled.get(box, {})} if box not in _UNDECIDED else filled[box]

    def values_for_box(self, box: str) -> dict[str, Any]:
        with self.city.transaction() as session:
            return self.values_for(session, box)

    def ordered(self, *, by: str = "孙悦", until: date = date(2026, 12, 31), issued: bool = True) -> CaseFile:
        """A supervision order over this problem, signed unless it is said otherwise."""
        self.city.deploys("supervision-order")
        values = {
            "reason": "整改时限已过，箱涵截污工程仍未开工。",
            "requirements": "十二月底前完成截污工程，晴天无溢流。",
            "due_on": until.isoformat(),
        }
        self._says(actions.start_order, by, values)
        with self.city.transaction() as session:
            query = select(Matter.problem_id).where(Matter.about_id == self.problem_id).order_by(Matter.problem_id)
            newest = select(Problem.id).where(Problem.id.in_(query)).order_by(Problem.position.desc()).limit(1)
            order = CaseFile(city=self.city, problem_id=session.scalars(newest).one())
        if issued:
            order.goes_on()
        return order

    def adds_evidence(self, by: str, name: str = "整改后现场照片.txt", content: bytes = b"photo") -> None:
        with self.city.transaction() as session:
            actions.add_evidence(
                session,
                self.city.store,
                problem_id=self.problem_id,
                stream=io.BytesIO(content),
                name=name,
                limit=1000,
                by=self.city.people[by],
                at=self.city.now,
            )

    def asks_for_extension(self, *, until: date, by: str = "周敏") -> Request:
        values = {"due_on": until.isoformat(), "reason": "连续降雨影响施工，剩余三百米管道预计十二月中旬完成铺设。"}
        with self.city.transaction() as session:
            actions.ask_extension(
                session,
                problem_id=self.problem_id,
                values=values,
                request_id=uuid4(),
                by=self.city.people[by],
                at=self.city.now,
            )
            query = select(Extension.id).where(Extension.problem_id == self.problem_id).order_by(Extension.asked_at)
            return Request(city=self.city, extension_id=list(session.scalars(query))[-1])

    def objects(self, by: str = "孙悦") -> str:
        values = {"by_name": "东关街居民", "received_on": self.city.now.date().isoformat(), "text": "雨后仍有异味。"}
        return self._says(actions.register_objection, by, values)

    def reopens(self, by: str = "孙悦", *, until: date) -> str:
        values = {"reason": "群众来信反映，雨后再次溢流。", "due_on": until.isoformat()}
        return self._says(actions.reopen_case, by, values)

    def frozen(self, *, by: str = "孙悦", high: Collection[UUID] = (), **rule: int) -> UUID:
        """The office freezes the pool of this case's list; the seed comes an hour later."""
        numbers = {
            "percent_high": 100,
            "percent": 100,
            "per_unit": 0,
            "minimum": 1,
            "auditors": 1,
            "lots_per_return": 0,
        }
        seed_at = (self.city.now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        values = {key: str(value) for key, value in {**numbers, **rule}.items()}
        with self.city.transaction() as session:
            frozen = actions.freeze_audit(
                session,
                list_id=self.problem(session).list_id,
                values={**values, "seed_source": SEED_SOURCE, "seed_at": seed_at},
                high=high,
                by=self.city.people[by],
                at=self.city.now,
            )
            return frozen.id

    def drawn(self, *, percent: int, by: str = "孙悦", seed: str = SEED, **rule: int) -> UUID:
        """The office freezes the pool of this case's list, and draws an hour later, when the seed is out."""
        draw_id = self.frozen(by=by, percent=percent, percent_high=percent, **rule)
        self.city.now += timedelta(hours=1)
        self.city.draws(draw_id, by=by, seed=seed)
        return draw_id

    def auditor(self) -> str:
        """Who was drawn to check; the last one of them."""
        with self.city.transaction() as session:
            case_id = self.record(session).id
            return list(audits.lineups(session, [case_id])[case_id].values())[-1]

    def goes_to(self, box: str) -> CaseFile:
        """Everything goes well until the case waits for `box`."""
        while self.waits_for() != box:
            self.goes_on()
        return self

    def goes_on(self) -> None:
        """The next thing happens, and all is well."""
        box = self.waits_for()
        if box == "audit_drawn":
            self.drawn(percent=100)
        elif box.endswith(("notice_over", "objection_received")):
            self.city.passes(self.city.now.date() + timedelta(days=9))
        else:
            if box == "rectify":
                self.adds_evidence("周敏")
            self.does(box, self.auditor() if box == "random_audit" else DOERS[box])

    def verb(self, verb: Any, by: str, **values: Any) -> str:
        """Something that is done about the problem outside its boxes."""
        return self._says(verb, by, values)

    def _says(self, verb: Any, by: str, values: Mapping[str, Any]) -> str:
        with self.city.transaction() as session:
            done = verb(
                session,
                problem_id=self.problem_id,
                values=values,
                request_id=uuid4(),
                by=self.city.people[by],
                at=self.city.now,
            )
            return str(done.sentence)

    def page(self, by: str) -> Any:
        """The open task as `by` sees it."""
        with self.city.transaction() as session:
            return task_page(session, person_id=self.city.people[by], task_id=self.open_task().id, at=self.city.now)


@dataclass
class Request:
    """An extension that was asked for."""

    city: City
    extension_id: UUID

    def decided_by(self, by: str, decision: str = "grant", request_id: UUID | None = None) -> str:
        with self.city.transaction() as session:
            return actions.decide_extension(
                session,
                extension_id=self.extension_id,
                values={"decision": decision, "reason": "理由充分，同意。"},
                request_id=request_id or uuid4(),
                by=self.city.people[by],
                at=self.city.now,
            ).sentence


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what was left blank."""
    return {name: value for name, value in values.items() if value is not None}


def redraws(city: City, at: str, **properties: str) -> None:
    """The city deploys its process anew, with more properties beside the one written `at`."""
    source = (DIAGRAMS / "rectification.bpmn").read_text(encoding="utf-8")
    more = "".join(f'<spiffworkflow:property name="{key}" value="{value}" />' for key, value in properties.items())
    assert at in source
    with city.transaction() as session:
        drawn = source.replace(at, at + more).encode()
        actions.deploy_diagram(session, source=drawn, forms=forms(), by=None, at=city.now)


class _Committing:
    """A session as a block: committed at a good end, rolled back at a bad one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> Session:
        self._session.expire_on_commit = False
        return self._session

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        if kind is None:
            self._session.commit()
        self._session.close()


_UNDECIDED = {"report_order", "assign_units", "submit_plan", "rectify", "investigate", "apply_closure"}
RETURN_TO = {
    **dict.fromkeys(("reinspect", "confirm_reinspection", "random_audit", "approve_closure"), "rectify"),
    **dict.fromkeys(("sign_by_head_of_government", "sign_by_party_secretary"), "investigate"),
}
"""Where a return goes when a test does not say."""
DOERS = {
    "assign_units": "孙悦",
    "submit_plan": "周敏",
    "accept_plan": "孙悦",
    "rectify": "周敏",
    "self_check": "陈静",
    "self_accept": "马东",
    "investigate": "周敏",
    "review_petition": "沈文",
    "issue_order": "李国庆",
    "report_order": "周敏",
    "propose_lifting": "孙悦",
    "lift_order": "李国庆",
    "sign_by_head_of_government": "陆海",
    "sign_by_party_secretary": "韩冰",
    "reinspect": "王立新",
    "confirm_reinspection": "赵强",
    "handle_objection": "孙悦",
    "handle_county_objection": "孙悦",
    "apply_closure": "周敏",
    "approve_closure": "李国庆",
}
