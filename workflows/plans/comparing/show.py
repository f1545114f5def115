"""A difference in words, for the command line: what changed, was added or is gone, and what a person must decide."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.plans.comparing.difference import FIELD_WORDS, Difference, Row
from workflows.plans.comparing.words import words_difference
from workflows.plans.reading import Json

KIND_WORDS = {"unchanged": "没有变化", "changed": "有改动", "added": "新增", "gone": "不再列有", "doubtful": "需要判断"}


def describe_difference(found: Difference) -> str:
    """Figures first, then every row that is not unchanged, with its key for decisions and each change's words marked."""
    figures = "，".join(f"{words} {found.count(kind)}" for kind, words in KIND_WORDS.items())
    rows = [line for row in found.rows if row.kind != "unchanged" for line in _row(row)]
    return "\n".join([f"逐个问题比较：{figures}。", *rows])


def _row(row: Row) -> Iterator[str]:
    problem = row.new or row.old
    if problem is None:
        return
    alike = f"，文字相近 {row.likeness:.0%}，请决定是不是同一个问题" if row.kind == "doubtful" else ""
    first = problem.text.split("\n")[0]
    yield f"[{row.key}] {KIND_WORDS[row.kind]}{alike}：编号 {problem.number} {first[:60]}"
    for change in row.changes:
        yield f"    {FIELD_WORDS[change.field]}：{marked(change.before, change.after)}"


def marked(before: str, after: str) -> str:
    """One line with 〔－taken out－〕 and 〔＋put in＋〕."""
    signs = {"same": ("", ""), "out": ("〔－", "－〕"), "in": ("〔＋", "＋〕")}
    pieces = (f"{signs[each.kind][0]}{each.text}{signs[each.kind][1]}" for each in words_difference(before, after))
    return "".join(pieces).replace("\n", "／")


def difference_json(found: Difference) -> list[Json]:
    """Every row with both numbers, its kind and the changed fields."""
    return [
        {
            "key": row.key,
            "kind": row.kind,
            "likeness": f"{row.likeness:.3f}",
            "old": row.old.number if row.old else None,
            "new": row.new.number if row.new else None,
            "changes": [{"field": each.field, "before": each.before, "after": each.after} for each in row.changes],
        }
        for row in found.rows
    ]
