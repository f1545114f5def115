"""What a program sent, judged by the models of the operation: every fault at once, each with its place and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from webapp.api.refusals import NotJson, OtherKind
from workflows.rules.errors import FieldProblem, InvalidInput

Model = TypeVar("Model", bound=BaseModel)

SENTENCES: Mapping[str, str] = {
    "missing": "必须填写。",
    "extra_forbidden": "这里没有这一项，请对照接口说明。",
    "string_type": "应为文字。",
    "string_too_short": "至少 {min_length} 字。",
    "string_too_long": "最多 {max_length} 字。",
    "string_pattern_mismatch": "写法不对，请对照接口说明。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "int_from_float": "应为整数。",
    "bool_type": "应为 true 或 false。",
    "bool_parsing": "应为 true 或 false。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
    "literal_error": "只能是 {expected}。",
    "enum": "只能是 {expected}。",
    "list_type": "应为列表。",
    "too_long": "最多 {max_length} 项。",
    "too_short": "至少 {min_length} 项。",
    "dict_type": "应为对象。",
    "model_type": "应为对象。",
    "uuid_parsing": "应为编号（UUID）。",
    "uuid_type": "应为编号（UUID）。",
    "date_from_datetime_parsing": "应为日期，例如 2026-11-25。",
    "date_type": "应为日期，例如 2026-11-25。",
    "date_parsing": "应为日期，例如 2026-11-25。",
}
"""pydantic's kinds of error, in words; what is not here is told as a wrong spelling."""


def query(model: type[Model]) -> Model:
    """The part of the address after the question mark. Raises InvalidInput; a name given twice is one of the faults."""
    twice = [name for name, texts in request.args.lists() if len(texts) > 1]
    if twice:
        message = "只能写一次。"
        raise InvalidInput([FieldProblem(field=f"?{name}"[:60], label=name[:60], message=message) for name in twice])
    try:
        return model.model_validate(request.args.to_dict(), strict=False)
    except ValidationError as error:
        raise InvalidInput([_problem(each, "?") for each in error.errors()]) from None


def body(model: type[Model]) -> Model:
    """The JSON of the request. Raises OtherKind for another type, NotJson, InvalidInput with every fault."""
    if request.mimetype != "application/json":
        raise OtherKind(wanted="application/json")
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        found = error.errors()
        if any(each["type"] == "json_invalid" for each in found):
            raise NotJson() from None
        raise InvalidInput([_problem(each, "/") for each in found]) from None


def tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form as a browser's would be read: blank space around them gone, blank fields and rows left out."""
    return dict(_filled((name, _tidy(value)) for name, value in values.items()))


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, list):
        return [each for each in map(_tidy, value) if each not in ("", {}, None)]
    if isinstance(value, dict):
        return tidied(value)
    return value


def _filled(pairs: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    return ((name, value) for name, value in pairs if value not in ("", [], None))


def _problem(error: ErrorDetails, mark: str) -> FieldProblem:
    place = "/".join(str(part) for part in error["loc"])[:200]
    sentence = SENTENCES.get(error["type"], "写法不对，请对照接口说明。").format(**error.get("ctx", {}))
    return FieldProblem(field=f"{mark}{place}", label=place or "内容", message=sentence)
