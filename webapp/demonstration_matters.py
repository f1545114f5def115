"""What the office of the demonstration city has already begun: an order that stands, a check half answered, a round under way.

Everything goes through the verbs of the application, in the names of its invented people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import actions
from workflows.actions import checks, rounds, serious
from workflows.queries import rounds as asked
from workflows.records import Case, Matter, Problem, Task, Unit
from workflows.rules.deadlines import city_day
from workflows.rules.progress import due_on

ORDERED = "消除城市黑臭水体返黑返臭隐患"
CHECKED = "治理工业企业挥发性有机物无组织排放"
SERIOUS = "整治入河排污口"


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The city so far: its units by name and people by login, and when all of this happens."""

    session: Session
    units: Mapping[str, Unit]
    people: Mapping[str, UUID]
    at: datetime

    def problem(self, words: str) -> UUID:
        """The problem of the plan whose title begins so."""
        query = select(Problem.id).where(Problem.title.startswith(words, autoescape=True))
        return self.session.scalars(query.order_by(Problem.position)).first() or UUID(int=0)

    def says(self, verb: Any, login: str, problem_id: UUID, **values: Any) -> None:
        """Somebody does something about a problem."""
        request_id = uuid5(problem_id, verb.__name__)
        verb(
            self.session,
            problem_id=problem_id,
            values=values,
            request_id=request_id,
            by=self.people[login],
            at=self.at,
        )

    def does(self, login: str, problem_id: UUID, unit: str | None, **values: Any) -> None:
        """Somebody completes the open task, of their unit where several units have one."""
        query = (
            select(Task.id)
            .join(Case, Case.id == Task.case_id)
            .where(Case.problem_id == problem_id, Task.closed_at.is_(None))
        )
        if unit is not None:
            query = query.where(Task.unit_id == self.units[unit].id)
        task_id = self.session.scalars(query).one()
        actions.complete_task(
            self.session,
            task_id=task_id,
            values=values,
            request_id=uuid5(task_id, "demo"),
            by=self.people[login],
            at=self.at,
        )

    def newest(self, kind: str) -> UUID:
        """The line of the one matter of this kind."""
        return self.session.scalars(select(Matter.problem_id).where(Matter.kind == kind)).one()

    def days_on(self, days: int) -> str:
        """A day to come, as forms write it."""
        return (city_day(self.at) + timedelta(days=days)).isoformat()


def begin(begun: Begun) -> None:
    """One of each, and a serious matter nobody has read yet."""
    _order(begun)
    _check(begun)
    _round(begun)
    text = "今日凌晨施工挖断一处污水管，少量污水入河，已封堵并设置围堰，正在监测下游水质，需市水务局派员指导。"
    begun.says(serious.report_serious, "linqing", begun.problem(SERIOUS), text=text)


def _order(begun: Begun) -> None:
    begun.says(
        actions.start_order,
        "sunyue",
        begun.problem(ORDERED),
        reason="柳叶渠清淤进度不到四成，沿岸仍有餐饮污水直排，两次现场督导后没有明显改观。",
        requirements="一、沿岸餐饮污水全部接入市政管网。\n二、完成柳叶渠全线清淤。\n三、连续一个月每周水质监测合格。",
        due_on=begun.days_on(40),
    )
    begun.does(
        "liguoqing", begun.newest("order"), None, opinion="同意挂牌督办，请白石区主要负责人包抓。", decision="pass"
    )


def _check(begun: Begun) -> None:
    counties = ("云溪县", "白石区", "江口县", "高新区")
    begun.says(
        checks.start_check,
        "sunyue",
        begun.problem(CHECKED),
        asked_units=[str(begun.units[name].id) for name in counties],
        requirements="对照云溪县扬尘问题，排查辖区全部在建工地：裸土覆盖、出入口冲洗、渣土车带泥上路。",
        due_on=begun.days_on(20),
    )
    check = begun.newest("check")
    method = "区建设局会同城管局对辖区 14 处在建工地逐一排查，调阅出入口视频和渣土车登记。"
    found = {
        "place": "北站路东侧安置房二期工地",
        "text": "约 1.2 万平方米裸土没有覆盖，车辆冲洗设施损坏两周没有修复。",
        "measures": "裸土三日内全部覆盖\n更换冲洗设施并接入视频监控",
        "due_on": begun.days_on(50),
    }
    begun.does("wufang", check, "白石区", method=method, decision="found", findings=[found])
    none = "县住建局对辖区 9 处在建工地逐一排查，覆盖和冲洗设施齐全，未见带泥上路。"
    begun.does("linqing", check, "江口县", method=none, decision="none")


def _round(begun: Begun) -> None:
    day = due_on(asked.weekly(begun.session), city_day(begun.at))
    values = {"due_on": day.isoformat(), "text": rounds.TEXT}
    opened = rounds.open_round(
        begun.session,
        values=values,
        request_id=uuid5(begun.people["sunyue"], "round"),
        by=begun.people["sunyue"],
        at=begun.at,
    )
    problems = asked.asked_of(begun.session, begun.units["高新区"].id)
    reports = [
        {
            "problem": str(each.id),
            "pace": "on_plan",
            "text": "已完成底数摸排，制定逐企整改清单，4 家企业密闭改造进场施工。",
        }
        for each in problems
    ]
    reports[-1] |= {"pace": "behind", "difficulty": "两家企业环评手续没有完备，需市生态环境局指导。"}
    begun.does("dingkai", opened.problem_id, "高新区", reports=reports)
