"""What a new city still has to do before its first problem can be struck off: a list with its live state instead of a manual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.queries import calendars, people, settings
from workflows.queries.second_factors import required_roles
from workflows.records import Document, Membership, Person, ProblemList, SecondFactor, Unit
from workflows.rules.deadlines import city_day
from workflows.rules.errors import NotVisible
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen
from workflows.rules.roles import ROLES

NEEDED = ("office", "office_leader", "handler", "municipal_inspector")
"""Without somebody in each of these a problem does not get through the shipped process."""
ALONE = ("system_admin", "security_admin", "journal_admin")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do. `who` does it; `endpoint` is where, for those who may go there; `found` how it stands."""

    name: str
    who: str
    found: str
    done: bool
    endpoint: str = ""
    roles: frozenset[str] = frozenset()


def steps(session: Session, *, person_id: UUID, at: datetime) -> tuple[Step, ...]:
    """Every step in the order in which it is best done. Raises NotVisible for who does not see the directory."""
    actor = people.actor(session, person_id, at)
    if seat_for_action(actor, "see_directory", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["see_directory"]))
    held = _held(session)
    before = (_units(session), _accounts(session), *_seats(held), _calendar(session, at))
    return (*before, _words(session), _second(session, held), _plan(session), _papers(session))


def is_new(session: Session) -> bool:
    """Whether no plan was ever put on a list: then an administrator begins with what is left to do."""
    return session.scalar(select(ProblemList.id).limit(1)) is None


def _units(session: Session) -> Step:
    rows = session.execute(select(Unit.level, func.count()).where(Unit.active).group_by(Unit.level))
    found = {row.level: row[1] for row in rows}
    counties, departments = found.get("county", 0), found.get("department", 0)
    return Step(
        name="登记单位", who="系统管理员", found=f"县（市、区）{counties} 个，市直部门 {departments} 个",
        done=bool(counties and departments), endpoint="directory.units", roles=frozenset({"system_admin"}),
    )  # fmt: skip


def _accounts(session: Session) -> Step:
    total = session.scalar(select(func.count(Person.id)).where(Person.active)) or 0
    seated = select(Membership.person_id).where(Membership.until.is_(None))
    without = session.scalar(select(func.count(Person.id)).where(Person.active, Person.id.not_in(seated))) or 0
    words = f"{total} 个账号，其中 {without} 人还没有任职" if without else f"{total} 个账号，都已任职"
    return Step(
        name="登记人员（可以从表格导入）", who="系统管理员", found=words, done=total > len(ALONE) and not without,
        endpoint="people_import.show", roles=frozenset({"system_admin", "security_admin"}),
    )  # fmt: skip


def _seats(held: dict[str, int]) -> tuple[Step, Step]:
    missing = [ROLES[key].name for key in NEEDED if not held.get(key)]
    alone = [ROLES[key].name for key in ALONE if held.get(key, 0) < (1 if key == "journal_admin" else 2)]
    business = Step(
        name="确定任职", who="安全管理员", done=not missing, endpoint="directory.people", roles=frozenset({"security_admin"}),
        found=f"还没有人任{'、'.join(missing)}" if missing else "办理流程需要的角色都有人",
    )  # fmt: skip
    administrators = Step(
        name="三类管理员齐全，系统和安全管理员各有两人", who="安全管理员", done=not alone, endpoint="roles.listing",
        roles=frozenset({"system_admin", "security_admin", "journal_admin"}),
        found=f"{'、'.join(alone)}人数不够：只有一个人时，忘了密码就没有人能重设" if alone else "齐全",
    )  # fmt: skip
    return business, administrators


def _calendar(session: Session, at: datetime) -> Step:
    today = city_day(at)
    year, known = today.year, not calendars.known(session).unknown_years(today, today)
    return Step(
        name=f"核对 {year} 年工作日历", who="领导小组办公室", done=known, endpoint="calendars.show", roles=frozenset({"office"}),
        found="已录入" if known else "没有录入，时限暂按自然日计算",
    )  # fmt: skip


def _words(session: Session) -> Step:
    asked = {"office.contact": "函件联系人", "office.phone": "公示电话", "office.address": "公示地址"}
    missing = [words for key, words in asked.items() if not settings.read(session, key)]
    return Step(
        name="填写文书用语", who="办公室负责人或系统管理员", done=not missing, endpoint="site_settings.show",
        roles=frozenset({"office_leader", "system_admin"}),
        found=f"还没有填{'、'.join(missing)}" if missing else "已填写",
    )  # fmt: skip


def _second(session: Session, held: dict[str, int]) -> Step:
    asked = required_roles(session)
    enrolled = session.scalar(select(func.count()).where(SecondFactor.confirmed_at.is_not(None))) or 0
    names = "、".join(ROLES[key].name for key in held if key in asked)
    return Step(
        name="要求管理员使用两步验证", who="安全管理员", done=bool(asked), endpoint="site_settings.show",
        roles=frozenset({"security_admin"}), found=f"{names or '没有要求任何角色'}，{enrolled} 人已启用",
    )  # fmt: skip


def _plan(session: Session) -> Step:
    lists = (
        session.scalar(select(func.count(ProblemList.id)).where(ProblemList.process.startswith("rectification"))) or 0
    )
    return Step(
        name="登记第一份整改方案", who="领导小组办公室", done=lists > 0, endpoint="problems.listing",
        roles=frozenset({"office", "office_leader"}), found=f"问题清单 {lists} 份",
    )  # fmt: skip


def _papers(session: Session) -> Step:
    ready = session.scalar(select(func.count(Document.id)).where(Document.status == "ready")) or 0
    return Step(
        name="签发第一份文书", who="自动", done=ready > 0, endpoint="documents.listing",
        roles=frozenset({"office", "office_leader"}), found=f"已签发 {ready} 份",
    )  # fmt: skip


def _held(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Membership.role, func.count(Membership.person_id.distinct()))
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.until.is_(None), Person.active)
        .group_by(Membership.role)
    )
    return {row.role: row[1] for row in rows}
