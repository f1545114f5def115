"""Values, doubts and decisions of a plan under review in words."""

from __future__ import annotations

from workflows.plans.reading import Deadline, Indicator, ProblemReading
from workflows.plans.review import LABEL_OF, Decision

CODES = {
    "missing-date": "时限不明",
    "missing-year": "年份缺失",
    "missing-number": "数值缺失",
    "missing-unit": "单位空白",
    "open-ended-units": "单位没有列全",
    "unmatched-unit": "单位对不上",
    "several-dates": "有几个日期",
    "by-calendar": "按日历推定",
    "advertising": "像是网页内容",
    "unclosed-bracket": "括号没有写完",
    "duplicate-number": "编号重复",
    "taken-over": "拆分时沿用",
    "two-days": "合并的时限不同",
}
"""Code of a doubt → what it is called in lists."""
CERTAINTY = {"certain": "确定", "likely": "推定", "doubtful": "存疑"}
NOT_SAID = "原文没有写明"
COMPARED = {">=": "不低于", "<=": "不超过", ">": "高于", "<": "低于", "=": "为", "~": "约"}


def words_of(problem: ProblemReading, field: str) -> str:
    """A field's value as text; empty where it has none."""
    value = getattr(problem, field)
    if not value:
        return ""
    if field == "deadline":
        return deadline_words(value)
    if field == "measures":
        return "\n".join(f"{n}. {each.text}" for n, each in enumerate(value, 1))
    if field == "indicators":
        return "\n".join(indicator_words(each) for each in value)
    if field == "numbers":
        return "、".join(f"{each.level}序号 {each.value}" for each in value)
    return "、".join(value) if isinstance(value, tuple) else str(value)


def deadline_words(deadline: Deadline) -> str:
    """2026-12-31，长期坚持（原文“…”）."""
    words = [
        *([f"{deadline.date.year} 年 {deadline.date.month} 月 {deadline.date.day} 日"] if deadline.date else []),
        *(["立行立改"] if deadline.immediate else []),
        *(["长期坚持"] if deadline.long_term else []),
    ]
    return "，".join(words) or "不能确定是哪一天"


def indicator_words(indicator: Indicator) -> str:
    """PM2.5 浓度 2026 年不超过 24 微克/立方米."""
    year = f" {indicator.year} 年" if indicator.year else ""
    if indicator.pending:
        return f"{indicator.name}{year}：以上级下达为准"
    return f"{indicator.name}{year} {COMPARED.get(indicator.comparator or '', '')} {indicator.value or '—'}{indicator.unit or ''}"


def step_words(decision: Decision) -> str:
    """A decision as a sentence without its author."""
    body = decision.body
    if decision.kind == "set":
        return f"修改{LABEL_OF.get(str(body['field']), '')}"
    if decision.kind == "settle":
        count = len(body["doubts"]) if isinstance(body["doubts"], list) else 0
        return f"{count} 处疑点" + ("核对无误" if body["how"] == "right" else "留待明确")
    if decision.kind == "match":
        return f"“{body['raw']}”" + ("对应到本市单位" if body["unit"] else "不对应本市单位")
    if decision.kind == "undo":
        return f"撤销第 {body['seq']} 步"
    words = {
        "split": f"从第 {body.get('line')} 行拆分",
        "merge": "合并两个问题",
        "add": f"由第 {body.get('first')} 至 {body.get('last')} 行增加问题",
        "take": f"第 {body.get('first')} 至 {body.get('last')} 行归入{LABEL_OF.get(str(body.get('field')), '')}",
        "drop": f"删去，理由：{body.get('reason')}",
    }
    return words[decision.kind]
