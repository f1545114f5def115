"""How much of a plan is read as a careful clerk reads it, per habit of writing: plans of our own invention, written before the reader saw them."""

from __future__ import annotations

import time

from bench.report import Report, Row
from tests.plans.corpus import PLANS, Plan
from tests.plans.corpus.held import PLANS as HELD
from tests.plans.corpus.last import PLANS as LAST
from tests.plans.corpus.later import PLANS as LATER
from tests.plans.corpus.regions import PLANS as REGIONS
from tests.plans.corpus.score import Score, by_shape, score
from tests.plans.corpus.unseen import PLANS as UNSEEN
from tests.plans.corpus.wider import PLANS as WIDER
from workflows.plans import read_file

ALL = "全部"
FIRST_TIME = (
    ("第一批", PLANS, 1078),
    ("第二批", UNSEEN, 231),
    ("第三批", HELD, 187),
    ("第四批", WIDER, 272),
    ("第五批", REGIONS, 246),
    ("第六批", LATER, 168),
    ("第七批", LAST, 146),
)
"""The sets in the order they were written, with the fields read right when the reader met each for the first time."""


def run() -> Report:
    """Per cent of fields as they are read today; what the first meeting gave stands in the notes, for misses were mended after it."""
    started = time.process_time()
    scores = [
        score(plan, lambda data, name: read_file(data, name=name)) for _, plans, _ in FIRST_TIME for plan in plans
    ]
    rows = [Row(name=shape, value=100 * right / all_) for shape, (right, all_) in by_shape(scores).items()]
    fields, missed = sum(each.fields for each in scores), sum(len(each.misses) for each in scores)
    rows.append(Row(name=ALL, value=100 * (fields - missed) / fields))
    misses = [f"{miss.plan}：{miss.field}" for each in scores for miss in each.misses]
    return Report(
        title="读方案：与细心的经办人逐栏比对",
        unit="% 一致",
        beside=ALL,
        rows=tuple(rows),
        notes=(
            *(_first(name, plans, right, scores) for name, plans, right in FIRST_TIME),
            "上表是改正之后的结果，只说明没有退步；没见过的方案能读对多少，看各批第一次的数字。",
            f"现在仍不一致之处：{'；'.join(misses) or '无'}。",
            f"全部读完用处理器时间 {time.process_time() - started:.1f} 秒（PDF 在另一进程，不计在内）。",
        ),
    )


def _first(name: str, plans: tuple[Plan, ...], right: int, scores: list[Score]) -> str:
    fields = sum(each.fields for each in scores if each.plan in plans)
    return f"{name} {len(plans)} 份、{fields} 栏：第一次读到时 {right} 栏一致（{100 * right / fields:.1f}%）。"
