"""Decision tables: what they decide, and what is said to the person who wrote one badly."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.decisions import TableKind, TableRefused, check_table, read_table
from workflows.engine.decisions.cells import CellRefused, read_cell

SHIPPED = Path(__file__).parents[2] / "workflows" / "diagrams" / "escalation.dmn"
STEPS = ("reminder_letter", "special_letter", "talk", "supervision_order", "accountability_referral")
KIND = TableKind(
    inputs={"lamp": ("yellow", "red"), "yellows": range(1, 1000), "days_late": range(10_000)},
    output="step",
    answers=STEPS,
)


def table(*rules: tuple[str, str, str, str], policy: str = "FIRST", extra: str = "", output: str = "step") -> bytes:
    """A table with the three usual columns: lamp, yellows, days late, answer."""
    columns = "".join(f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in KIND.inputs)
    rows = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{_escaped(cell)}</text></inputEntry>" for cell in row[:3])
        + f"<outputEntry><text>{_escaped(row[3])}</text></outputEntry></rule>\n"
        for row in rules
    )
    return f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="ladder">{extra}
    <decisionTable hitPolicy="{policy}">{columns}<output name="{output}"/>
    {rows}</decisionTable></decision></definitions>""".encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def codes(source: bytes) -> list[str]:
    return [each.code for each in check_table(source, KIND)]


ALL = ("-", "-", "-", '"talk"')


@pytest.mark.parametrize(
    ("lamp", "yellows", "days", "step"),
    [
        ("yellow", 1, 1, "reminder_letter"),
        ("yellow", 2, 1, "special_letter"),
        ("yellow", 5, 29, "special_letter"),
        ("red", 1, 0, "talk"),
        ("red", 1, 31, "talk"),
        ("red", 3, 60, "talk"),
        ("red", 3, 61, "supervision_order"),
        ("red", 1, 120, "supervision_order"),
        ("red", 1, 121, "accountability_referral"),
    ],
)
def test_the_shipped_ladder_climbs(lamp: str, yellows: int, days: int, step: str) -> None:
    decided = read_table(SHIPPED.read_bytes(), KIND).decide({"lamp": lamp, "yellows": yellows, "days_late": days})

    assert decided is not None
    assert decided.answer == step
    assert decided.note


def test_the_shipped_ladder_is_sound_and_says_when_it_must_be_asked_again() -> None:
    assert check_table(SHIPPED.read_bytes(), KIND) == []
    assert read_table(SHIPPED.read_bytes(), KIND).turning_points("days_late") == (0, 61, 121)


@pytest.mark.parametrize(
    ("cell", "inside", "outside"),
    [
        ("3", [3], [2, 4]),
        ("3, 5", [3, 5], [4]),
        ("< 3", [0, 2], [3]),
        ("<=3", [3], [4]),
        ("> 3", [4, 9000], [3]),
        (">= 3", [3], [2]),
        ("[1..3]", [1, 3], [0, 4]),
        ("(1..3]", [2, 3], [1, 4]),
        ("]1..3[", [2], [1, 3]),
        ("not(1, [5..6])", [2, 7], [1, 5]),
        ("-", [0, 7], []),
        ("", [0, 7], []),
    ],
)
def test_a_number_is_tested_as_written(cell: str, inside: list[int], outside: list[int]) -> None:
    read = read_cell(cell, number=True)

    assert [each for each in (*inside, *outside) if read.accepts(each)] == inside


@pytest.mark.parametrize(
    "cell",
    [
        "__import__('os')",
        "days_late > 3",
        "3 + 4",
        "[3..1]",
        "< 0",
        "1..3",
        "-1",
        "3.5",
        '"3"',
        "１",
        ">",
        "not()",
        "9" * 300,
    ],
)
def test_what_is_not_on_the_list_is_refused(cell: str) -> None:
    with pytest.raises(CellRefused):
        read_cell(cell, number=True)


@given(st.text(max_size=40), st.booleans())
def test_no_text_in_a_cell_gives_a_trace(text: str, number: bool) -> None:
    with suppress(CellRefused):
        read_cell(text, number=number).accepts(3)


@given(st.binary(max_size=200))
def test_no_file_gives_a_trace(source: bytes) -> None:
    assert check_table(source, KIND)


def test_two_lines_that_both_fit_are_named_with_the_situation() -> None:
    source = table(('"red"', "-", "-", '"talk"'), ("-", ">= 2", "-", '"special_letter"'), policy="UNIQUE")

    found = check_table(source, KIND)[0]

    assert found.code == "overlap"
    assert "第 1 行和第 2 行同时适用于：lamp = red，yellows = 2" in found.message


def test_a_line_nothing_reaches_and_a_forgotten_case_are_warnings_only() -> None:
    source = table(('"red"', "-", "-", '"talk"'), ('"red"', "2", "-", '"talk"'))

    assert codes(source) == ["never-reached", "forgotten"]
    assert read_table(source, KIND).decide({"lamp": "yellow", "yellows": 1, "days_late": 1}) is None


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "empty"),
        (b"<a", "not-xml"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document-type"),
        (b"<a/>", "not-dmn"),
        (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "one-table"),
        (table(ALL, policy="COLLECT"), "hit-policy"),
        (table(ALL, output="punishment"), "output"),
        (table(), "rules"),
        (table(("blue", "-", "-", '"talk"')), "cell"),
        (table(('"blue"', "-", "-", '"talk"')), "unknown-value"),
        (table(("-", "often", "-", '"talk"')), "cell"),
        (table(("-", "-", "-", "talk")), "answer"),
        (table(("-", "-", "-", '"prison"')), "answer"),
        (table(ALL).replace(b"yellows", b"budget"), "unknown-input"),
        (table(ALL).replace(b"yellows", b"lamp"), "input-twice"),
        (table(ALL).replace(b"<inputEntry><text>-</text></inputEntry>", b"", 1), "cells"),
        (
            table(ALL, extra='<informationRequirement><requiredDecision href="#ladder"/></informationRequirement>'),
            "requires-another",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words_with_the_line(source: bytes, code: str) -> None:
    found = check_table(source, KIND)

    assert code in [each.code for each in found]
    assert all(each.message.endswith("。") and each.english for each in found)
    with pytest.raises(TableRefused, match="没有启用"):
        read_table(source, KIND)
