"""The office's own words on papers: names, codes and addresses, each bounded and checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.dossiers import SERIES
from workflows.actions import who
from workflows.queries import settings
from workflows.records import Unit
from workflows.rules.errors import FieldProblem, InvalidInput

LONGEST = 200
LABELS: Mapping[str, str] = {
    "office.name": "签发单位全称",
    "office.code": "机关代字",
    "office.contact": "函件上的联系人和电话",
    "office.phone": "公示受理电话",
    "office.email": "公示受理邮箱",
    "office.address": "公示受理地址",
    "papers.basis": "公示依据的文件",
    **{f"papers.series.{key}": f"{words}字号里代字之后的字" for key, words in {
        "outgoing": "发文", "letter": "函件", "form": "审批表", "notice": "公示", "record": "目录和记录",
    }.items()},
}  # fmt: skip
"""What an office sets. `unit.code.<单位全称>` sets the code of a unit's own papers."""
UNIT_CODE = "unit.code."


def read_all(session: Session) -> dict[str, str]:
    """Every setting as it is in force."""
    kept = settings.read_all(session, LABELS)
    defaults = {f"papers.series.{key}": words for key, words in SERIES.items()}
    return {key: kept[key] or defaults.get(key, "") for key in LABELS}


def set_words(session: Session, *, key: str, value: str, at: datetime, by: UUID | None = None) -> None:
    """Keep one setting. Raises InvalidInput for a key there is none of, for control characters and brackets in a code, and for too much."""
    value, kept_key = value.strip(), _known(session, key)
    label = LABELS.get(key, "单位的机关代字")
    if wrong := what_is_wrong(key, value):
        raise InvalidInput([FieldProblem(field=key, label=label, message=f"“{label}”{wrong}")])
    before = settings.read(session, kept_key)
    settings.write(session, kept_key, value)
    actor = who.actor(session, by, at) if by else None
    who.note(session, "papers:set", case=None, by=actor, at=at, label=label, before=before, value=value)


def _known(session: Session, key: str) -> str:
    if key in LABELS:
        return key
    unit = session.scalar(select(Unit).where(Unit.name == key.removeprefix(UNIT_CODE)))
    if key.startswith(UNIT_CODE) and unit is not None:
        return f"{UNIT_CODE}{unit.id}"
    message = f"没有“{key}”这一项。可以设置：{'、'.join(LABELS)}，以及 {UNIT_CODE}单位全称。"
    raise InvalidInput([FieldProblem(field="key", label="设置项", message=message)])


def what_is_wrong(key: str, value: str) -> str:
    """Why a value cannot be kept, to be said after its label; empty when it can."""
    is_code = key.startswith((UNIT_CODE, "office.code", "papers.series."))
    if not value and key in ("office.name", "office.code"):
        return "不能为空。"
    if len(value) > (20 if is_code else LONGEST):
        return f"最多 {20 if is_code else LONGEST} 字，现在是 {len(value)} 字。"
    if not value.isprintable():
        return "不能含有换行或不可见的字符。"
    if is_code and any(each in value for each in "〔〕[]（）() 0123456789"):
        return "只写代字本身，不能含括号、空格和数字。"
    return ""
