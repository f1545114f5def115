"""Builders: a small correct form definition, changed by each test where it matters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workflows.forms import Form, load_form

SHIPPED = Path(__file__).parents[2] / "workflows" / "diagrams" / "forms"


def shipped(key: str) -> Form:
    return load_form((SHIPPED / f"{key}.json").read_text(encoding="utf-8"))


def shipped_keys() -> list[str]:
    return sorted(path.stem for path in SHIPPED.glob("*.json"))


def text_field(**changes: Any) -> dict[str, Any]:
    return {"title": "核查情况", "type": "string", "x-widget": "paragraphs", "maxLength": 100, **changes}


def decision(**changes: Any) -> dict[str, Any]:
    options = [
        {"const": "pass", "title": "通过", "x-facts": {"passed": True}},
        {"const": "return", "title": "退回", "x-facts": {"passed": False}, "x-returns": True},
    ]
    return {"title": "结论", "type": "string", "x-widget": "choice", "oneOf": options, **changes}


def due_on(**changes: Any) -> dict[str, Any]:
    return {
        "title": "新的时限",
        "type": "string",
        "format": "date",
        "x-widget": "date",
        "x-fact": "deadline_at",
        "x-instant": "end_of_day",
        **changes,
    }


def people(**changes: Any) -> dict[str, Any]:
    name = {"title": "姓名", "type": "string", "x-widget": "text", "maxLength": 10}
    row = {"type": "object", "properties": {"name": name}, "required": ["name"], "additionalProperties": False}
    return {"title": "核查人员", "type": "array", "x-widget": "people", "items": row, "maxItems": 20, **changes}


def when_returned(**then: Any) -> dict[str, Any]:
    return {"if": {"properties": {"decision": {"const": "return"}}, "required": ["decision"]}, "then": then}


def definition(*, required: tuple[str, ...] = (), rules: tuple[Any, ...] = (), **fields: Any) -> dict[str, Any]:
    """A definition that is refused for nothing but what the test puts in."""
    parts: dict[str, Any] = {"$id": "small", "title": "小表", "type": "object"}
    parts |= {"properties": fields or {"findings": text_field()}, "required": list(required)}
    if rules:
        parts["allOf"] = list(rules)
    return parts | {"additionalProperties": False}


def form(**parts: Any) -> Form:
    return load_form(json.dumps(definition(**parts), ensure_ascii=False))
