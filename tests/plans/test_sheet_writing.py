"""Files that people open in a spreadsheet program: what was typed stays text."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from workflows.plans.sheet_writing import comma_separated, spreadsheet

EVIL = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1"]


@pytest.mark.parametrize("text", EVIL)
def test_nothing_typed_becomes_a_formula(text: str) -> None:
    sheet = load_workbook(io.BytesIO(spreadsheet("表", ["甲"], [10], [[text]]))).active
    assert sheet is not None
    cell = sheet["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert comma_separated(["甲"], [[text]]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_dates_stay_dates_and_long_text_fits() -> None:
    sheet = load_workbook(
        io.BytesIO(spreadsheet("表", ["甲", "乙"], [10, 10], [[date(2026, 1, 2), "字" * 40_000]]))
    ).active
    assert sheet is not None
    assert sheet["A2"].value.date() == date(2026, 1, 2)
    assert len(sheet["B2"].value) == 32_767
