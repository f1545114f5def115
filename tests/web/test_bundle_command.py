"""`xiaohao bundle`: a bundle written at the machine itself, checked by the same command, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from tests.city import City, reading
from webapp import cli


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    return City.founded(sqlite_engine, tmp_path / "evidence")


def said(tmp_path: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.main, ["bundle", *words], env={"XIAOHAO_DATA_DIR": str(tmp_path)})


def test_a_bundle_is_made_by_number_noted_in_the_journal_and_holds(city: City, tmp_path: Path) -> None:
    case = city.case().goes_to("self_check")
    file = tmp_path / "证据包.zip"
    made = said(tmp_path, "make", "1", "-o", str(file))
    assert made.exit_code == 0, made.output
    assert "SHA-256" in made.output
    assert case.journal()[-1] == "bundle:asked"
    assert said(tmp_path, "verify", str(file)).exit_code == 0
    assert said(tmp_path, "verify", str(file), "--expect", "0" * 64).exit_code == 1
    file.write_bytes(file.read_bytes()[:1000])
    assert said(tmp_path, "verify", str(file)).exit_code == 2


def test_a_number_that_is_not_there_or_stands_twice_is_a_sentence(city: City, tmp_path: Path) -> None:
    file = str(tmp_path / "b.zip")
    missing = said(tmp_path, "make", "99", "-o", file)
    assert (missing.exit_code, "没有找到编号为 99 的问题" in missing.output) == (2, True)
    for name in ("甲清单", "乙清单"):
        city.loads(reading(), name=name)
    twice = said(tmp_path, "make", "1", "-o", file)
    assert (twice.exit_code, "“甲清单”" in twice.output, "--list" in twice.output) == (2, True, True)
    assert said(tmp_path, "make", "1", "--list", "甲清单", "-o", file).exit_code == 0


def test_a_place_that_cannot_be_written_is_a_sentence_and_leaves_nothing(city: City, tmp_path: Path) -> None:
    city.case()
    nowhere = said(tmp_path, "make", "1", "-o", str(tmp_path / "missing" / "b.zip"))
    assert nowhere.exit_code == 2
    assert "没有这个文件或目录" in nowhere.output
    assert list(tmp_path.glob("*.part")) == []
