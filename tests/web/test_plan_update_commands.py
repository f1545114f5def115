"""`xiaohao plan diff` and `plan update`: what changed is said in words, and a list follows a revised plan."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.plans.corpus.files import Sheet, excel
from tests.web.test_plan_commands import city_in, said
from workflows.records import PlanVersion, Problem

HEAD = ["序号", "整改问题", "整改措施", "责任单位", "整改时限"]
RIVER, COAL = "城北河道淤积，水面垃圾漂浮。", "散煤复燃问题反弹。"
UNITS = "云溪县党委、政府"
FIRST = [HEAD, [1, RIVER, "清淤2公里。", UNITS, "2027年6月底前"], [2, COAL, "巡查。", "市住建局", "2027年底"]]
WASTE = "危险废物台账缺失，转移联单不规范。"
SECOND = [HEAD, [1, RIVER, "清淤3公里。", UNITS, "2027年9月底前"], [2, WASTE, "规范台账。", UNITS, "2027年底"]]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    made = tmp_path / "原方案.xlsx", tmp_path / "修订.xlsx"
    for file, rows in zip(made, (FIRST, SECOND), strict=True):
        file.write_bytes(excel({"清单": Sheet(rows=rows)}))
    return made


def test_two_plans_are_compared_in_words(files: tuple[Path, Path], tmp_path: Path) -> None:
    printed = said(tmp_path, "plan", "diff", *map(str, files)).output

    assert "没有变化 0，有改动 1，新增 1，不再列有 1，需要判断 0" in printed
    assert "整改措施：清淤〔－2－〕〔＋3＋〕公里。" in printed
    assert "[x-1] 新增：编号 2 危险废物台账缺失" in printed
    rows = json.loads(said(tmp_path, "plan", "diff", *map(str, files), "--json").output)
    assert [row["kind"] for row in rows] == ["changed", "added", "gone"]


def test_a_list_follows_a_revised_plan(files: tuple[Path, Path], tmp_path: Path) -> None:
    house = city_in(tmp_path)
    said(tmp_path, "plan", "load", str(files[0]), "--list", "督察清单")
    seen = said(tmp_path, "plan", "update", str(files[1]), "--list", "督察清单", "--dry-run").output
    assert "整改时限：2027年〔－6－〕〔＋9＋〕月底前" in seen

    result = said(tmp_path, "plan", "update", str(files[1]), "--list", "督察清单", "--reason", "省里批复")

    assert result.exit_code == 0, result.output
    assert "已更新为第 2 版：改动 1 个，新增 1 个，待人决定 0 处" in result.output
    with house.sessions() as session:
        found = session.scalars(select(Problem).order_by(Problem.position)).all()
        assert [each.number for each in found] == ["1", "2", "2"]
        assert found[0].due_on == date(2027, 9, 30)
        versions = session.scalars(select(PlanVersion).order_by(PlanVersion.number)).all()
        assert [house.store.exists(version.file_digest) for version in versions] == [True, True]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--list", "督察清单"), "填写的内容有 1 处需要更正"),
        (("--list", "督察清单", "--reason", "批复", "--decide", "0-0=maybe"), "填写的内容有 1 处需要更正"),
        (("--list", "别的", "--reason", "批复"), "没有找到名为“别的”的问题清单"),
    ],
)
def test_what_cannot_be_updated_is_said_and_changes_nothing(
    files: tuple[Path, Path], tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    house = city_in(tmp_path)
    said(tmp_path, "plan", "load", str(files[0]), "--list", "督察清单")

    result = said(tmp_path, "plan", "update", str(files[1]), *words)

    assert result.exit_code != 0
    assert sentence in result.output
    with house.sessions() as session:
        assert len(session.scalars(select(PlanVersion)).all()) == 1
