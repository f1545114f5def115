"""What the command line says when the installation around it is not in order: a sentence and exit code 2, never a trace."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp import cli
from workflows.records import make_engine


def said(*words: str, **settings: object) -> Result:
    return CliRunner().invoke(
        cli.main, words, env={f"XIAOHAO_{name.upper()}": str(each) for name, each in settings.items()}
    )


def refused(result: Result, sentence: str) -> None:
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert sentence in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["journal verify", "tick", "migrate"])
def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path, command: str) -> None:
    file = tmp_path / "xiaohao.db"
    file.write_text("this is no database\n")

    refused(said(*command.split(), data_dir=tmp_path), "文件不是数据库")
    assert file.read_text() == "this is no database\n"


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    refused(said("migrate", data_dir=tmp_path / "taken"), f"{tmp_path / 'taken'}：已有同名的文件")
    refused(said("migrate", data_dir=tmp_path / "taken" / "below"), "不是文件夹")


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    refused(said("tick", data_dir=tmp_path, port="abc"), "XIAOHAO_PORT")
    refused(said("tick", data_dir=tmp_path, trust_roots="abc"), "XIAOHAO_TRUST_ROOTS")
    refused(said("tick", data_dir=tmp_path, season_starts="abc"), "XIAOHAO_SEASON_STARTS")
    refused(said("tick", data_dir=tmp_path, season_starts='{"供暖季": "13月"}'), "XIAOHAO_SEASON_STARTS")


def test_a_database_that_is_unknown_or_away_is_told(tmp_path: Path) -> None:
    refused(said("tick", data_dir=tmp_path, database_url="oracle://x"), "sqlite:/// 或 postgresql://")
    refused(said("tick", data_dir=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/x"), "连不上数据库")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("plan load x.txt", "缺少 --list"),
        ("plan read", "缺少 FILE"),
        ("nonsense", "没有这个命令"),
        ("tick --nonsense", "没有 --nonsense 这个选项"),
        ("calendar show 99999", "YEAR 的值不对"),
    ],
)
def test_a_command_typed_wrongly_is_told_in_chinese_first(typed: str, sentence: str) -> None:
    refused(said(*typed.split()), sentence)


@pytest.mark.parametrize("command", ["verify", "draw verify", "diagrams check", "plan read"])
def test_a_file_that_is_not_there_is_told_in_chinese(tmp_path: Path, command: str) -> None:
    refused(said(*command.split(), str(tmp_path / "away.pdf")), "没有这个文件")
    refused(said(*command.split(), str(tmp_path)), "这是一个文件夹")


def test_help_ends_well() -> None:
    assert said("--help").exit_code == 0


def test_cases_that_agree_and_one_that_does_not(founded: Path, tmp_path: Path) -> None:
    shutil.copyfile(founded, tmp_path / "xiaohao.db")
    well = said("cases", "verify", data_dir=tmp_path)
    assert (well.exit_code, well.output) == (0, "每个案件的流程状态、待办、到期时间、签字和日志都一致。\n")

    engine = make_engine(f"sqlite:///{tmp_path / 'xiaohao.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE task SET closed_at = opened_at WHERE id = (SELECT min(id) FROM task)")
    engine.dispose()
    torn = said("cases", "verify", data_dir=tmp_path)
    assert torn.exit_code == 1
    assert "却没有待办" in torn.output
    assert "有 1 处不一致，见上。请先备份，不要手工修改数据库" in torn.output
    told = json.loads(said("cases", "verify", "--json", data_dir=tmp_path).output)
    assert (told["consistent"], len(told["found"])) == (False, 1)
