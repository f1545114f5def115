"""What completing a task costs the web process, however often the case was sent back before."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from bench._city import Browser, City, founded, rectified, sent_back
from bench._meter import Measured
from bench.report import Report, Row

ROUNDS = (0, 5, 20)
BESIDE = "登录后提交、改一行并提交事务"


def run(cases: int = 12, beside: int = 8) -> Report:
    """CPU milliseconds per request inside the application, beside one authenticated POST that updates and commits one row.

    That POST is made `beside` times next to every measured task, so that both meet the same machine.
    """
    with founded(problems=cases + 1) as city:
        unit, lead = city.browser("zhoumin"), city.browser("chenjing")
        _back_and_forth(city, unit, lead, city.cases[0], "warm-up")
        _one_row(city, unit, "warm-up", 100)
        for case in city.cases[1:]:
            _many_returns(city, unit, lead, case, beside)
        found = city.meter.found
    rows = [_row(BESIDE, found[BESIDE])]
    rows += [_row(_posted(each), found[_posted(each)]) for each in ROUNDS]
    rows += [_row(_opened(each), found[_opened(each)]) for each in ROUNDS]
    return Report(
        title="办理一项任务的处理器时间（HTTP）",
        unit="CPU 毫秒",
        beside=BESIDE,
        rows=tuple(rows),
        notes=(
            f"每行为 {2 * cases} 次请求的截尾平均（对照行 {cases * len(ROUNDS) * beside} 次，穿插其间），整改与自查退回各半；SQLite，单进程。",
            "计的是应用内的处理器时间，不含 gunicorn 收发；拆分按采样，引擎＝流程引擎，数据库＝SQLAlchemy 与驱动，请求＝其余。",
        ),
    )


def _row(name: str, measured: Measured) -> Row:
    return Row(name=name, value=measured.milliseconds, parts=measured.parts())


def _posted(returns: int | str) -> str:
    return f"办理一项任务，此前退回 {returns} 次"


def _opened(returns: int | str) -> str:
    return f"打开任务页，此前退回 {returns} 次"


def _one_row(city: City, browser: Browser, label: str, times: int) -> None:
    with city.meter.under(label):
        for _ in range(times):
            browser.sends("/bench/one-row", {})


def _many_returns(city: City, unit: Browser, lead: Browser, case: UUID, beside: int) -> None:
    for returns in range(max(ROUNDS) + 1):
        if returns in ROUNDS:
            _one_row(city, unit, BESIDE, beside)
        _back_and_forth(city, unit, lead, case, returns if returns in ROUNDS else "between")


def _back_and_forth(city: City, unit: Browser, lead: Browser, case: UUID, returns: int | str) -> None:
    """Rectified, then sent back by the self-check: two tasks and one return more."""
    _complete(city, unit, case, rectified, returns)
    _complete(city, lead, case, sent_back, returns)


def _complete(
    city: City, browser: Browser, case: UUID, fill: Callable[[Browser], dict[str, str]], returns: int | str
) -> None:
    path = f"/tasks/{city.open_task(case)}"
    with city.meter.under(_opened(returns)):
        browser.opens(path)
    with city.meter.under(_posted(returns)):
        browser.sends(path, {**fill(browser), "go": "submit"})
