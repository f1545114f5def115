"""How measurements are written down."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from bench.__main__ import main, names, write_down
from bench.report import Report, Row

REPORT = Report(
    title="办一件事要多少",
    unit="CPU 毫秒",
    beside="写一行",
    rows=(Row(name="写一行", value=2.0), Row(name="办一件事", value=9.0, parts=(("引擎", 3.0), ("数据库", 4.5)))),
    notes=("以办理 20 件计。",),
)


def test_a_table_gives_each_value_its_ratio_and_its_parts() -> None:
    assert REPORT.table().splitlines() == [
        "|  | CPU 毫秒 | 倍数 | 引擎 | 数据库 |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| 写一行 | 2.00 | 1.00 |  |  |",
        "| 办一件事 | 9.00 | 4.50 | 3.00 | 4.50 |",
        "",
        "- 以办理 20 件计。",
    ]


def test_json_has_the_same_numbers() -> None:
    rows = REPORT.to_plain()["rows"]
    assert rows == [
        {"name": "写一行", "value": 2.0, "ratio": 1.0, "parts": {}},
        {"name": "办一件事", "value": 9.0, "ratio": 4.5, "parts": {"引擎": 3.0, "数据库": 4.5}},
    ]


def test_results_are_appended_with_date_and_command(tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.md"
    for day in (1, 2):
        write_down({"http": REPORT}, datetime(2026, 7, day, tzinfo=UTC), file)
    text = file.read_text()
    assert text.count("# 性能测量") == 1
    assert "`./run bench http --write` · 2026-07-01" in text
    assert text.index("2026-07-01") < text.index("2026-07-02")


def test_an_unknown_measurement_is_refused_with_the_known_ones() -> None:
    result = CliRunner().invoke(main, ["nothing"])
    assert result.exit_code == 2
    assert "没有名为“nothing”的测量。现有：" in result.output
    assert "http" in names()
    assert "report" not in names()
