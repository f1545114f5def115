"""Everything that is wrong with a form definition, in words, before it is deployed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator, SchemaError

from workflows.forms.errors import FormFinding
from workflows.forms.field_rules import field_findings
from workflows.forms.findings import finding, unknown_keys
from workflows.forms.keywords import CONSEQUENCE, KEY, OBJECT, TOP

_MAX_FIELDS: Final = 60
Body = Mapping[str, Any]


def findings_of(schema: Body) -> list[FormFinding]:
    """Every finding; empty when the form can be used."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        where = ".".join(str(part) for part in error.absolute_path)
        return [finding("not-a-schema", where, name=where or "整个文件", why=error.message[:200])]
    return [*unknown_keys("", schema, TOP), *_head(schema), *_object("", schema)]


def _head(schema: Body) -> Iterator[FormFinding]:
    if not re.fullmatch(KEY, schema.get("$id", "")):
        yield finding("no-key", "$id")
    if not schema.get("title"):
        yield finding("no-form-title", "title")


def _object(where: str, schema: Body) -> Iterator[FormFinding]:
    """What holds for the whole form and for one row of a row widget alike."""
    fields = schema.get("properties")
    if schema.get("type") != "object" or not fields:
        yield finding("no-fields", where)
        return
    if schema.get("additionalProperties") is not False:
        yield finding("open-ended", where)
    if len(fields) > _MAX_FIELDS:
        yield finding("too-many-fields", where, limit=_MAX_FIELDS)
    yield from _required(where, schema.get("required", ()), fields)
    for name, body in fields.items():
        yield from _field(f"{where}.properties.{name}".lstrip("."), name, body, in_row=bool(where))
        if isinstance(body, Mapping) and "x-when" in body and not _are_decisions(body["x-when"], fields):
            yield finding("when", f"{where}.properties.{name}".lstrip("."), name=name)
    for number, rule in enumerate(schema.get("allOf", ())):
        yield from _rule(f"{where}.allOf.{number}".lstrip("."), rule, fields)


def _required(where: str, names: Iterable[str], fields: Body) -> Iterator[FormFinding]:
    return (finding("required-unknown", where, name=name) for name in names if name not in fields)


def _field(where: str, name: str, body: Any, *, in_row: bool) -> Iterator[FormFinding]:
    if not isinstance(body, Mapping):
        yield finding("field-empty", where, name=name)
        return
    yield from field_findings(where, name, body, in_row=in_row)
    items = body.get("items")
    if not in_row and isinstance(items, Mapping) and items.get("type") == "object":
        yield from unknown_keys(f"{where}.items", items, OBJECT)
        yield from _object(f"{where}.items", items)


def _are_decisions(values: Any, fields: Body) -> bool:
    decision = fields.get("decision")
    options = decision.get("oneOf", ()) if isinstance(decision, Mapping) else ()
    known = [
        option.get("const") for option in options if isinstance(option, Mapping)
    ]  # a list: a const may be anything
    return isinstance(values, list) and bool(values) and all(isinstance(each, str) and each in known for each in values)


def _rule(where: str, rule: Any, fields: Body) -> Iterator[FormFinding]:
    """A rule says: when a choice has one value, more is required. Any other shape cannot be explained to a person."""
    test, then = (rule.get("if"), rule.get("then")) if isinstance(rule, Mapping) else (None, None)
    if not isinstance(test, Mapping) or not isinstance(then, Mapping) or set(rule) != {"if", "then"}:
        yield finding("rule-shape", where)
        return
    if not _is_test(test, fields):
        yield finding("rule-test", where)
    yield from _required(where, then.get("required", ()), fields)
    yield from _consequence(f"{where}.then", then)


def _is_test(test: Body, fields: Body) -> bool:
    asked = test.get("properties", {})
    if len(asked) != 1 or set(test) != {"properties", "required"} or list(test["required"]) != list(asked):
        return False
    [(name, value)] = asked.items()
    body = fields.get(name)
    options = body.get("oneOf", ()) if isinstance(body, Mapping) else ()
    wanted = value.get("const") if isinstance(value, Mapping) else None
    return wanted is not None and any(
        isinstance(option, Mapping) and option.get("const") == wanted for option in options
    )


def _consequence(where: str, body: Any) -> Iterator[FormFinding]:
    if not isinstance(body, Mapping):
        return
    yield from unknown_keys(where, body, CONSEQUENCE)
    if "const" in body and "x-message" not in body:
        yield finding("rule-silent", where)
    for inner in (*body.get("properties", {}).values(), body.get("items")):
        yield from _consequence(where, inner)
