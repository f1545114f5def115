"""The catalogue of what can be wrong with a form definition: code → Chinese sentence, English sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from workflows.forms.errors import FormFinding

_CATALOGUE: Final[Mapping[str, tuple[str, str]]] = {
    "too-big": (
        "表单文件太大：最多 {limit} 字。",
        "The file has more than {limit} characters.",
    ),
    "not-json": (
        "第 {line} 行不是正确的 JSON：请检查逗号、引号和括号。",
        "Line {line} is not JSON: {why}.",
    ),
    "too-deep": (
        "表单文件嵌套太深。",
        "The file is nested too deeply.",
    ),
    "not-an-object": (
        "表单文件的最外层必须是一个对象（用花括号括起来）。",
        "The outermost value must be an object.",
    ),
    "written-twice": (
        "“{name}”写了两次，请删去一处。",
        'The key "{name}" is written twice.',
    ),
    "not-a-schema": (
        "“{name}”不符合 JSON Schema 的写法。",
        "Not a JSON Schema: {why}.",
    ),
    "keyword": (
        "这里不能使用“{name}”。",
        '"{name}" may not be used here.',
    ),
    "no-key": (
        "“$id”要写表单的代号，例如 self_check（小写字母、数字、下划线）。",
        "$id must be the key of the form.",
    ),
    "no-form-title": (
        "表单没有标题（title）。",
        "The form has no title.",
    ),
    "no-fields": (
        "表单或表格的行必须写 type 为 object，并列出 properties。",
        "An object needs type and properties.",
    ),
    "open-ended": (
        "必须写 additionalProperties 为 false，多余的内容才会被拒绝。",
        "additionalProperties must be false.",
    ),
    "too-many-fields": (
        "一张表单最多 {limit} 个字段。",
        "A form has at most {limit} fields.",
    ),
    "required-unknown": (
        "必填项“{name}”不在字段之中。",
        'The required "{name}" is not a field.',
    ),
    "field-empty": (
        "字段“{name}”没有写内容。",
        'The field "{name}" is empty.',
    ),
    "rule-shape": (
        "条件要写成 if 和 then 两部分。",
        "A rule consists of if and then.",
    ),
    "rule-test": (
        "if 只能判断一个选择字段等于它的某一个选项。",
        "if must compare one choice with one of its options.",
    ),
    "rule-silent": (
        "限定取值时要写 x-message，说明为什么。",
        "A const in a rule needs an x-message.",
    ),
    "field-key": (
        "字段代号“{name}”只能用小写字母、数字和下划线。",
        'The field key "{name}" is not allowed.',
    ),
    "field-title": (
        "字段“{name}”没有中文名称（title）。",
        'The field "{name}" has no title.',
    ),
    "widget": (
        "字段“{name}”的 x-widget“{widget}”不能用在这里。",
        'The widget "{widget}" of "{name}" cannot be used here.',
    ),
    "type": (
        "字段“{name}”的 type 应为 {expected}。",
        'The type of "{name}" must be {expected}.',
    ),
    "no-max-length": (
        "字段“{name}”要写最多字数 maxLength，不超过 {limit}。",
        '"{name}" needs a maxLength of at most {limit}.',
    ),
    "no-date-format": (
        "日期字段“{name}”要写 format 为 date。",
        '"{name}" needs the format date.',
    ),
    "no-max-items": (
        "字段“{name}”要写最多项数 maxItems，不超过 {limit}。",
        '"{name}" needs a maxItems of at most {limit}.',
    ),
    "items": (
        "字段“{name}”的 items 与“{widget}”不相配。",
        'The items of "{name}" do not fit {widget}.',
    ),
    "column-missing": (
        "字段“{name}”缺少“{column}”一列。",
        '"{name}" lacks the column {column}.',
    ),
    "options": (
        "选择字段“{name}”至少要有两个选项，每个都要有 const 和 title。",
        '"{name}" needs at least two options, each with const and title.',
    ),
    "options-alike": (
        "选择字段“{name}”有两个选项的 const 相同。",
        'Two options of "{name}" have the same const.',
    ),
    "options-facts": (
        "选择字段“{name}”的每个选项都要给出同样的几个事实，流程图才能判断。",
        'All options of "{name}" must give the same facts.',
    ),
    "return-fact": (
        "退回去向字段“{name}”要写 x-fact，后面的网关才能按它分流。",
        '"{name}" needs an x-fact, by which a gateway can tell where the case goes back to.',
    ),
    "fact": (
        "事实“{name}”的写法不对：名称用小写字母，值为 true 或 false。",
        'The fact "{name}" is not allowed.',
    ),
    "instant": (
        "字段“{name}”的 x-instant 只能写 end_of_day。",
        'The x-instant of "{name}" can only be end_of_day.',
    ),
    "part": (
        "字段“{name}”要写 x-part：responsible、lead、participating、supervising 之一。",
        'The x-part of "{name}" must be a part of the problem.',
    ),
    "when": (
        "字段“{name}”的 x-when 要写 decision 字段里有的选项，写成列表。",
        'The x-when of "{name}" must list options of the field decision.',
    ),
    "day": (
        "字段“{name}”的 x-day 只能写 past 或 ahead。",
        'The x-day of "{name}" can only be past or ahead.',
    ),
    "fact-length": (
        "作为事实的字段“{name}”最多 {limit} 字。",
        'As a fact "{name}" has at most {limit} characters.',
    ),
}


def finding(code: str, where: str, **words: object) -> FormFinding:
    """The finding `code` at a path of keys."""
    message, english = _CATALOGUE[code]
    return FormFinding(code=code, where=where, message=message.format(**words), english=english.format(**words))


def unknown_keys(where: str, body: Mapping[str, Any], allowed: Collection[str]) -> Iterator[FormFinding]:
    """A finding for every keyword that is not allowed here."""
    return (finding("keyword", where, name=key) for key in body if key not in allowed)
