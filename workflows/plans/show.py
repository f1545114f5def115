"""A reading in words for the command line: what was understood, what is doubtful and on which line, what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.plans.reading import Deadline, Indicator, LeftOut, MeasureReading, PlanReading, ProblemReading

_WIDEST = 60  # characters of a text that are shown; --json has the whole
_UNITS = (
    ("责任单位", "responsible_units"),
    ("牵头单位", "lead_units"),
    ("配合单位", "participating_units"),
    ("督导单位", "supervising_units"),
)


def describe(reading: PlanReading) -> str:
    """The whole reading as Chinese text, without a line break at its end."""
    return "\n".join([*_head(reading), *_problems(reading), *_doubts(reading), *_left_out(reading)])


def _head(reading: PlanReading) -> Iterator[str]:
    yield reading.title or "（没有找到标题）"
    yield f"文件：{reading.name}　写法：{reading.shape}"
    areas = f"，分 {len(reading.areas())} 个方面" if reading.areas() else ""
    doubts = f"有 {len(reading.warnings)} 处需要核对" if reading.warnings else "没有发现疑点"
    yield f"读出 {len(reading.problems)} 个问题{areas}；{doubts}。"


def _problems(reading: PlanReading) -> Iterator[str]:
    area: str | None = None
    for problem in reading.problems:
        if problem.area and problem.area != area:
            area = problem.area
            yield from ("", f"【{area}】")
        yield from _problem(problem)


def _problem(problem: ProblemReading) -> Iterator[str]:
    printed = f"，原文编号“{problem.number_raw}”" if problem.number_raw and problem.number_raw != problem.number else ""
    yield f"{problem.number}. {_short(problem.text)}（{problem.place}{printed}）"
    for label, field in _UNITS:
        if names := getattr(problem, field):
            yield f"    {label}：{'、'.join(names)}"
    if not any(getattr(problem, field) for _, field in _UNITS):
        yield "    单位：原文没有写明"
    if problem.responsible_persons:
        yield f"    责任人：{_short(problem.responsible_persons)}"
    yield f"    时限：{_deadline(problem.deadline)}"
    if problem.target:
        yield f"    目标：{_short(problem.target)}"
    yield from (
        f"    措施{position}：{_measure(measure)}" for position, measure in enumerate(problem.measures, start=1)
    )
    if problem.indicators:
        yield f"    指标：{'；'.join(map(_indicator, problem.indicators))}"
    if problem.progress:
        yield f"    进展：{_short(problem.progress)}"


def _measure(measure: MeasureReading) -> str:
    due = f"（时限：{_deadline(measure.deadline)}）" if measure.deadline else ""
    return _short(measure.text) + due


def _indicator(indicator: Indicator) -> str:
    year = f"{indicator.year} 年" if indicator.year else ""
    if indicator.pending:
        return f"{indicator.name}{year} 以上级下达为准（原文“{indicator.raw}”）"
    return f"{indicator.name} {year} {indicator.comparator} {indicator.value}{indicator.unit}".replace("  ", " ")


def _deadline(deadline: Deadline | None) -> str:
    if deadline is None:
        return "原文没有写明"
    words = [
        *([deadline.date.isoformat()] if deadline.date else []),
        *(["立行立改"] if deadline.immediate else []),
        *(["长期坚持"] if deadline.long_term else []),
    ]
    return f"{'，'.join(words) or '不能确定'}（原文“{deadline.raw}”）"


def _doubts(reading: PlanReading) -> Iterator[str]:
    if reading.warnings:
        yield from ("", "需要核对：")
        yield from (f"  {warning.place}　{warning.message}" for warning in reading.warnings)


def _left_out(reading: PlanReading) -> Iterator[str]:
    if reading.left_out:
        yield from ("", "没有读入的行：")
        yield from (f"  {_span(lines)}　{lines.why}：{_short(lines.text, 24)}" for lines in reading.left_out)


def _span(lines: LeftOut) -> str:
    if lines.place and lines.place != f"第 {lines.first} 行":
        count = lines.last - lines.first + 1
        return lines.place if count == 1 else f"{lines.place}起 {count} 行"
    return f"第 {lines.first} 行" if lines.first == lines.last else f"第 {lines.first}–{lines.last} 行"


def _short(text: str, widest: int = _WIDEST) -> str:
    flat = text.replace("\n", " ")
    return flat if len(flat) <= widest else flat[: widest - 1] + "…"
