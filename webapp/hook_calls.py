"""What an endpoint is sent, in the shape it understands, and whether its answer means that it has taken it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.hook_http import Answer, post
from webapp.message_links import path
from webapp.sealing import opened
from webapp.settings import Settings
from workflows.actions.delivering import Parcel
from workflows.rules.errors import Refusal
from workflows.rules.hook_signatures import dingtalk_query, headers
from workflows.rules.message_kinds import TEST

SHAPES = {"plain": "通用（Standard Webhooks 签名的 JSON）", "wecom": "企业微信群机器人", "dingtalk": "钉钉群机器人"}
ROBOTS = frozenset({"wecom", "dingtalk"})
LONGEST_BYTES = 2048
"""Of a robot's text: WeCom takes no more."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`why` is empty when it was taken."""

    status: int | None
    why: str = ""


def call(settings: Settings, parcel: Parcel, *, base: str, at: datetime) -> Outcome:
    """Send it. Whatever goes wrong is in the outcome."""
    try:
        return _judged(parcel.shape, _sent(settings, parcel, base, at))
    except Refusal as problem:
        return Outcome(status=None, why=str(problem))


def body_of(parcel: Parcel, *, base: str) -> dict[str, Any]:
    """The body, before it is written out."""
    if parcel.shape == "wecom":
        mobiles = [each.mobile for each in parcel.people if each.mobile]
        return {"msgtype": "text", "text": {"content": _text(parcel, base), "mentioned_mobile_list": mobiles}}
    if parcel.shape == "dingtalk":
        at = {"atMobiles": [each.mobile for each in parcel.people if each.mobile], "isAtAll": False}
        return {"msgtype": "text", "text": {"content": _text(parcel, base)}, "at": at}
    return {
        "type": parcel.row.kind if parcel.row else TEST.key,
        "timestamp": parcel.at.isoformat(),
        "data": _data(parcel, base),
    }


def _sent(settings: Settings, parcel: Parcel, base: str, at: datetime) -> Answer:
    body = json.dumps(body_of(parcel, base=base), ensure_ascii=False).encode()
    address = opened(settings, parcel.sealed_address)
    secrets = [secret for each in parcel.sealed_secrets if (secret := opened(settings, each))]
    named = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "xiaohao-webhooks/1"}
    if parcel.shape == "plain":
        named |= headers(secrets, identifier=str(parcel.delivery_id), seconds=int(at.timestamp()), body=body)
    elif parcel.shape == "dingtalk" and secrets:
        sign = dingtalk_query(secrets[0], milliseconds=int(at.timestamp() * 1000))
        address = f"{address}{'&' if '?' in address else '?'}{sign}"
    return post(address, body, named, allow=settings.hook_allow, seconds=settings.hook_seconds)


def _judged(shape: str, answer: Answer) -> Outcome:
    """2xx means taken; robots answer 200 to everything and say in the body whether they took it."""
    if not 200 <= answer.status < 300:
        moved = "，重定向不会跟随，请填写最终的地址" if 300 <= answer.status < 400 else ""
        return Outcome(status=answer.status, why=f"对方答复 {answer.status}{moved}")
    if shape in ROBOTS:
        said = _object(answer.body)
        if said.get("errcode") != 0:
            words = str(said.get("errmsg", "答复看不懂"))[:200]
            return Outcome(status=answer.status, why=f"机器人没有接收（{said.get('errcode', '无编号')}）：{words}")
    return Outcome(status=answer.status)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _data(parcel: Parcel, base: str) -> dict[str, Any]:
    people = [{"name": each.name, "login": each.login, "mobile": each.mobile} for each in parcel.people]
    row = parcel.row
    if row is None:
        return {"title": TEST.title, "people": people}
    return {
        "title": row.said,
        "kind": row.kind_name,
        "detail": row.below,
        "problem": row.problem,
        "count": row.count,
        "link": f"{base}{path(row.kind, row.about)}",
        "people": people,
    }


def _text(parcel: Parcel, base: str) -> str:
    """A few lines for a group. Reasons and comments are left out: the group may hold others than those it is for."""
    if parcel.row is None:
        return f"【销号】{TEST.title}"
    names = "、".join(each.name for each in parcel.people)
    lines = (
        f"【销号】{parcel.row.said}",
        parcel.row.problem,
        f"请{names}查看：{base}{path(parcel.row.kind, parcel.row.about)}",
    )
    return "\n".join(filter(None, lines)).encode()[:LONGEST_BYTES].decode("utf-8", "ignore")
