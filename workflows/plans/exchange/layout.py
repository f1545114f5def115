"""What stands where in a register of our own: its headings, which a person reads, are also what the reader goes by."""

from __future__ import annotations

from dataclasses import dataclass

MARK = "销号清单格式一"
"""Begins the line by which a register of ours is known, whatever the file is called."""
EXPLANATION = (
    f"{MARK}：由系统导出，可以原样读回。一题一行起，一项措施一行；单位一行一个；原文时限与读作的日期各占一栏；"
    "空着的栏就是原文没有写。可以在此基础上修改后作为新的一版上传。"
)
LONG_TERM, IMMEDIATE = "长期坚持", "立行立改"
"""What the columns 性质 may hold; both where both are printed."""
OF_MEASURE = "measures."
"""How the keys of what belongs to a single measure begin."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the spreadsheet, or a row of a form: its key, what stands above or beside it, its width in characters."""

    key: str
    heading: str
    width: int


COLUMNS = (
    Column("number", "编号", 8),
    Column("area", "方面", 14),
    Column("text", "问题", 44),
    Column("target", "整改目标", 30),
    Column("measures.text", "整改措施（一行一项）", 44),
    Column("measures.deadline", "措施时限", 16),
    Column("measures.date", "措施时限（日期）", 14),
    Column("measures.nature", "措施时限（性质）", 10),
    Column("measures.units", "措施责任单位（一行一个）", 18),
    Column("responsible_units", "责任单位（一行一个）", 24),
    Column("lead_units", "牵头单位（一行一个）", 20),
    Column("participating_units", "配合单位（一行一个）", 20),
    Column("supervising_units", "督导单位（一行一个）", 20),
    Column("responsible_persons", "责任人", 16),
    Column("deadline", "整改时限", 18),
    Column("date", "整改时限（日期）", 14),
    Column("nature", "整改时限（性质）", 10),
    Column("progress", "整改进展", 30),
    Column("number_raw", "原文编号", 14),
    Column("numbers", "其他编号", 14),
)
KEY_OF = {column.heading: column.key for column in COLUMNS}
HEADING_OF = {column.key: column.heading for column in COLUMNS}
UNITS = ("responsible_units", "lead_units", "participating_units", "supervising_units")
DATES = frozenset({"date", "measures.date"})
MEASURE_COLUMNS = tuple(column for column in COLUMNS if column.key.startswith(OF_MEASURE))
MEASURES = "整改措施"
"""In a form: the label above the measures; each has a row of its own behind it, 措施 1, 措施 2, …"""
MEASURE = "措施"
ALWAYS = frozenset({"number", "text", "target", "responsible_units", "deadline"})
"""Rows a form has even where they are empty, so that a person sees what the plan does not say."""
ENDINGS = ("xlsx", "docx", "json")
"""The formats a register is written in, by the endings of their files."""
