"""The doctor speaks to the person who runs the machine: what is missing, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import migrations
from webapp.doctor import in_words, report
from webapp.doctor.data import data_directory, database, disk, fonts, signing_key
from webapp.doctor.line import Line
from webapp.doctor.software import libraries, packages, page_files, python, sqlite
from webapp.settings import Settings
from workflows.records import make_engine


def settings(directory: Path, **more: object) -> Settings:
    return Settings(data_dir=directory / "data", fonts_dir=directory / "fonts", **more)  # type: ignore[arg-type]  # tests set any field


def test_an_old_python_is_named_with_the_one_to_install() -> None:
    assert "请安装 Python 3.11" in python((3, 9, 2)).advice
    assert python((3, 12, 1)).well


def test_an_old_sqlite_is_refused() -> None:
    assert not sqlite((3, 40, 1)).well
    assert sqlite((3, 51, 3)).well


def test_packages_that_differ_from_the_lock_are_named(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("no-such-package==1.0 \\\n    --hash=sha256:00\nonly-on-windows==1 ; sys_platform == 'win32'\n")
    assert "no-such-package" in packages(lock).found
    assert "only-on-windows" not in packages(lock).found


def test_missing_libraries_are_named_with_the_packages_that_bring_them() -> None:
    line = libraries(["libpango-1.0.so.0"])
    assert "libpango-1.0.so.0" in line.found
    assert "libpango-1.0-0" in line.advice
    assert libraries([]).well


def test_a_database_that_is_not_there_is_not_created_by_looking(tmp_path: Path) -> None:
    line = database(settings(tmp_path))
    assert "还没有建立" in line.found
    assert not (tmp_path / "data").exists()


def test_an_empty_database_is_to_be_migrated_and_a_migrated_one_is_well(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    engine = make_engine(url)
    engine.connect().close()
    assert "./run xiaohao migrate" in database(settings(tmp_path, database_url=url)).advice
    migrations.upgrade(engine)
    assert database(settings(tmp_path, database_url=url)).well
    engine.dispose()


def test_a_database_that_does_not_answer_is_said_in_a_sentence(tmp_path: Path) -> None:
    line = database(settings(tmp_path, database_url="postgresql://nobody@127.0.0.1:9/none"))
    assert "打不开" in line.found
    assert "XIAOHAO_DATABASE_URL" in line.advice


def test_fonts_count_only_when_the_present_recipe_built_them(tmp_path: Path) -> None:
    assert not fonts(tmp_path).well
    (tmp_path / "READY").write_text("0\n")
    assert not fonts(tmp_path).well


def test_a_key_that_is_set_but_absent_names_the_setting(tmp_path: Path) -> None:
    line = signing_key(settings(tmp_path, signing_pkcs12=tmp_path / "office.p12"))
    assert "XIAOHAO_SIGNING_PKCS12" in line.advice


def test_the_development_key_is_told_from_a_real_one(tmp_path: Path) -> None:
    assert not signing_key(settings(tmp_path)).well
    (tmp_path / "data" / "keys").mkdir(parents=True)
    (tmp_path / "data" / "keys" / "office.p12").touch()
    assert "开发密钥" in signing_key(settings(tmp_path)).found


def test_the_site_lives_without_the_third_party_files(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "vendor.txt").write_text("htmx.org/dist/htmx.min.js\n")
    line = page_files(tmp_path)
    assert "htmx.min.js" in line.found
    assert not line.needed


def test_directories_that_do_not_exist_yet_are_judged_by_the_one_above(tmp_path: Path) -> None:
    assert data_directory(tmp_path / "a" / "b").well
    assert "剩余" in disk(tmp_path / "a" / "b").found or "只剩" in disk(tmp_path / "a" / "b").found


@pytest.mark.parametrize(("needed", "mark"), [(True, "✗"), (False, "!")])
def test_a_line_shows_at_a_glance_whether_it_matters(needed: bool, mark: str) -> None:
    said = in_words(Line(name="某物", found="没有", advice="请补上。", needed=needed))
    assert said == f"{mark} 某物：没有\n    怎么办：请补上。"


def test_the_exit_code_tells_whether_something_needed_is_missing(tmp_path: Path) -> None:
    said: list[str] = []
    assert report(settings(tmp_path), said.append) == 1
    assert said[-1].startswith("有 ")
