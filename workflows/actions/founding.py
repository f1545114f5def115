"""The first run: a city that has nobody yet gets its office and its first two administrators, who let everybody else in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import city, who
from workflows.actions.directory_checks import CODE, LOGIN
from workflows.actions.password_hashes import hash_password
from workflows.queries import settings
from workflows.records import Person
from workflows.rules import passwords
from workflows.rules.errors import FieldProblem, InvalidInput, NotYet

Values = Mapping[str, str]
TEXTS = {
    "city": ("城市名称", 2, 30),
    "office": ("办公室全称", 4, 100),
    "office_short": ("办公室简称", 2, 50),
    "system_name": ("系统管理员姓名", 2, 50),
    "security_name": ("安全管理员姓名", 2, 50),
}
LOGINS = {"system_login": "系统管理员登录名", "security_login": "安全管理员登录名"}


@dataclass(frozen=True, kw_only=True)
class FirstAccount:
    """An administrator with the password to hand over, shown this once."""

    role: str
    login: str
    name: str
    first: str


def is_empty(session: Session) -> bool:
    """Whether nobody has an account here yet."""
    return session.scalar(select(Person.id).limit(1)) is None


def open_city(session: Session, *, values: Values, at: datetime) -> tuple[FirstAccount, ...]:
    """Found a real city. `values`: the keys of TEXTS and LOGINS, and `code` (机关代字 of the office).

    Raises NotYet when somebody has an account already, InvalidInput with every field.
    """
    if not is_empty(session):
        raise NotYet(why="本站已经启用，首次设置不能再做；单位和人员请由系统管理员登记")
    given = {name: str(values.get(name) or "").strip() for name in (*TEXTS, *LOGINS, "code")}
    if problems := _wrong(given):
        raise InvalidInput(problems)
    settings.write(session, "city.name", given["city"])
    settings.write(session, "office.name", given["office"])
    settings.write(session, "office.code", given["code"])
    office = city.add_unit(
        session, name=given["office"], short_name=given["office_short"], level="office", code=given["code"]
    )
    accounts = []
    for key, role in (("system", "system_admin"), ("security", "security_admin")):
        first = passwords.generated()
        login, name = given[f"{key}_login"], given[f"{key}_name"]
        person = city.add_person(session, login=login, name=name, title="", password_hash=hash_password(first), at=at)
        person.must_change, person.password_set_at = True, at
        city.seat(session, person_id=person.id, unit_id=office.id, role=role, at=at)
        accounts.append(FirstAccount(role=role, login=login, name=name, first=first))
    who.note(session, "city:opened", case=None, by=None, at=at, city=given["city"], office=given["office"])
    return tuple(accounts)


def _wrong(given: Values) -> list[FieldProblem]:
    found = [
        FieldProblem(field=name, label=label, message=f"请填写{label}，{least} 到 {most} 个字。")
        for name, (label, least, most) in TEXTS.items()
        if not least <= len(given[name]) <= most or not given[name].isprintable()
    ]
    for name, label in LOGINS.items():
        if not LOGIN.fullmatch(given[name]):
            message = "登录名以小写字母开头，由小写字母、数字和 . _ - 组成，3 到 40 个字符。"
            found.append(FieldProblem(field=name, label=label, message=message))
    if given["system_login"] == given["security_login"]:
        message = "两名管理员须是两个人，登录名不能相同。"
        found.append(FieldProblem(field="security_login", label=LOGINS["security_login"], message=message))
    if not CODE.fullmatch(given["code"]):
        message = "机关代字为 2 到 12 个汉字，例如“青督改办”。"
        found.append(FieldProblem(field="code", label="机关代字", message=message))
    return found
