"""Personal tokens: how one is written, what it may be used for, how long it may live.

`xh_`, thirty random characters, six of checksum: a leaked token is found by its shape in files and logs, and one that was mistyped is refused
without asking the database.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

PREFIX: Final = "xh_"
ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANDOM: Final = 30
"""Characters that are chance: 178 bits."""
CHECK: Final = 6
LONGEST: Final = timedelta(days=365)
PROPOSED: Final = 90
"""Days."""
MOST: Final = 20
"""Tokens of one person that can be used at the same time."""
SHAPE: Final = re.compile(f"{PREFIX}[0-9A-Za-z]{{{RANDOM + CHECK}}}", re.ASCII)

#: what a token may be used for → its name and what that means, in the order they are offered
SCOPES: Final[Mapping[str, tuple[str, str]]] = {
    "read": ("查看", "任务、问题、评论、检索、督办与调度、抽查、统计、工作日历、单位人员"),
    "tasks": ("办理任务", "办结、认领、接办、放回、转办"),
    "problems": ("办理问题事项", "延期、催办、暂停、异议、督办、排查、调度等本人可办的事项"),
    "evidence": ("佐证材料", "上传、下载和前后对比"),
    "messages": ("评论和消息", "发表和撤回评论，查看本人的消息、标为已读"),
    "documents": ("文书", "下载文书和证据包、制作、作废"),
    "draws": ("抽查", "冻结名单、抽取、撤销、更换抽查人员"),
    "plans": ("方案", "上传方案，查看读出的问题和疑点，核对、登记、放弃"),
    "directory": ("单位人员", "管理员登记、更改、停用单位和账号，任职；安排代办"),
    "journal": ("系统日志", "日志管理员查看和核对"),
}


def spelt(chance: str) -> str:
    """The token around its random part. Raises ValueError for chance of another length."""
    if len(chance) != RANDOM:
        raise ValueError(f"a token needs {RANDOM} random characters, not {len(chance)}")
    return f"{PREFIX}{chance}{_checksum(chance)}"


def is_token(text: str) -> bool:
    """Whether this is written like one of our tokens and its checksum holds."""
    if not SHAPE.fullmatch(text):
        return False
    return text[-CHECK:] == _checksum(text[len(PREFIX) : -CHECK])


def in_order(scopes: Iterable[str]) -> tuple[str, ...]:
    """The known scopes among these, each once, in the order they are offered."""
    given = set(scopes)
    return tuple(key for key in SCOPES if key in given)


def _checksum(chance: str) -> str:
    """CRC-32 in our alphabet: six characters hold every value of it."""
    number, written = zlib.crc32(chance.encode("ascii")), ""
    for _ in range(CHECK):
        number, place = divmod(number, len(ALPHABET))
        written = ALPHABET[place] + written
    return written
