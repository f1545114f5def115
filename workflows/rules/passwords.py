"""What a password must be, and how long it holds.

Source: 等保 level 3, identity: complexity, history, expiry. Length counts for more than signs, so a long sentence needs no signs at all.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

SHORTEST, LONGEST = 10, 200
LONG_ENOUGH = 16
KINDS = 3
REMEMBERED = 5
"""How many earlier passwords may not come back."""
EXPIRES_DAYS = 180
"""[a setting, not a rule found anywhere]"""

COMMON = ("password", "qwerty", "admin", "123456", "abc123", "iloveyou", "woaini", "xiaohao", "zhengfu")
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""For passwords that are read out or copied by hand: no l, 1, o, 0, i."""


def weakness(password: str, *, login: str, name: str) -> str:
    """Why a password is not accepted, as a sentence; empty when it is."""
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 个字符，现在是 {len(password)} 个。"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 个字符。"
    if any(ord(each) < 32 for each in password):
        return "密码里有看不见的控制字符，请重新输入。"
    folded = password.casefold()
    if (len(login) > 2 and login.casefold() in folded) or (len(name) > 1 and name in password):
        return "密码里不能有登录名或姓名。"
    if any(each in folded for each in COMMON):
        return "密码里有常见的口令（如 password、123456），容易被猜到，请换一个。"
    if len(set(password)) < 5:
        return "密码重复的字符太多，请换一个。"
    if len(password) < LONG_ENOUGH and _kinds(password) < KINDS:
        return f"密码须含大写字母、小写字母、数字、其他符号中的三种，或者不少于 {LONG_ENOUGH} 个字符。"
    return ""


def expired(set_at: datetime | None, at: datetime, days: int = EXPIRES_DAYS) -> bool:
    """Whether a password is too old. `days` 0: passwords do not expire here; None: nobody knows when it was set."""
    return days > 0 and set_at is not None and at - set_at > timedelta(days=days)


def generated(token_bytes: bytes | None = None) -> str:
    """A first password for somebody else to change at once: four groups of four signs that cannot be misread, about 79 bits."""
    source = token_bytes if token_bytes is not None else secrets.token_bytes(16)
    signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in source[:16])
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def _kinds(password: str) -> int:
    return sum(
        (
            any(each.islower() for each in password),
            any(each.isupper() for each in password),
            any(each.isdigit() for each in password),
            any(not each.isalnum() for each in password),
        )
    )
