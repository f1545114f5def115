"""The OpenAPI 3.1 document, written from the declared operations; JSON Schema 2020-12 comes from their models as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from webapp.api import models
from webapp.api.caller import LONGEST_KEY
from webapp.api.operation import File, Operation, Upload
from webapp.api.operations import MODULES, OPERATIONS
from webapp.api.refusals import ROOT
from workflows.rules.tokens import SCOPES, SHAPE

TAGS: Mapping[str, tuple[str, str]] = {
    "me": ("本人", "Who the token's owner is here."),
    "tasks": ("任务", "Open tasks and doing them."),
    "problems": ("问题", "The list, one problem, what can be done about it."),
    "search": ("检索", "Full text over what people wrote."),
    "comments": ("评论", "What people say to each other about a problem."),
    "messages": ("消息", "What concerns the token's owner."),
    "evidence": ("佐证材料", "Files of a case."),
    "documents": ("文书", "Formal papers, printing, evidence bundles, verification."),
    "draws": ("抽查", "The pool, freezing, drawing, what was published."),
    "matters": ("督办与调度", "Supervision orders, look-alike checks, weekly rounds, escalation."),
    "plans": ("方案", "Plans on their way to the list."),
    "figures": ("统计", "The office's figures: overview, ages, units side by side, deadlines."),
    "directory": ("单位人员与工作日历", "Units, people, the working calendar."),
    "journal": ("系统日志", "For the journal administrator."),
}
ERRORS: Mapping[int, str] = {
    400: "读不懂请求 · the request cannot be read",
    401: "没有有效的令牌 · no valid token",
    403: "不能办理 · not permitted",
    404: "没有找到，或者无权查看 · not found, or not to be seen",
    405: "不能这样打开 · method not allowed",
    409: "现在不能办理 · not possible now",
    413: "内容太大 · too large",
    415: "格式不支持 · unsupported type",
    422: "填写有误 · to be corrected",
    429: "太频繁 · too often",
    503: "系统正忙 · busy",
}
_CONVERTER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_KINDS: Mapping[str, dict[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
}
INTRODUCTION = """\
程序用个人令牌办事，只能做令牌本人能做的事；令牌在“我的账号 → 个人令牌”里创建。
A program acts with a personal token and can do what its owner can do, never more.

- 每个请求带上 `Authorization: Bearer xh_…`；不认 Cookie，也不允许别的网站的网页调用。
- 办理类请求带上 `Idempotency-Key`：同一编号只办一次，重试得到第一次的结果。
- 列表按 `next` 里的地址翻页；`limit` 最多 100。
- 拒绝都是 `application/problem+json`（RFC 9457）：`detail` 是中文，`detail_en` 是英文，`code` 不变。
- 单个对象带 `ETag`，可用 `If-None-Match` 再问；每个回答带 `X-Request-Id`，也可由您指定。
"""


@cache
def document() -> dict[str, Any]:
    """The whole document; the same for everybody."""
    keyed, schemas = models_json_schema(
        [(model, mode) for model, mode in _models()], ref_template="#/components/schemas/{model}"
    )
    refs = {model: keyed[model, mode] for model, mode in _models()}
    paths: dict[str, Any] = {}
    for each in sorted(OPERATIONS, key=_place):
        paths.setdefault(_address(each.path), {})[each.method.lower()] = _operation(each, refs)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "销号数据接口 · Xiaohao API",
            "version": "1",
            "description": INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": ROOT}],
        "tags": [{"name": key, "description": f"{name}。{what}"} for key, (name, what) in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": SHAPE.pattern, "description": _scopes()}
            },
        },
    }


def _place(each: Operation) -> int:
    """The nouns in the order in which somebody meets them, not in that of the alphabet."""
    return [module.__name__ for module in MODULES].index(each.handler.__module__)


def _models() -> Iterator[tuple[type[BaseModel], Any]]:
    yield models.Refused, "serialization"
    for each in OPERATIONS:
        if isinstance(each.gives, type):
            yield each.gives, "serialization"
        if isinstance(each.body, type):
            yield each.body, "validation"


def _operation(each: Operation, refs: Mapping[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": each.name,
        "tags": [each.tag],
        "summary": each.title,
        "description": f"{each.says}\n\n用途 · scope: {SCOPES[each.scope][0]} `{each.scope}`"
        if each.scope
        else each.says,
        "security": [{"token": [each.scope] if each.scope else []}],
        "parameters": [*_in_path(each), *_in_query(each), *_in_header(each)],
        "responses": _responses(each, refs),
    }
    if each.body is not None:
        described["requestBody"] = {"required": True, "content": _body(each.body, refs)}
    return described


def _address(path: str) -> str:
    return _CONVERTER.sub(r"{\2}", path)


def _in_path(each: Operation) -> Iterator[dict[str, Any]]:
    for kind, name in _CONVERTER.findall(each.path):
        yield {"name": name, "in": "path", "required": True, "schema": _KINDS.get(kind) or each.paths[name]}


def _in_query(each: Operation) -> Iterator[dict[str, Any]]:
    if each.query is None:
        return
    schema = each.query.model_json_schema()
    for name, body in schema["properties"].items():
        plain = {key: value for key, value in body.items() if key not in ("title", "description")}
        yield {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": body.get("description", ""),
            "schema": plain,
        }


def _in_header(each: Operation) -> Iterator[dict[str, Any]]:
    if each.once:
        says = "每次办理另取一个，重试时沿用 · a new one for every act, the same when tried again"
        pattern = {"type": "string", "pattern": f"^[A-Za-z0-9._-]{{1,{LONGEST_KEY}}}$"}
        yield {"name": "Idempotency-Key", "in": "header", "required": True, "description": says, "schema": pattern}


def _responses(each: Operation, refs: Mapping[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": each.title}
    if isinstance(each.gives, File):
        good["content"] = {each.gives.media_type: {"schema": {"type": "string", "format": "binary"}}}
    else:
        good["content"] = {"application/json": {"schema": refs[each.gives]}}
    found = {str(each.status): good}
    if not each.acts and not isinstance(each.gives, File):
        found["304"] = {"description": "没有变化 · unchanged since the ETag sent"}
    schema = {"application/problem+json": {"schema": refs[models.Refused]}}
    for status in _statuses(each):
        found[str(status)] = {"description": ERRORS[status], "content": schema}
    return found


def _statuses(each: Operation) -> list[int]:
    """The errors an operation can answer with."""
    found = {401, 403, 429, 503, *each.also}
    if "<" in each.path:
        found.add(404)
    if each.query is not None or each.body is not None:
        found.add(422)
    if each.acts:
        found |= {400, 404, 409, 413, 422}
    if isinstance(each.gives, File):
        found |= {404, 409}
    if each.body is not None:
        found |= {400, 413, 415}
    return sorted(found)


def _body(body: type[BaseModel] | Upload, refs: Mapping[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    if not isinstance(body, Upload):
        return {"application/json": {"schema": refs[body]}}
    file = {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}
    part = {"type": "array", "items": file, "minItems": 1} if body.part == "files" else file
    schema = {"type": "object", "properties": {body.part: part}, "required": [body.part], "description": body.says}
    return {"multipart/form-data": {"schema": schema}}


def _scopes() -> str:
    lines = [f"- `{key}` {name}：{what}" for key, (name, what) in SCOPES.items()]
    return "\n".join(["个人令牌，每个令牌有自己的用途（scope）：", *lines])
