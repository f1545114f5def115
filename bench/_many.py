"""A city with ten thousand problems whose texts differ, for measuring what is read and not what is done."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bench._city import City, founded
from bench.due import copy_case
from webapp.house import House
from workflows.records import Case, Measure, Problem, search

SIZE = 10_000
PLACES = [
    "云溪",
    "白石",
    "江口",
    "高新",
    "青山",
    "柳林",
    "石桥",
    "南湖",
    "北塔",
    "东渡",
    "西关",
    "龙泉",
    "金沙",
    "梅岭",
    "竹园",
    "松岗",
]
THINGS = (
    *("扬尘", "裸土", "油烟", "异味", "噪声", "黑臭水体", "雨污混流", "秸秆焚烧"),
    *("矿山复绿", "畜禽粪污", "渗滤液", "挥发性有机物", "危险废物", "溢流口", "砂石料场", "散煤"),
)
DEEDS = [
    "管控不到位",
    "整改推进缓慢",
    "设施长期闲置",
    "台账记录不全",
    "监测数据缺失",
    "未按期完成治理",
    "群众反映强烈",
    "责任落实不到位",
]
RARE = "陶瓷企业脱硝"
"""Stands in one text of a thousand."""


@contextmanager
def many_problems(size: int = SIZE) -> Iterator[City]:
    """The demonstration's city with so many problems more, each with measures; gone with the block."""
    with founded(problems=1) as city:
        house: House = city.application.extensions["xiaohao"]
        copy_case(house.engine, city.cases[0], size - 1)
        with house.sessions() as session:
            _vary(session, city.cases[0], random.Random(7))  # noqa: S311 (texts, not secrets)
            search.rebuild(session.connection())
            session.commit()
        yield city


def _vary(session: Session, case_id: UUID, dice: random.Random) -> None:
    """Give each problem and measure a text of its own, and each problem a day."""
    list_id = session.scalars(
        select(Problem.list_id).join(Case, Case.problem_id == Problem.id).where(Case.id == case_id)
    )
    ids = list(session.scalars(select(Problem.id).where(Problem.list_id == list_id.one()).order_by(Problem.position)))
    first = date.today() - timedelta(days=200)  # noqa: DTZ011 (any day will do)
    problems = [
        {
            "id": each,
            "number": f"2026-{number:05}",
            "title": _sentence(dice)[:40],
            "text": "。".join(_sentence(dice) for _ in range(4)) + (f"。{RARE}" if number % 1000 == 7 else ""),
            "due_on": first + timedelta(days=number % 700),
        }
        for number, each in enumerate(ids, 1)
    ]
    session.execute(update(Problem), problems)
    measures = session.scalars(select(Measure.id).where(Measure.problem_id.in_(ids[:900])))
    session.execute(update(Measure), [{"id": each, "text": _sentence(dice)} for each in measures])


def _sentence(dice: random.Random) -> str:
    number = dice.randint(1, 40)
    return f"{dice.choice(PLACES)}{dice.choice(('县', '区'))}{number}处{dice.choice(THINGS)}{dice.choice(DEEDS)}"
