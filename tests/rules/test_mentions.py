"""Who a text calls: the longest name that is known, never the @ of an address."""

from __future__ import annotations

import pytest

from workflows.rules.mentions import called, pieces

KNOWN = ("周敏", "周敏之", "陈静")


@pytest.mark.parametrize(
    ("text", "names", "unknown"),
    [
        ("请@周敏核对台账。", ("周敏",), ()),
        ("@周敏之 和＠陈静，@陈静", ("周敏之", "陈静"), ()),
        ("@赵六明天到场", (), ("赵六明天",)),
        ("发到 office@qinghe.example 或 a@周敏.cn", (), ()),
        ("价格 @ 3 元，@ 空着，结尾@", (), ()),
        ("没有叫谁", (), ()),
    ],
)
def test_names_are_found_behind_the_sign(text: str, names: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    found = called(text, KNOWN)

    assert (found.names, found.unknown) == (names, unknown)


def test_a_text_is_cut_at_the_names_it_calls_and_loses_nothing() -> None:
    cut = list(pieces("请@周敏看，@别人不算。", ["周敏"]))

    assert cut == [("请", False), ("@周敏", True), ("看，@别人不算。", False)]
    assert "".join(words for words, _ in cut) == "请@周敏看，@别人不算。"
