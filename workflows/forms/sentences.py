"""What jsonschema found, said as a Chinese sentence beside the field it concerns."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from jsonschema import ValidationError

from workflows.forms.fields import Field
from workflows.forms.spots import Spot
from workflows.rules.errors import FieldProblem

_PICKED: Final = frozenset({"choice", "units", "checkbox", "person", "return_to"})
_KEPT_CONTROLS: Final = frozenset("\n\t")
Fields = Sequence[Field]


def problems_of(fields: Fields, errors: Iterable[ValidationError], values: Mapping[str, Any]) -> list[FieldProblem]:
    """Every problem once, in the order of the fields and rows."""
    found = [*_unstorable(fields, values)]
    for error in errors:
        found.extend(_problems(fields, error))
    order = {field.name: place for place, field in enumerate(fields)}
    return sorted(dict.fromkeys(found), key=lambda problem: _place(order, problem.field))


def _place(order: Mapping[str, int], name: str) -> tuple[int, int]:
    head, _, rest = name.partition("-")
    row = rest.partition("-")[0]
    return order.get(head, len(order)), int(row) if row.isdecimal() else -1


def _problems(fields: Fields, error: ValidationError) -> Iterator[FieldProblem]:
    path, demand, given = list(error.absolute_path), _any(error.validator_value), _any(error.instance)
    if error.validator == "required":
        for name in demand:
            if name not in given:
                spot = Spot(fields, [*path, name])
                yield spot.problem(_missing(fields, spot, given))
    elif error.validator == "additionalProperties":
        yield FieldProblem(field="", label="", message="提交的内容里有表单没有的项目，请刷新页面后重新填写。")
    else:
        spot = Spot(fields, path)
        yield spot.problem(_sentence(spot, error))


def _any(value: Any) -> Any:
    """jsonschema types these as possibly unset; on an error that was raised by a keyword they never are."""
    return value


def _missing(fields: Fields, spot: Spot, answers: Mapping[str, Any]) -> str:
    verb = "选择" if spot.field and spot.field.widget in _PICKED else "填写"
    condition = spot.field.needed_when if spot.field else None
    if condition is None or not condition.holds(answers):
        return f"请{verb}{spot.words}。"
    columns = [column for field in fields for column in field.columns]
    asked = next((field for field in [*columns, *fields] if field.name == condition.field), None)
    option = asked.option(answers[condition.field]) if asked else None
    return f"选择“{option.label if option else ''}”的，必须{verb}{spot.words}。"


def _sentence(spot: Spot, error: ValidationError) -> str:
    told = error.schema.get("x-message") if isinstance(error.schema, Mapping) else None
    if isinstance(told, str):
        return f"{told}。"
    say = _SENTENCES.get(str(error.validator))
    return say(spot, _any(error.validator_value), _any(error.instance)) if say else _unfit(spot, None, None)


def _unfit(spot: Spot, _demand: Any, _given: Any) -> str:
    return f"{spot.words}的内容不符合要求，请重新填写。"


def _too_short(spot: Spot, limit: int, given: str) -> str:
    return f"{spot.words}至少写 {limit} 字，现在 {len(given)} 字。"


def _too_long(spot: Spot, limit: int, given: str) -> str:
    return f"{spot.words}最多 {limit} 字，现在 {len(given)} 字，请删减 {len(given) - limit} 字。"


def _too_few(spot: Spot, limit: int, given: Sequence[object]) -> str:
    return f"{spot.words}至少要有 {limit} {spot.counter}，现在 {len(given)} {spot.counter}。"


def _too_many(spot: Spot, limit: int, given: Sequence[object]) -> str:
    return f"{spot.words}最多 {limit} {spot.counter}，现在 {len(given)} {spot.counter}。"


def _no_date(spot: Spot, _demand: Any, _given: Any) -> str:
    return f"{spot.words}不是有效的日期：请写成 2026-12-31 的样子，年份在 2000 到 2099 之间。"


def _no_option(spot: Spot, _demand: Any, _given: Any) -> str:
    return f"{spot.words}没有这个选项，请从列出的选项中选择。"


def _doubled(spot: Spot, _demand: Any, _given: Any) -> str:
    return f"{spot.words}有重复，请去掉重复的一项。"


_SENTENCES: Final[Mapping[str, Callable[[Spot, Any, Any], str]]] = {
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "maxItems": _too_many,
    "format": _no_date,
    "oneOf": _no_option,
    "uniqueItems": _doubled,
}


def _unstorable(fields: Fields, values: Mapping[str, Any]) -> Iterator[FieldProblem]:
    """Control characters and halves of characters: databases refuse them, and nobody typed them on purpose."""
    for path, text in _texts(values, []):
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in _KEPT_CONTROLS for char in text):
            spot = Spot(fields, path)
            yield spot.problem(f"{spot.words}含有看不见的控制字符，无法保存，请删除后重新填写。")


def _texts(value: Any, path: list[str | int]) -> Iterator[tuple[list[str | int], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, [*path, key])
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, [*path, place])
