"""What one row of a spreadsheet of units and people would do, said in words, with the cell of whatever cannot be accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import directory_checks
from workflows.plans.sheets import SheetRow
from workflows.queries import settings
from workflows.records import Membership, Person, Unit
from workflows.rules.errors import FieldProblem
from workflows.rules.levels import LEVEL_WORDS
from workflows.rules.permissions import Actor, seat_for_action
from workflows.rules.roles import HELD

UNIT_COLUMNS = ("单位全称", "简称", "层级", "机关代字")
PERSON_COLUMNS = ("登录名", "姓名", "职务", "单位", "角色")
KINDS = {"unit": ("单位全称", "层级"), "person": ("登录名", "姓名")}
FIELDS = {
    "单位全称": "name",
    "简称": "short_name",
    "层级": "level",
    "机关代字": "code",
    "登录名": "login",
    "姓名": "name",
    "职务": "title",
}
ROLE_KEYS = {role.name: role.key for role in HELD}
LEVEL_KEYS = {words: key for key, words in LEVEL_WORDS.items()}


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A cell that cannot be accepted: where it is, and why."""

    place: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one row would do. `state`: new, changed, unchanged, refused, later (the other administrator's part)."""

    kind: str
    place: str
    about: str
    state: str
    words: str = ""
    refused: tuple[Refused, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    key: UUID | None = None
    """The unit or person that exists already."""


@dataclass
class Known:
    """The city as it is, and as the rows before have made it."""

    actor: Actor
    units: dict[str, Unit]
    codes: dict[UUID, str]
    people: dict[str, Person]
    seats: set[tuple[UUID, UUID, str]]
    new_units: set[str] = field(default_factory=set)
    new_people: dict[str, str] = field(default_factory=dict)
    new_seats: set[tuple[str, str, str]] = field(default_factory=set)


def unit_line(session: Session, row: SheetRow, known: Known) -> Line:
    """A unit: registered anew, or its short name, level and code changed; its full name stays."""
    name = row.texts.get("单位全称", "")
    values = {FIELDS[word]: row.texts.get(word, "") for word in UNIT_COLUMNS}
    values["level"] = LEVEL_KEYS.get(values["level"], values["level"])
    unit = known.units.get(name)
    if name in known.new_units:
        return _refused_line(row, "unit", name, [Refused(place=row.place, why=f"“{name}”在表里出现了两次")])
    problems = directory_checks.wrong_unit(session, values, unit)
    if problems:
        return _refused_line(row, "unit", name, _refusals(row, problems))
    known.new_units.add(name)
    if unit is None:
        return Line(kind="unit", place=row.place, about=name, state="new", values=values)
    before = {"short_name": unit.short_name or "", "level": unit.level, "code": known.codes.get(unit.id, "")}
    changed = [
        f"{word}：{_level(before[FIELDS[word]])}→{_level(values[FIELDS[word]])}"
        for word in UNIT_COLUMNS[1:]
        if values[FIELDS[word]] != before[FIELDS[word]] and (values[FIELDS[word]] or FIELDS[word] != "code")
    ]
    state = "changed" if changed else "unchanged"
    return Line(
        kind="unit", place=row.place, about=name, state=state, words="；".join(changed), values=values, key=unit.id
    )


def person_line(session: Session, row: SheetRow, known: Known) -> Line:
    """An account: registered anew, or its post changed. The seat the row names is only looked at: the other administrator gives it."""
    values = {FIELDS[word]: row.texts.get(word, "") for word in PERSON_COLUMNS[:3]}
    values["unit"] = row.texts.get("单位", "")
    login, name = values["login"], values["name"]
    about, person = f"{name}（{login}）", known.people.get(login)
    wrong = _wrong_place(row, known)
    taken = person.name if person else known.new_people.get(login, name)
    if taken != name:
        place = row.places.get("登录名", row.place)
        return _refused_line(
            row, "person", about, [Refused(place=place, why=f"登录名“{login}”是{taken}的，不能再给别人用")]
        )
    if person is None:
        wrong = [
            *wrong,
            *_refusals(row, [] if login in known.new_people else directory_checks.wrong_person(session, values)),
        ]
    if wrong:
        return _refused_line(row, "person", about, wrong)
    if person is None:
        state = "unchanged" if login in known.new_people else "new"
        known.new_people[login] = name
        words = "同一人的又一项任职，账号只登记一次" if state == "unchanged" else _seat_words(row)
        return Line(kind="person", place=row.place, about=about, state=state, words=words, values=values)
    before = person.title or ""
    if not values["title"] or values["title"] == before:
        return Line(kind="person", place=row.place, about=about, state="unchanged", values=values, key=person.id)
    words = f"职务：{before or '空'}→{values['title']}"
    return Line(kind="person", place=row.place, about=about, state="changed", words=words, values=values, key=person.id)


def seat_line(row: SheetRow, known: Known) -> Line:
    """The seat a row names, for somebody who has an account already."""
    login, unit_name = row.texts.get("登录名", ""), row.texts.get("单位", "")
    role_name = row.texts.get("角色", "")
    about = f"{row.texts.get('姓名', '')}（{login}）：{unit_name} {role_name}"
    if not unit_name and not role_name:
        return Line(kind="seat", place=row.place, about=about, state="unchanged", words="没有写任职")
    person, unit, role = known.people.get(login), known.units.get(unit_name), ROLE_KEYS.get(role_name, "")
    wrong = _wrong_place(row, known)
    if person is None or person.name != row.texts.get("姓名", ""):
        why = f"还没有登记“{login}”，或姓名不同；请系统管理员先导入这张表"
        wrong.append(Refused(place=row.places.get("登录名", row.place), why=why))
    if wrong or person is None or unit is None:
        return _refused_line(row, "seat", about, wrong)
    values = {"login": login, "unit": unit_name, "role": role}
    if (person.id, unit.id, role) in known.seats:
        return Line(kind="seat", place=row.place, about=about, state="unchanged", words="已任此职", values=values)
    held = {each for who_holds, _, each in known.seats if who_holds == person.id}
    problems = directory_checks.wrong_seat(unit, role, held, own=person.id == known.actor.person_id)
    if problems or (login, unit_name, role) in known.new_seats:
        place = row.places.get("角色", row.place)
        whys = [each.message.rstrip("。") for each in problems] or ["这一行在表里出现了两次"]
        return _refused_line(row, "seat", about, [Refused(place=place, why=why) for why in whys])
    known.new_seats.add((login, unit_name, role))
    known.seats.add((person.id, unit.id, role))
    return Line(kind="seat", place=row.place, about=about, state="new", words="任职", values=values)


def _wrong_place(row: SheetRow, known: Known) -> list[Refused]:
    """What is wrong with the unit and role a person's row names, whoever uploads it."""
    found = []
    unit, role = row.texts.get("单位", ""), row.texts.get("角色", "")
    if bool(unit) != bool(role):
        word = "角色" if unit else "单位"
        found.append(Refused(place=row.place, why=f"单位和角色要么都写，要么都不写；缺{word}"))
    if unit and unit not in known.units and unit not in known.new_units:
        found.append(Refused(place=row.places["单位"], why=f"没有“{unit}”这个单位（写全称），请先登记或写进单位表"))
    elif unit and unit in known.units and not known.units[unit].active:
        found.append(Refused(place=row.places["单位"], why=f"“{unit}”已停用"))
    if role and role not in ROLE_KEYS:
        found.append(Refused(place=row.places["角色"], why=f"没有“{role}”这个角色，可以写：{'、'.join(ROLE_KEYS)}"))
    return found


def _seat_words(row: SheetRow) -> str:
    unit, role = row.texts.get("单位", ""), row.texts.get("角色", "")
    return f"登记账号；{unit} {role} 由安全管理员导入同一张表后任职" if unit else "登记账号"


def _refusals(row: SheetRow, problems: Sequence[FieldProblem]) -> list[Refused]:
    columns = {FIELDS[word]: word for word in (UNIT_COLUMNS if row.kind == "unit" else PERSON_COLUMNS[:3])}
    return [
        Refused(
            place=row.places.get(columns[each.field], f"{row.place}起的“{columns[each.field]}”栏"),
            why=each.message.rstrip("。"),
        )
        for each in problems
    ]


def _refused_line(row: SheetRow, kind: str, about: str, refused: Sequence[Refused]) -> Line:
    return Line(kind=kind, place=row.place, about=about or "—", state="refused", refused=tuple(refused))


def later(row: SheetRow, column: str, words: str) -> Line:
    """A row that is the other administrator's part."""
    return Line(kind=row.kind, place=row.place, about=row.texts.get(column, "—"), state="later", words=words)


def _level(value: str) -> str:
    return LEVEL_WORDS.get(value, value) or "空"


def known_now(session: Session, actor: Actor) -> Known:
    """The city before the first row."""
    units = {each.name: each for each in session.scalars(select(Unit))}
    codes = {each.id: settings.read(session, f"unit.code.{each.id}") for each in units.values()}
    people = {each.login: each for each in session.scalars(select(Person))}
    seats = session.execute(
        select(Membership.person_id, Membership.unit_id, Membership.role).where(Membership.until.is_(None))
    )
    return Known(actor=actor, units=units, codes=codes, people=people, seats={(p, u, r) for p, u, r in seats})


def may(actor: Actor, action: str) -> bool:
    """Whether the table gives the actor this action."""
    return seat_for_action(actor, action, {}) is not None
