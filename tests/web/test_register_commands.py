"""`xiaohao plan template` and `plan export`: an empty form with the city's units, and a list that comes back as it was registered."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests.plans.corpus.files import Sheet, excel
from tests.web.test_plan_commands import city_in, said
from workflows.plans import read_file
from workflows.plans.exchange.as_json import plain_of
from workflows.records import JournalEntry, PlanVersion, ProblemList

ROWS = [
    ["编号", "市序号", "方面", "整改问题", "整改目标", "整改措施", "责任单位", "整改时限", "整改进展"],
    [
        "序号3",
        5,
        "水",
        "河道淤积。",
        "达标",
        "1.清淤。2.2026年6月底前管护。",
        "云溪县党委、政府",
        "2027年6月底前",
        "推进中",
    ],
    ["序号4", 6, "气", "散煤复燃。", None, "巡查。", "市住建局", "立行立改，长期坚持", None],
]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "清单.xlsx"
    file.write_bytes(excel({"清单": Sheet(rows=ROWS)}))
    return file


@pytest.mark.parametrize("ending", ["xlsx", "docx", "json"])
def test_a_list_is_written_and_reads_back_as_the_plan_it_came_from(plan: Path, tmp_path: Path, ending: str) -> None:
    house = city_in(tmp_path)
    said(tmp_path, "plan", "load", str(plan), "--list", "督察清单")

    result = said(tmp_path, "plan", "export", str(tmp_path / f"导出.{ending}"), "--list", "督察清单")

    assert result.exit_code == 0, result.output
    assert "已导出清单“督察清单”2 个问题" in result.output
    back = read_file((tmp_path / f"导出.{ending}").read_bytes(), name="回")
    first = read_file(plan.read_bytes(), name="原")
    assert back.title == "督察清单"
    assert [plain_of(each) for each in back.problems] == [plain_of(each) for each in first.problems]
    with house.sessions() as session:
        assert session.scalar(select(JournalEntry.what).where(JournalEntry.what == "register:exported"))
        version = session.scalars(select(PlanVersion)).one()
        assert version.file_digest == session.scalars(select(ProblemList.source_digest)).one()


def test_a_file_that_is_there_is_not_written_over(plan: Path, tmp_path: Path) -> None:
    city_in(tmp_path)
    said(tmp_path, "plan", "load", str(plan), "--list", "督察清单")

    result = said(tmp_path, "plan", "export", str(plan), "--list", "督察清单")

    assert result.exit_code != 0
    assert "已有这个文件，没有覆盖" in result.output


@pytest.mark.parametrize(
    ("file", "name", "sentence"),
    [("导出.pdf", "督察清单", "没有找到这种格式"), ("导出.xlsx", "没有的清单", "没有找到名为“没有的清单”的问题清单")],
)
def test_another_format_or_list_is_refused_and_nothing_is_written(
    plan: Path, tmp_path: Path, file: str, name: str, sentence: str
) -> None:
    city_in(tmp_path)
    said(tmp_path, "plan", "load", str(plan), "--list", "督察清单")

    result = said(tmp_path, "plan", "export", str(tmp_path / file), "--list", name)

    assert result.exit_code != 0
    assert sentence in result.output
    assert not (tmp_path / file).exists()


def test_the_template_holds_the_units_of_the_city(tmp_path: Path) -> None:
    city_in(tmp_path)

    result = said(tmp_path, "plan", "template", str(tmp_path / "模板.xlsx"))

    assert result.exit_code == 0, result.output
    book = load_workbook(io.BytesIO((tmp_path / "模板.xlsx").read_bytes()))
    assert [cell.value for cell in book["单位名单"]["A"]] == ["云溪县", "市住房和城乡建设局"]
