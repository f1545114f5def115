"""What is wrong with the fields of a unit, an account or a seat: asked by the pages and by the import of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.records import Person, Unit
from workflows.records.units import LEVELS
from workflows.rules.errors import FieldProblem
from workflows.rules.roles import ROLES, incompatible

LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,39}")
CODE = re.compile(r"[\u3400-\u9fff]{2,12}")
Values = Mapping[str, str]


def wrong_unit(session: Session, values: Values, unit: Unit | None) -> list[FieldProblem]:
    """What is wrong with a unit's fields; `unit` where it exists already."""
    name, short, code = (text_of(values, key) for key in ("name", "short_name", "code"))
    found = []
    if not 2 <= len(name) <= 100:
        found.append(FieldProblem(field="name", label="单位全称", message="请填写单位全称，2 到 100 个字。"))
    elif unit is None and session.scalar(select(Unit.id).where(Unit.name == name)) is not None:
        found.append(FieldProblem(field="name", label="单位全称", message=f"“{name}”已经登记过了。"))
    if len(short) > 50:
        found.append(FieldProblem(field="short_name", label="简称", message="简称最多 50 个字。"))
    if values.get("level") not in LEVELS:
        found.append(FieldProblem(field="level", label="层级", message="请选择单位的层级。"))
    if code and not CODE.fullmatch(code):
        found.append(
            FieldProblem(field="code", label="机关代字", message="机关代字为 2 到 12 个汉字，例如“青督改办”。")
        )
    return found


def wrong_person(session: Session, values: Values) -> list[FieldProblem]:
    """What is wrong with a new account's fields."""
    login, name, title = (text_of(values, key) for key in ("login", "name", "title"))
    found = []
    if not LOGIN.fullmatch(login):
        message = "登录名以小写字母开头，由小写字母、数字和 . _ - 组成，3 到 40 个字符。"
        found.append(FieldProblem(field="login", label="登录名", message=message))
    elif session.scalar(select(Person.id).where(Person.login == login)) is not None:
        message = f"“{login}”已被使用，登录名不能重复，也不能再给别人用。"
        found.append(FieldProblem(field="login", label="登录名", message=message))
    if not 2 <= len(name) <= 50 or not name.isprintable():
        found.append(FieldProblem(field="name", label="姓名", message="请填写姓名，2 到 50 个字。"))
    if len(title) > 100:
        found.append(FieldProblem(field="title", label="职务", message="职务最多 100 个字。"))
    return found


def wrong_seat(unit: Unit | None, role: str, held: Collection[str], *, own: bool) -> list[FieldProblem]:
    """What forbids this seat to somebody who holds the roles `held`."""
    found = []
    if unit is None:
        found.append(FieldProblem(field="unit_id", label="单位", message="请从列表中选择一个单位。"))
    if role not in ROLES or ROLES[role].seat != role or role == "system":
        found.append(FieldProblem(field="role", label="角色", message="请从列表中选择一个角色。"))
    elif why := incompatible(role, held):
        found.append(FieldProblem(field="role", label="角色", message=f"{why}。"))
    if own:
        found.append(FieldProblem(field="role", label="角色", message="不能给自己任职，请由另一名安全管理员办理。"))
    return found


def text_of(values: Values, name: str) -> str:
    """A field without blanks around it; empty where it is missing."""
    return str(values.get(name) or "").strip()
