"""Whatever is pasted, the reader answers with a reading or with a sentence, and invents nothing."""

from __future__ import annotations

import gc
import json
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflows.plans import decode, read_plan
from workflows.plans.show import describe
from workflows.rules.errors import Unreadable

PIECES = st.sampled_from(
    [
        *(
            "一、",
            "（一）",
            "(二)",
            "1.",
            "2、",
            "(1)",
            "①",
            "第三节 ",
            "第二十七项",
            "问题编号5：",
            "序号8（市序号9）",
            "附件",
            "1.2022年",
        ),
        *(
            "责任单位：",
            "责任单位",
            "牵头单位:",
            "整改时限：",
            "整改目标：",
            "整改措施：",
            "整改进展：",
            "整改问题",
            "责任人：",
            "目标",
            "【责任单位】",
        ),
        *(
            "（责任单位：",
            "(整改时限:",
            "牵头",
            "，参与",
            "）",
            ")",
            "(",
            "；",
            "、",
            "。",
            "，",
            "等",
            "\n",
            "\n\n",
            " ",
            "\u3000",
            "\r\n",
        ),
        *(
            "云溪县",
            "白石区党委、政府",
            "市水务局",
            "管委会",
            "市",
            "党委",
            "各县区",
            "2024年",
            "6月底前",
            "年底前",
            "到年",
            "%",
            "万吨",
            "长期坚持",
        ),
        *(
            "2023年13月45日",
            "2024-02-31",
            "一是",
            "二是",
            "指导思想",
            "主要措施",
            "保障措施",
            "扫一扫",
            "整改方案",
            "河道淤积",
            "立行立改",
        ),
    ]
)
PLANS = st.lists(PIECES, max_size=60).map("".join)


def squeezed(text: str) -> str:
    return "".join(text.split())


def is_part_of(words: str, source: str) -> bool:
    """Whether the words stand in the source in this order; only duty brackets may have been taken out between them."""
    rest = iter(source)
    return all(char in rest for char in words)


def check(text: str) -> None:
    try:
        reading = read_plan(text, name="粘贴的文字")
    except Unreadable:
        return
    source, lines = squeezed(text), text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    whole = not any(mark in text for mark in "(（【〔[")  # without brackets nothing is taken out of a line
    for problem in reading.problems:
        assert is_part_of(squeezed(problem.text), source)
        assert 1 <= problem.line <= lines
        printed = [
            problem.text,
            *(measure.text for measure in problem.measures),
            *(p.raw for p in problem.found.values()),
        ]
        pieces = [squeezed(line) for words in printed for line in words.split("\n")]
        assert all(is_part_of(piece, source) for piece in pieces)
        assert not whole or all(piece in source for piece in pieces)
    assert all(1 <= warning.line <= lines and warning.message for warning in reading.warnings)
    assert json.loads(json.dumps(reading.to_json()))["problems"]
    assert describe(reading)


@given(PLANS)
@example("1.(责任单位：")
@example("一、整改问题\n二、责任单位\n")
def test_a_plan_shaped_text_is_read_or_refused(text: str) -> None:
    check(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    check(text)


@given(st.binary() | st.text().map(lambda text: text.encode("gb18030", errors="replace")))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(Unreadable):
        assert isinstance(decode(data), str)


def test_a_plan_near_the_limit_is_read_in_time_that_grows_with_its_length() -> None:
    line = "1.整治河道。新建管网12公里，2026年底前排查，6月底前完成。（责任单位：云溪县、白石区党委、政府；整改时限：2027年底前）\n"

    def cost(count: int) -> float:
        started = time.process_time()
        assert len(read_plan("整改清单\n" + line * count, name="长.txt").problems) == count
        return time.process_time() - started

    gc.disable()  # what other tests have left in memory is not a matter of the plan's length
    try:
        least = {count: min(cost(count) for _ in range(3)) for count in (100, 400)}
    finally:
        gc.enable()
    assert least[400] < 12 * least[100]


@pytest.mark.slow  # tens of megabytes of patterns' worst cases
def test_hostile_repetition_takes_bounded_time() -> None:
    started = time.process_time()
    for piece in (
        "(",
        "（责任单位：",
        "县",
        "县、",
        "2024年",
        "6月底前",
        "等",
        "牵头",
        "1.",
        "责任单位：",
        "年",
        "%",
        "，",
        "≥5%",
        "市水务局和",
        "由市水务局牵头，",
        "，2026年底前完成",
        "2026年春耕",
    ):
        check("整改方案\n1.甲。\n" + piece * (8_000 // len(piece)))
        check("整改方案\n1.甲。(" + piece * (8_000 // len(piece)) + ")")
        check("整改方案\n1.甲。\n" + f"{piece}\n" * 2_000)
    assert time.process_time() - started < 60
