"""The measurement of printing by the batch, run small."""

from __future__ import annotations

import pytest

from bench import print as printing
from bench._rivals import _paragraphs
from reports.fonts import fonts_ready


@pytest.mark.slow
def test_every_paper_is_printed_by_one_process_and_by_two() -> None:
    if not fonts_ready(printing.fonts_directory()):
        pytest.skip("the fonts of the documents are not built yet; ./run test builds them")
    report = printing.run(count=4)
    assert [row.name for row in report.rows][:2] == ["本产品，1 个排版进程", "本产品，2 个排版进程"]
    assert all(row.value > 0 for row in report.rows)
    assert "4 份销号报告" in report.notes[0]
    assert all("Chromium" in note or "typst" in note for note in report.notes[4:]), "what was not compared says so"


def test_others_set_the_same_paragraphs() -> None:
    html = "<html><body class='x'><h1><span>标 题</span></h1><p>第一段&lt;1&gt;</p><table><tr><td>甲</td><td>乙</td></tr></table>"
    assert _paragraphs(html) == ["标 题", "第一段<1>", "甲 乙"]
