"""From the names and texts a browser sends to the values of a form.

A browser sends flat names with one or more texts each; rows are named `measures-0-text`. The sizes are bounded here
because everything behind this point may assume a form of human size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from workflows.forms.fields import LISTS, ROWS, Field
from workflows.rules.errors import FieldProblem, InvalidInput

MAX_ROWS: Final = 200
_ROW_NAME = re.compile(r"([a-z][a-z0-9_]*)-(\d{1,6})-([a-z][a-z0-9_]*)", re.ASCII)
Items = Mapping[str, list[str]]
Rows = dict[int, dict[str, list[str]]]


def read_fields(fields: Iterable[Field], items: Items) -> dict[str, Any]:
    """The values of all fields that were filled in. Raises InvalidInput, naming every item that does not belong."""
    known = {field.name: field for field in fields}
    rows = {name: _rows_named(name, items) for name, field in known.items() if field.widget in ROWS}
    problems = [*_strangers(known, items), *_repeated(known, items), *_too_many(known, rows, items)]
    if problems:
        raise InvalidInput(problems)
    return dict(_filled((name, _value(field, items, rows.get(name, {}))) for name, field in known.items()))


def _filled(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in pairs if value not in ("", [], None))


def _value(field: Field, items: Items, rows: Rows) -> Any:
    if field.widget in ROWS:
        return [row for _, sent in sorted(rows.items()) if (row := _row(field, sent))]
    texts = [tidy(text) for text in items.get(field.name, [])]
    if field.widget in LISTS:
        return [text for text in texts if text]
    if field.widget == "checkbox":
        return bool(texts and texts[-1])
    return texts[-1] if texts else ""


def _row(field: Field, sent: Items) -> dict[str, Any]:
    """The filled columns of one row. A checkbox alone does not make a row."""
    return dict(_filled((column.name, _value(column, sent, {})) for column in field.columns if column.name in sent))


def tidy(text: str) -> str:
    """What a person meant to type: line ends as \\n, no blank space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _rows_named(name: str, items: Items) -> Rows:
    rows: Rows = {}
    for item, texts in items.items():
        match = _ROW_NAME.fullmatch(item)
        if match and match[1] == name:
            rows.setdefault(int(match[2]), {})[match[3]] = texts
    return rows


def _strangers(known: Mapping[str, Field], items: Items) -> Iterator[FieldProblem]:
    for item in items:
        if not _belongs(known, item):
            shown = item[:40]
            message = f"表单里没有“{shown}”这一项。页面可能已经更新，请刷新后重新填写。"
            yield FieldProblem(field=shown, label=shown, message=message)


def _belongs(known: Mapping[str, Field], item: str) -> bool:
    match = _ROW_NAME.fullmatch(item)
    if match:
        field = known.get(match[1])
        return field is not None and field.column(match[3]) is not None
    field = known.get(item)
    return field is not None and field.widget not in ROWS


def _repeated(known: Mapping[str, Field], items: Items) -> Iterator[FieldProblem]:
    for item, texts in items.items():
        match = _ROW_NAME.fullmatch(item)
        owner = known.get(match[1] if match else item)
        field = owner.column(match[3]) if owner and match else owner
        if field and len(texts) > 1 and field.widget not in LISTS | {"checkbox"}:
            yield FieldProblem(
                field=item, label=field.label, message=f"“{field.label}”只能填写一次，收到了 {len(texts)} 份。"
            )


def _too_many(known: Mapping[str, Field], rows: Mapping[str, Rows], items: Items) -> Iterator[FieldProblem]:
    for name, field in known.items():
        count = len(rows.get(name, ())) if field.widget in ROWS else len(items.get(name, ()))
        if count > MAX_ROWS:
            message = f"“{field.label}”一次最多提交 {MAX_ROWS} 项，收到了 {count} 项。"
            yield FieldProblem(field=name, label=field.label, message=message)
