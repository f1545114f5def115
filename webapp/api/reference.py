"""The OpenAPI document as a page shows it: flat values, so that the template does no more than draw."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from webapp.api.openapi import ERRORS, TAGS, document
from webapp.api.refusals import ROOT
from workflows.rules.tokens import SCOPES

METHODS = ("get", "post")
SHAPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true/false",
    "array": "列表",
    "object": "对象",
    "null": "null",
}
DEEPEST = 4


@dataclass(frozen=True, kw_only=True)
class Line:
    """A parameter or a field: its name, where or how deep it stands, what it is."""

    name: str
    kind: str
    says: str
    must: bool = False
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation; `lines` are its parameters, `body` and `gives` fields with their depth, `errors` (status, words)."""

    key: str
    method: str
    path: str
    title: str
    says: str
    scope: str
    lines: tuple[Line, ...]
    body: tuple[Line, ...]
    body_type: str
    gives: tuple[Line, ...]
    gives_type: str
    status: str
    errors: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The operations about one noun."""

    key: str
    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The whole page."""

    groups: tuple[Group, ...]
    total: int
    errors: tuple[tuple[int, str], ...]
    scopes: tuple[tuple[str, str, str], ...]


@cache
def reference() -> Reference:
    """Every operation by noun, in the order they are declared."""
    groups = tuple(Group(key=key, name=name, operations=tuple(_of_tag(key))) for key, (name, _) in TAGS.items())
    return Reference(
        groups=tuple(group for group in groups if group.operations),
        total=sum(len(group.operations) for group in groups),
        errors=tuple(ERRORS.items()),
        scopes=tuple((key, *words) for key, words in SCOPES.items()),
    )


def _of_tag(tag: str) -> Iterator[Operation]:
    for path, methods in document()["paths"].items():
        yield from (
            _operation(path, each, methods[each]) for each in METHODS if tag in methods.get(each, {}).get("tags", ())
        )


def _operation(path: str, method: str, said: Mapping[str, Any]) -> Operation:
    status, good = next(iter(said["responses"].items()))
    gives_type, content = next(iter(good["content"].items()))
    body_type, body = next(iter(said.get("requestBody", {"content": {"": {}}})["content"].items()))
    return Operation(
        key=said["operationId"],
        method=method.upper(),
        path=f"{ROOT}{path}",
        title=said["summary"],
        says=said["description"].partition("\n\n")[0],
        scope=said["security"][0]["token"][0] if said["security"][0]["token"] else "",
        lines=tuple(
            Line(
                name=each["name"],
                kind=f"{_shape(each['schema'])} · {'地址' if each['in'] == 'path' else '请求头' if each['in'] == 'header' else '参数'}",
                says=each.get("description", ""),
                must=each["required"],
            )
            for each in said["parameters"]
        ),
        body=tuple(_fields(body.get("schema", {}))),
        body_type=body_type,
        gives=tuple(_fields(content["schema"])),
        gives_type=gives_type,
        status=status,
        errors=tuple((key, ERRORS[int(key)]) for key in said["responses"] if int(key) in ERRORS),
        example=_example(path, method, said),
    )


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        found: Mapping[str, Any] = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _fields(schema: Mapping[str, Any], depth: int = 0) -> Iterator[Line]:
    """The fields of an object, each followed by those inside it; not deeper than anybody reads."""
    schema = _resolved(schema)
    for name, body in schema.get("properties", {}).items():
        inner = _inner(body)
        must = name in schema.get("required", ())
        yield Line(name=name, kind=_shape(body), says=body.get("description", ""), must=must, depth=depth)
        if inner is not None and depth < DEEPEST:
            yield from _fields(inner, depth + 1)


def _inner(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The object that stands at a field, in it as an item, or as one of its possibilities."""
    for each in (body, body.get("items", {}), *body.get("anyOf", ())):
        found = _resolved(each)
        if found.get("properties"):
            return found
    return None


def _shape(body: Mapping[str, Any]) -> str:
    """What stands at a field, in words: 文字（uuid）, 列表, 整数或 null."""
    if "anyOf" in body:
        return "或".join(dict.fromkeys(_shape(each) for each in body["anyOf"]))
    body = _resolved(body)
    if "enum" in body or "const" in body:
        return " ".join(f"“{each}”" for each in body.get("enum", [body.get("const")]) if each)
    words = SHAPES.get(body.get("type", ""), "任意")
    return f"{words}（{body['format']}）" if "format" in body else words


def _example(path: str, method: str, said: Mapping[str, Any]) -> str:
    """A command line to try it with; what is in capitals is to be filled in."""
    address = f"BASE{ROOT}{path}".replace("{", "").replace("}", "")
    lines = [f"curl -H 'Authorization: Bearer xh_…' {address}"]
    if method == "post":
        lines[0] = lines[0].replace("curl ", "curl -X POST ")
    if any(each["name"] == "Idempotency-Key" for each in said["parameters"]):
        lines.append('  -H "Idempotency-Key: $(uuidgen)"')
    content = said.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        sent = json.dumps(
            {
                line.name: _sample(line)
                for line in _fields(content["application/json"]["schema"])
                if not line.depth and line.must
            },
            ensure_ascii=False,
        )
        lines += ["  -H 'Content-Type: application/json'", f"  -d '{sent}'"]
    if "multipart/form-data" in content:
        lines.append(f"  -F {next(iter(content['multipart/form-data']['schema']['properties']))}=@FILE")
    return " \\\n".join(lines)


def _sample(line: Line) -> Any:
    return {"对象": {}, "列表": [], "整数": 0}.get(line.kind, "…")
