"""`xiaohao plan`: a spreadsheet from an office is read and registered, and its file is kept."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import migrations
from tests.plans.corpus.files import Sheet, excel
from webapp import cli, demonstration
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows.records import Case, ProblemList, Unit

ROWS = [
    ["序号", "整改问题", "整改措施", "责任单位", "整改时限"],
    [1, "河道淤积。", "清淤。", "云溪县党委、政府", "2027年6月底前"],
    [2, "散煤复燃。", "巡查。", "市住建局", "2026年供暖季前"],
]


def said(directory: Path, *words: str, **settings: str) -> Result:
    env = {"XIAOHAO_DATA_DIR": str(directory), **{f"XIAOHAO_{name.upper()}": each for name, each in settings.items()}}
    return CliRunner().invoke(cli.main, words, env=env)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "清单.xlsx"
    file.write_bytes(excel({"清单": Sheet(rows=ROWS)}))
    return file


def test_reading_shows_every_field_with_its_cell(plan: Path, tmp_path: Path) -> None:
    reading = json.loads(said(tmp_path, "plan", "read", str(plan), "--json").output)

    assert [problem["deadline"]["date"] for problem in reading["problems"]] == ["2027-06-30", "2026-11-14"]
    assert reading["problems"][0]["found"]["responsible_units"]["place"] == "“清单”表 D2 单元格"
    assert [(each["code"], each["place"]) for each in reading["warnings"]] == [("by-calendar", "“清单”表 E3 单元格")]


def test_a_city_says_itself_when_its_heating_season_begins(plan: Path, tmp_path: Path) -> None:
    printed = said(tmp_path, "plan", "read", str(plan), season_starts='{"供暖季": "10-20"}').output

    assert "2026-10-19（原文“2026年供暖季前”）" in printed
    assert "按本市的日历设置读作 2026-10-19，请核对" in printed


def test_loading_registers_all_keeps_the_file_and_offers_the_units_that_resemble(plan: Path, tmp_path: Path) -> None:
    house = city_in(tmp_path)

    result = said(tmp_path, "plan", "load", str(plan), "--list", "督察清单")

    assert result.exit_code == 0, result.output
    assert "共 2 个问题，每个问题已开案" in result.output
    assert "市住建局（相近：市住房和城乡建设局）" in result.output
    with house.sessions() as session:
        listed = session.scalars(select(ProblemList).where(ProblemList.name == "督察清单")).one()
        assert listed.source_digest == hashlib.sha256(plan.read_bytes()).hexdigest()
        assert house.store.exists(listed.source_digest)


def test_a_file_that_cannot_be_read_registers_nothing(tmp_path: Path) -> None:
    house = city_in(tmp_path)
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(excel({"清单": Sheet(rows=ROWS)})[:700])

    result = said(tmp_path, "plan", "load", str(broken), "--list", "督察清单")

    assert result.exit_code == 2
    assert "文件已损坏" in result.output
    with house.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0


def city_in(directory: Path) -> House:
    house = open_house(Settings(data_dir=directory))
    migrations.upgrade(house.engine)
    with house.sessions() as session:
        demonstration.deploy_shipped(session, at=datetime.now(UTC))
        _units(session)
        session.commit()
    return house


def _units(session: Session) -> None:
    for name, level in (("云溪县", "county"), ("市住房和城乡建设局", "department")):
        session.add(Unit(name=name, level=level))
