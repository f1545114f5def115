from __future__ import annotations

import pytest

from workflows.plans import decode, read_plan
from workflows.plans.decode import LIMIT
from workflows.rules.errors import Unreadable

PLAN = "青禾市整改方案\n1.完成治理。（责任单位：市水务局）\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_told_by_content(encoding: str) -> None:
    assert read_plan(decode(PLAN.encode(encoding)), name="a.txt").problems[0].responsible_units == ("市水务局",)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "没有文字"),
        (b" \r\n\t\n", "没有文字"),
        ("\u3000\u3000\n".encode(), "没有文字"),
        (b"PK\x03\x04rest", "另存为 .txt"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\xd0\xcf\x11\xe0rest", "旧版 Office"),
        (b"\x89PNG\r\n", "图片"),
        (b"\x7fELF\x02\x01", "程序文件"),
        ("第一行\n第二行\x00".encode(), "第 2 行.*U\\+0000"),
        ("第一行\n\n\x1b[31m红".encode(), "第 3 行"),
        ("好\n".encode() + b"\xff\xff\xff", "第 2 行.*UTF-8"),
        (bytes(range(0x80, 0xFF)) * 8, "编码|UTF-8|不能显示"),
    ],
)
def test_what_is_no_plan_text_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence) as refused:
        decode(data)
    assert refused.value.english.isascii()


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(Unreadable, match="10 MB"):
        decode(b"a" * (LIMIT + 1))


def test_text_without_a_problem_is_refused_with_its_lines() -> None:
    with pytest.raises(Unreadable, match=r"第 1 至 2 行.*没有找到任何问题"):
        read_plan("今天天气很好。\n没有什么要整改的。", name="信.txt")


def test_control_characters_are_refused_in_pasted_text_too() -> None:
    with pytest.raises(Unreadable, match="第 2 行"):
        read_plan("1.完成治理。\n2.完成\x07验收。", name="粘贴")
