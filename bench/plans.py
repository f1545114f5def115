"""How much of a plan is read as a careful clerk reads it, per habit of writing: plans of our own invention, written before the reader saw them."""

from __future__ import annotations

import time

from bench.report import Report, Row
from tests.plans.corpus import PLANS
from tests.plans.corpus.score import by_shape, score
from tests.plans.corpus.unseen import PLANS as UNSEEN
from workflows.plans import read_file

ALL = "全部"
FIRST_TIME = 98.3
"""Per cent of the first set read right when the finished reader met it for the first time; misses were mended afterwards."""


def run() -> Report:
    """Per cent of fields, and the time it took."""
    started = time.process_time()
    scores = [score(plan, lambda data, name: read_file(data, name=name)) for plan in PLANS]
    later = [score(plan, lambda data, name: read_file(data, name=name)) for plan in UNSEEN]
    rows = [Row(name=shape, value=100 * right / all_) for shape, (right, all_) in by_shape(scores).items()]
    fields, missed = sum(each.fields for each in scores), sum(len(each.misses) for each in scores)
    rows.append(Row(name=ALL, value=100 * (fields - missed) / fields))
    new, missed_new = sum(each.fields for each in later), sum(len(each.misses) for each in later)
    rows.append(Row(name="后补的方案（写完后只量一次）", value=100 * (new - missed_new) / new))
    misses = [f"{miss.plan}：{miss.field}" for each in (*scores, *later) for miss in each.misses]
    return Report(
        title="读方案：与细心的经办人逐栏比对",
        unit="% 一致",
        beside=ALL,
        rows=tuple(rows),
        notes=(
            f"第一批 {len(PLANS)} 份方案、{fields} 栏；第一次读到时一致率为 {FIRST_TIME}%，不一致处随后改正。",
            f"后补 {len(UNSEEN)} 份、{new} 栏。",
            f"不一致之处：{'；'.join(misses) or '无'}。",
            f"全部读完用处理器时间 {time.process_time() - started:.1f} 秒（PDF 在另一进程，不计在内）。",
        ),
    )
