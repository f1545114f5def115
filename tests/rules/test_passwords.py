"""What a password must be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workflows.rules import passwords
from workflows.rules.roles import incompatible

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab1!", "至少 10 个"),
        ("x" * 201, "最多 200"),
        ("zhoumin-2026X", "登录名"),
        ("周敏的密码 Aa1!!", "姓名"),
        ("Password-88x", "常见的口令"),
        ("aaaaaaaaaA1!", "重复的字符"),
        ("onlyletters", "三种"),
        ("abcdef\n12345X", "控制字符"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, why: str) -> None:
    assert why in passwords.weakness(password, login="zhoumin", name="周敏")


@pytest.mark.parametrize("password", ["Bai-lang-2026", "清晨的白浪河边有两只白鹭在散步呢", "correct horse battery"])
def test_a_good_one_is_accepted_and_a_sentence_needs_no_signs(password: str) -> None:
    assert passwords.weakness(password, login="zhoumin", name="周敏") == ""


def test_a_generated_password_is_accepted_differs_and_can_be_read_out() -> None:
    first, second = passwords.generated(), passwords.generated()
    assert first != second
    assert not set(first) & set("l1o0i")
    assert passwords.weakness(first, login="zhoumin", name="周敏") == ""


def test_a_password_ages_unless_the_city_says_otherwise() -> None:
    old = AT - timedelta(days=200)
    assert passwords.expired(old, AT)
    assert not passwords.expired(old, AT, 0)
    assert not passwords.expired(None, AT)
    assert not passwords.expired(AT - timedelta(days=10), AT)


def test_administrators_hold_nothing_else() -> None:
    assert "不能兼任" in incompatible("system_admin", {"handler"})
    assert "不能兼任" in incompatible("office", {"journal_admin"})
    assert "不能兼任" in incompatible("security_admin", {"system_admin"})
    assert incompatible("office", {"handler"}) == ""
    assert incompatible("system_admin", set()) == ""
