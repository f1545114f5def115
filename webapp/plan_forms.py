"""What the forms of a plan under review send, as the body of a decision. Bounded here, so that no page can write what no page could show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from workflows.plans.review import FIELDS, KINDS, LABEL_OF, TAKES_LINES
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound

Given = MultiDict[str, str]
LONG, SHORT, MOST = 20_000, 500, 300
_LINES = ("number", "area")
_APART = re.compile(r"[\n、，,；;]+")
COMPARATORS = (">=", "<=", ">", "<", "=", "~")


def body_of(kind: str, given: Given, before: Any, seasons: Mapping[str, str]) -> dict[str, Any]:
    """The body of a decision. `before` is the field's present value, from which the words of the plan are kept beside a mended day;
    `seasons` those of the city, by which lines are read again.

    Raises InvalidInput with every entry that must be corrected, NotFound for what no form of ours sends.
    """
    if kind == "set":
        return {"problem": _key(given, "problem"), **_field(given, before)}
    if kind == "settle":
        how = given.get("how", "")
        if how not in ("right", "left"):
            raise NotFound(what="这种处理方式")
        return {"doubts": [each[:600] for each in given.getlist("doubt")][:10_000], "how": how}
    if kind == "match":
        return {"raw": _bounded(given, "raw", "单位", SHORT), "unit": given.get("unit") or None}
    if kind == "split":
        line = _number(given, "line", "从哪一行拆分")
        return {"problem": _key(given, "problem"), "line": line, "seasons": dict(seasons)}
    if kind == "merge":
        return {"problem": _key(given, "problem"), "other": _key(given, "other")}
    if kind == "add":
        return {**_passage(given), "seasons": dict(seasons)}
    if kind == "take":
        if given.get("field") not in TAKES_LINES:
            raise NotFound(what="这一栏")
        return {"problem": _key(given, "problem"), "field": given["field"], **_passage(given)}
    if kind == "drop":
        reason = _bounded(given, "reason", "理由", SHORT)
        if not reason:
            raise _wrong("reason", "理由", "请写明为什么不登记这个问题。")
        return {"problem": _key(given, "problem"), "reason": reason}
    raise NotFound(what="这种步骤")


def _passage(given: Given) -> dict[str, int]:
    first, last = _number(given, "first", "第一行"), _number(given, "last", "最后一行")
    return {"first": min(first, last), "last": max(first, last)}


def kind_of(given: Given) -> str:
    """The kind of step a form asks for. Raises NotFound for one there is not."""
    kind = given.get("kind", "")
    if kind not in KINDS or kind == "undo":
        raise NotFound(what="这种步骤")
    return kind


def _field(given: Given, before: Any) -> dict[str, Any]:
    name = given.get("field", "")
    if name not in FIELDS:
        raise NotFound(what="这一栏")
    return {"field": name, "value": _value(name, given, before)}


def _value(name: str, given: Given, before: Any) -> Any:
    label = LABEL_OF[name]
    if name == "deadline":
        return _deadline(given, before, "")
    if name == "measures":
        return _measures(given, before)
    if name == "indicators":
        return _indicators(given, before)
    if name == "numbers":
        return [
            {"level": _cell(row, "level", "哪一级"), "value": _cell(row, "value", "编号")}
            for row in _rows(given, "numbers")
            if any(row.values())
        ]
    if name.endswith("_units"):
        names = [each.strip() for each in _APART.split(_bounded(given, "value", label, LONG)) if each.strip()]
        if any(len(each) > SHORT for each in names) or len(names) > MOST:
            raise _wrong("value", label, f"每个单位最多 {SHORT} 字，最多 {MOST} 个，请分行填写。")
        return list(dict.fromkeys(names))
    text = _bounded(given, "value", label, SHORT if name in _LINES else LONG)
    if not text and name in ("text", "number"):
        raise _wrong("value", label, f"{label}不能空着。")
    return text or (None if name not in ("text", "number") else "")


def _deadline(given: Mapping[str, str], before: Any, prefix: str) -> dict[str, Any] | None:
    typed = given.get(f"{prefix}date", "").strip()
    long_term, immediate = given.get(f"{prefix}long_term") == "yes", given.get(f"{prefix}immediate") == "yes"
    day = None
    if typed:
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            raise _wrong(f"{prefix}date", "整改时限", f"“{typed[:20]}”不是日期，请写成 2026-12-31 这样。") from None
        if not 1990 <= day.year <= 2100:
            raise _wrong(f"{prefix}date", "整改时限", f"{day.year} 年不像整改时限，请核对。")
    raw = (before or {}).get("raw", "")
    if not (day or long_term or immediate):
        return {"raw": raw, "date": None, "long_term": False, "immediate": False} if raw else None
    return {"raw": raw, "date": day.isoformat() if day else None, "long_term": long_term, "immediate": immediate}


def _measures(given: Given, before: Any) -> list[dict[str, Any]]:
    """Each row knows which measure it was: what was read with that one (its own units, its place) stays with it."""
    known, made = list(before or ()), []
    for row in _rows(given, "measures"):
        text = _cell(row, "text", "整改措施", LONG)
        if not text:
            continue
        was = row.get("was", "")
        old = known[int(was)] if was.isdigit() and int(was) < len(known) else None
        line = old["line"] if old else _whole(given.get("line", ""))
        kept = old or {"line": line, "deadline": None, "units": [], "indicators": [], "place": ""}
        deadline = _deadline(
            {"date": row.get("date", ""), "long_term": "yes" if (kept["deadline"] or {}).get("long_term") else ""},
            kept["deadline"],
            "",
        )
        made.append({**kept, "text": text, "deadline": deadline})
    return made


def _indicators(given: Given, before: Any) -> list[dict[str, Any]]:
    known, made = list(before or ()), []
    for row in _rows(given, "indicators"):
        name = _cell(row, "name", "指标名称")
        if not name:
            continue
        was = row.get("was", "")
        old = (
            known[int(was)]
            if was.isdigit() and int(was) < len(known)
            else {"raw": "", "line": _whole(given.get("line", ""))}
        )
        year, pending = _whole(row.get("year", "")), row.get("pending") == "yes"
        comparator = row.get("comparator", "")
        if comparator and comparator not in COMPARATORS:
            raise NotFound(what="这种比较")
        made.append(
            {
                "name": name,
                "raw": old["raw"],
                "line": old["line"],
                "comparator": None if pending else comparator or None,
                "value": None if pending else _cell(row, "value", "数值") or None,
                "unit": None if pending else _cell(row, "unit", "计量单位") or None,
                "year": year if 1990 <= year <= 2100 else None,
                "pending": pending,
            }
        )
    return made


def _rows(given: Given, name: str) -> list[dict[str, str]]:
    """Rows sent as `measures-0-text`, in their order."""
    rows: dict[int, dict[str, str]] = {}
    for key, text in given.items():
        if match := re.fullmatch(rf"{name}-(\d{{1,4}})-(\w+)", key):
            rows.setdefault(int(match[1]), {})[match[2]] = text.strip()
    if len(rows) > MOST:
        raise _wrong(name, LABEL_OF[name], f"最多 {MOST} 行。")
    return [rows[number] for number in sorted(rows)]


def _cell(row: Mapping[str, str], name: str, label: str, most: int = SHORT) -> str:
    text = row.get(name, "").replace("\r\n", "\n")
    if len(text) > most:
        raise _wrong(name, label, f"最多 {most} 字，现在有 {len(text)} 字。")
    return text


def _bounded(given: Given, name: str, label: str, most: int) -> str:
    text = given.get(name, "").replace("\r\n", "\n").strip()
    if len(text) > most:
        raise _wrong(name, label, f"最多 {most} 字，现在有 {len(text)} 字。")
    return text


def _key(given: Given, name: str) -> str:
    return given.get(name, "")[:64]


def _number(given: Given, name: str, label: str) -> int:
    text = given.get(name, "").strip()
    if not text.isdigit() or len(text) > 8:
        raise _wrong(name, label, "请写行号，例如 12。")
    return int(text)


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else 0


def _wrong(field: str, label: str, message: str) -> InvalidInput:
    return InvalidInput([FieldProblem(field=field, label=label, message=message)])
