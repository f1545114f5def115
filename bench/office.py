"""What the office's pages cost with ten thousand problems, beside the problem list."""

from __future__ import annotations

from bench._many import SIZE, many_problems
from bench.report import Report, Row

PAGES = (
    ("问题清单", "/problems"),
    ("总览", "/overview"),
    ("停留时间", "/ageing"),
    ("在现环节 7 天以内的清单", "/problems?box_days=0-7&state=unclosed"),
    ("单位对比", "/compare"),
    ("时限图", "/deadlines"),
    ("时限图，200 行和措施", "/deadlines?many=1&measures=1"),
    ("抽查室", "/audits"),
    ("搜索，常见的词", "/search?q=扬尘"),
)
TIMES = 5


def run() -> Report:
    """CPU milliseconds per page."""
    with many_problems() as city:
        office = city.browser("sunyue")
        for _, path in PAGES:
            office.opens(path)
        for _ in range(TIMES):
            for name, path in PAGES:
                with city.meter.under(name):
                    office.opens(path)
        found = city.meter.found
    rows = [Row(name=name, value=found[name].milliseconds, parts=found[name].parts()) for name, _ in PAGES]
    return Report(
        title=f"办公室的页面：{SIZE} 个问题",
        unit="CPU 毫秒",
        beside=rows[0].name,
        rows=tuple(rows),
        notes=(f"每页 {TIMES} 次的平均，轮流打开；SQLite，单进程。",),
    )
