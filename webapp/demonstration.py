"""The demonstration city: invented units and people, and a plan of our own writing, so that a newcomer can walk the whole path.

It is founded with the same verbs a real city uses, and refuses to touch a database that belongs to one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from webapp import demonstration_matters, demonstration_past, holidays
from workflows import actions
from workflows.actions import city, publication
from workflows.actions.calendars import seed_calendar
from workflows.actions.password_hashes import hash_password
from workflows.plans import read_plan
from workflows.queries import settings
from workflows.queries.publication import publication_page
from workflows.records import Unit
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.canonical import digest_of
from workflows.rules.deadlines import city_day
from workflows.rules.errors import Refusal

PASSWORD = "yanshi-2026"  # noqa: S105 (printed at the start of every demonstration)
LIST = "省第十生态环境保护督察组“回头看”反馈问题清单"
OFFICE = "青禾市环保督察反馈问题整改工作领导小组办公室"
PLAN = files("workflows") / "plans" / "samples" / "demo-city.txt"
DIAGRAMS = files("workflows") / "diagrams"

PETITION = (
    "云溪县城南街道永和小区东侧一家木器加工厂，白天喷漆气味刺鼻，夜间锯木噪声扰民，居民多次反映没有解决。"
    "要求查处无治理设施喷漆和夜间生产的行为。"
)

#: full name, name as plans print it, level, code of its papers (机关代字)
UNITS = (
    (OFFICE, "领导小组办公室", "office", "青督改办"),
    ("云溪县", "云溪县", "county", "云督验"),
    ("白石区", "白石区", "county", "白督验"),
    ("江口县", "江口县", "county", "江督验"),
    ("高新区", "高新区", "county", "高督验"),
    ("青禾市生态环境局", "市生态环境局", "department", "青环督验"),
    ("青禾市住房和城乡建设局", "市住房和城乡建设局", "department", "青建督验"),
    ("青禾市水务局", "市水务局", "department", "青水督验"),
    ("青禾市工业和信息化局", "市工业和信息化局", "department", "青工信督验"),
    ("青禾市自然资源和规划局", "市自然资源和规划局", "department", "青自然督验"),
    ("青禾市人民政府督查室", "市政府督查室", "department", "青政督"),
)

#: login, name, post, unit, role
PEOPLE = (
    ("zhoumin", "周敏", "县生态环境分局副局长", "云溪县", "handler"),
    ("madong", "马东", "县政府办公室科长", "云溪县", "handler"),
    ("shenwen", "沈文", "副县长", "云溪县", "county_leader"),
    ("luhai", "陆海", "县长", "云溪县", "head_of_government"),
    ("hanbing", "韩冰", "县委书记", "云溪县", "party_secretary"),
    ("wufang", "吴芳", "区政府办公室科长", "白石区", "handler"),
    ("hetao", "何涛", "区建设局副局长", "白石区", "handler"),
    ("linqing", "林青", "县政府办公室科长", "江口县", "handler"),
    ("yuanfei", "袁飞", "县水利局副局长", "江口县", "handler"),
    ("dingkai", "丁凯", "管委会办公室科长", "高新区", "handler"),
    ("songya", "宋雅", "建设部副部长", "高新区", "handler"),
    ("chenjing", "陈静", "城建科科长", "青禾市住房和城乡建设局", "handler"),
    ("xuning", "许宁", "质量安全科科长", "青禾市住房和城乡建设局", "handler"),
    ("zhenglan", "郑岚", "排水科科长", "青禾市水务局", "handler"),
    ("fanyi", "范毅", "建设科科长", "青禾市水务局", "handler"),
    ("tangwei", "唐伟", "节能科科长", "青禾市工业和信息化局", "handler"),
    ("luqian", "卢倩", "修复科科长", "青禾市自然资源和规划局", "handler"),
    ("gaoyuan", "高原", "大气科科长", "青禾市生态环境局", "handler"),
    ("pengjie", "彭洁", "执法科科长", "青禾市生态环境局", "handler"),
    ("wanglixin", "王立新", "生态环境监察专员", "青禾市生态环境局", "municipal_inspector"),
    ("zhaoqiang", "赵强", "综合行政执法支队副支队长", "青禾市生态环境局", "municipal_inspector"),
    ("sunyue", "孙悦", "综合协调组组长", OFFICE, "office"),
    ("qianwei", "钱伟", "督导检查组组长", OFFICE, "office"),
    ("liguoqing", "李国庆", "办公室常务副主任", OFFICE, "office_leader"),
    ("xitong", "方圆", "信息中心工程师", OFFICE, "system_admin"),
    ("anquan", "严谨", "保密办干事", OFFICE, "security_admin"),
    ("rizhi", "史明", "机关纪委干事", OFFICE, "journal_admin"),
)

#: whom the start of a demonstration introduces, in the order in which a case meets them
INTRODUCED = ("sunyue", "zhoumin", "chenjing", "wanglixin", "zhaoqiang", "qianwei", "liguoqing")


class NotADemonstration(Refusal):
    """这个数据库里已有正式单位和人员，没有载入演示城市。请换一个数据目录（XIAOHAO_DATA_DIR），或设置 XIAOHAO_DEMO=false 直接使用。
    This database belongs to a real city; the demonstration was not loaded. Use another XIAOHAO_DATA_DIR, or set XIAOHAO_DEMO=false.
    """

    code = "not-a-demonstration"


@dataclass(frozen=True, kw_only=True)
class Founded:
    """What was there in the end: whether anything was new, and how many problems are on the list."""

    new: bool
    problems: int


def found_city(session: Session, *, at: datetime, store: EvidenceStore | None = None) -> Founded:
    """Units, people, the shipped diagram, and the plan with a case per problem; does nothing where they are already.

    With a `store` the city has a past: an earlier list, lived through in the months before `at`; and an order, a check and a round under way.

    Raises NotADemonstration for a database with units of its own. The caller commits: all of it or nothing.
    """
    if settings.read(session, "site.demonstration"):
        return Founded(new=False, problems=0)
    if city.has_units(session):
        raise NotADemonstration()
    settings.write(session, "site.demonstration", "1")
    settings.write(session, "city.name", "青禾市")
    settings.write(session, "office.name", OFFICE)
    settings.write(session, "office.code", "青督改办")
    units = {
        name: city.add_unit(session, name=name, short_name=short, level=level, code=code)
        for name, short, level, code in UNITS
    }
    began = at if store is None else at - demonstration_past.LENGTH
    people = _people(session, units, began)
    seed_calendar(session, holidays.announced(), at=began)
    deploy_shipped(session, at=began)
    if store is not None:
        demonstration_past.live(session, store, people=people, start=began, end=at)
    problems = _plan(session, at)
    _petition(session, units["云溪县"], people["sunyue"], at)
    if store is not None:
        demonstration_matters.begin(demonstration_matters.Begun(session=session, units=units, people=people, at=at))
    _publish(session, people["liguoqing"], at)
    return Founded(new=True, problems=problems + 1)


def _publish(session: Session, leader: UUID, at: datetime) -> None:
    """Show its lists to everybody, as a city does that answers to the public."""
    publication.open_portal(session, is_open=True, by=leader, at=at)
    for each in publication_page(session, person_id=leader, at=at).lists:
        publication.publish_list(session, list_id=each.id, published=True, by=leader, at=at)


def deploy_shipped(session: Session, *, at: datetime) -> None:
    """The processes that come with the product, each with its forms; a version that is deployed already stays."""
    shipped = shipped_processes()
    used = {key: set(re.findall(r'name="form" value="(\w+)"', source.decode())) for key, source in shipped.items()}
    forms = {
        each.name.removesuffix(".json"): each.read_text(encoding="utf-8")
        for each in (DIAGRAMS / "forms").iterdir()
        if each.name.endswith(".json")
    }
    for key, source in shipped.items():
        others = set[str]().union(*(used[other] for other in used if other != key)) - used[key]
        own = {name: text for name, text in forms.items() if name not in others}
        actions.deploy_diagram(session, source=source, forms=own, by=None, at=at)


def shipped_processes() -> dict[str, bytes]:
    """The diagrams that come with the product, by key."""
    found = sorted((each for each in DIAGRAMS.iterdir() if each.name.endswith(".bpmn")), key=lambda each: each.name)
    return {each.name.removesuffix(".bpmn"): each.read_bytes() for each in found}


def introduced() -> list[tuple[str, str, str]]:
    """Login, name, and unit with post of those who carry a case from end to end."""
    known = {login: (login, name, f"{unit.removeprefix('青禾市')}　{post}") for login, name, post, unit, _ in PEOPLE}
    return [known[login] for login in INTRODUCED]


def sign_ins() -> list[str]:
    """The lines that introduce the people of the demonstration, with their common password."""
    lines = [f"  {login:<12}{name}　{post}" for login, name, post in introduced()]
    return ["", f"演示账号（密码都是 {PASSWORD}）：", *lines, "其余账号见 README。", ""]


def _people(session: Session, units: Mapping[str, Unit], at: datetime) -> dict[str, UUID]:
    hashed, ids = hash_password(PASSWORD), {}
    for login, name, post, unit, role in PEOPLE:
        person = city.add_person(session, login=login, name=name, title=post, password_hash=hashed, at=at)
        city.seat(session, person_id=person.id, unit_id=units[unit].id, role=role, at=at)
        ids[login] = person.id
    return ids


def _petition(session: Session, county: Unit, office: UUID, at: datetime) -> None:
    """One petition handed over today, so that the two signatures can be seen."""
    day = city_day(at)
    number = f"X990100{day:%Y%m%d}0007"
    values = {
        "number": number,
        "received_on": day.isoformat(),
        "responsible_units": [str(county.id)],
        "area": "大气、噪声",
        "text": PETITION,
    }
    actions.register_petition(session, values=values, request_id=uuid5(county.id, number), by=office, at=at)


def _plan(session: Session, at: datetime) -> int:
    text = PLAN.read_text(encoding="utf-8")
    source = actions.Source(
        list_name=LIST,
        file_name=PLAN.name,
        digest=digest_of(text),
        inspection="省第十生态环境保护督察组",
        round="“回头看”",
    )
    return actions.load_plan(session, read_plan(text, name=PLAN.name), source, by=None, at=at).problems
