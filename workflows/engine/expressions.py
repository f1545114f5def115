"""Conditions and timer values: an allow-list of Python expressions, compiled to closures.

The library evaluates them with `eval`, and its documented `safe_globals` is no sandbox: whoever uploads a
diagram would run code on the server. Here the text is parsed once, every syntax node must be on the list below,
and nothing is ever evaluated as Python. What the list offers: facts by name, text, whole numbers, True, False,
None, and, or, not, comparisons, and `in` a written list.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from workflows.engine.errors import ExpressionRefused
from workflows.engine.facts import is_fact_name
from workflows.engine.values import Fact, Facts

LONGEST = 300
MOST_NODES = 60
BARE_ISO = re.compile(r"P[0-9T]\S*|[0-9]{4}-[0-9]{2}(-[0-9]{2}(T\S*)?)?", re.ASCII)

Evaluate = Callable[[Facts], Fact]
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True, kw_only=True)
class Expression:
    """A compiled expression: text, facts it reads, closure; `constant` is set when it is one written text."""

    text: str
    names: frozenset[str]
    evaluate: Evaluate
    constant: str | None = None


@lru_cache(maxsize=2048)
def compile_condition(text: str) -> Expression:
    """A condition on a connection. Raises ExpressionRefused for anything outside the list."""
    body = _parse(text)
    return Expression(text=text, names=_names(body), evaluate=_compile(body, text))


@lru_cache(maxsize=2048)
def compile_timer(text: str) -> Expression:
    """The value of a timer: one fact's name, or a quoted ISO text. Raises ExpressionRefused.

    Every modeller writes `P30D` without quotes; the library reads that as a variable and fails only when a case
    gets there.
    """
    stripped = text.strip()
    if BARE_ISO.fullmatch(stripped):
        raise _refusal(text, f'时间要加英文双引号，写成 "{stripped}"', f'put the time in quotes: "{stripped}"')
    body = _parse(text)
    if isinstance(body, ast.Name):
        return Expression(text=text, names=_names(body), evaluate=_compile(body, text))
    if isinstance(body, ast.Constant) and isinstance(body.value, str):
        return Expression(text=text, names=frozenset(), evaluate=_compile(body, text), constant=body.value)
    raise _refusal(text, "时限只能写一个事实的名称，或加引号的时间", "a timer is one fact's name or a quoted time")


def _parse(text: str) -> ast.expr:
    if not text.strip():
        raise _refusal(text, "内容是空的", "it is empty")
    if len(text) > LONGEST:
        raise _refusal(text[:60] + "…", f"超过 {LONGEST} 个字符", f"it is longer than {LONGEST} characters")
    if "\\" in text or "\0" in text:
        raise _refusal(text, "不能含有反斜杠", "it holds a backslash")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _refusal(
            text, "写法不对，例如可写 reinspection_passed 或 days > 3", "it is not a valid expression"
        ) from None
    if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
        raise _refusal(text, "太复杂，请拆成几个网关", "it is too complex")
    return tree.body


def _names(body: ast.expr) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(body) if isinstance(node, ast.Name))


def _compile(node: ast.expr, text: str) -> Evaluate:
    match node:
        case ast.Constant():
            return _constant(node, text)
        case ast.Name():
            return _name(node, text)
        case ast.BoolOp():
            return _logic(node, text)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _compile(operand, text)
            return lambda facts: not inner(facts)
        case ast.Compare():
            return _comparison(node, text)
    raise _refusal(text, _WHY_NOT.get(type(node), "含有不允许的写法"), f"{type(node).__name__} is not allowed")


def _constant(node: ast.Constant, text: str) -> Evaluate:
    value = node.value
    if not (value is None or isinstance(value, (bool, int, str))):
        raise _refusal(text, "只能写文本、整数、True、False、None", "only text, whole numbers, True, False and None")
    return lambda _facts: value


def _name(node: ast.Name, text: str) -> Evaluate:
    name = node.id
    if name.lower() in {"true", "false", "none", "null"}:
        right = {"true": "True", "false": "False"}.get(name.lower(), "None")
        raise _refusal(text, f"“{name}”应写成 {right}", f"write {right} instead of {name}")
    if not is_fact_name(name):
        raise _refusal(text, f"“{name}”不是事实的名称（小写字母、数字、下划线）", f"{name} is not the name of a fact")
    return lambda facts: facts[name]


def _logic(node: ast.BoolOp, text: str) -> Evaluate:
    parts = [_compile(value, text) for value in node.values]
    if isinstance(node.op, ast.And):
        return lambda facts: all(part(facts) for part in parts)
    return lambda facts: any(part(facts) for part in parts)


def _comparison(node: ast.Compare, text: str) -> Evaluate:
    if len(node.ops) != 1:
        raise _refusal(text, "不能连写比较，请用 and 分开", "chained comparisons are not allowed; use and")
    left, right = _compile(node.left, text), node.comparators[0]
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return _membership(left, right, negated=isinstance(node.ops[0], ast.NotIn), text=text)
    compare = _COMPARE.get(type(node.ops[0]))
    if compare is None:
        raise _refusal(text, "请用 == 代替 is", "use == instead of is")
    other = _compile(right, text)
    return lambda facts: compare(left(facts), other(facts))


def _membership(left: Evaluate, right: ast.expr, *, negated: bool, text: str) -> Evaluate:
    if not isinstance(right, (ast.List, ast.Tuple)):
        raise _refusal(text, 'in 后面只能写一个列表，例如 ["a", "b"]', "in needs a written list")
    choices = [_compile(element, text) for element in right.elts]
    return lambda facts: any(left(facts) == choice(facts) for choice in choices) is not negated


def _refusal(text: str, why: str, english: str) -> ExpressionRefused:
    return ExpressionRefused(text=text, why=why, why_english=english)


_WHY_NOT: dict[type[ast.expr], str] = {
    ast.Attribute: "不能用点号取属性",
    ast.Call: "不能调用函数",
    ast.Subscript: "不能用方括号取值",
    ast.Lambda: "不能定义函数",
    ast.BinOp: "不能做算术运算",
    ast.UnaryOp: "不能写负号等运算",
    ast.ListComp: "不能写循环",
    ast.SetComp: "不能写循环",
    ast.DictComp: "不能写循环",
    ast.GeneratorExp: "不能写循环",
    ast.JoinedStr: "不能写格式化文本",
    ast.IfExp: "不能写 if … else，请用网关",
    ast.Dict: "不能写花括号",
    ast.Set: "不能写花括号",
    ast.List: "列表只能写在 in 后面",
    ast.Tuple: "列表只能写在 in 后面",
    ast.NamedExpr: "不能赋值",
    ast.Await: "不能写 await",
    ast.Yield: "不能写 yield",
    ast.YieldFrom: "不能写 yield",
    ast.Starred: "不能写星号",
}
