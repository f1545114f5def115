"""The locks decide what runs in a government office: everything named, everything hashed, and no host in them."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
LOCKS = sorted(TOP.glob("requirements*.lock"))
# Put together from pieces, or this file would itself be a finding.
HOSTS = [
    "".join(pieces)
    for pieces in (("py", "pi", ".org"), ("python", "hosted", ".org"), ("npm", "js", ".org"), ("npm", "js", ".com"))
]
MACHINE_PATHS = [f"/{name}/" for name in ("work", "farm", "root")]


def pinned(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock.read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_of_a_lock_carries_hashes(lock: Path) -> None:
    packages = re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.M)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_index_and_no_place(lock: Path) -> None:
    assert re.findall(r"://|--index|--find-links|file:", lock.read_text(encoding="utf-8")) == []


def test_the_development_lock_agrees_with_the_other() -> None:
    running, developing = pinned(TOP / "requirements.lock"), pinned(TOP / "requirements-dev.lock")
    assert {name: developing.get(name) for name in running} == running


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in (
        ("requirements.lock", project["dependencies"]),
        ("requirements-dev.lock", project["optional-dependencies"]["dev"]),
    ):
        names = [re.split(r"[^\w.-]", text)[0].lower().replace("_", "-").replace(".", "-") for text in wanted]
        assert [name for name in names if name not in pinned(TOP / lock)] == []


def test_the_front_end_lock_names_no_address_to_fetch_from() -> None:
    lock = json.loads((TOP / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


def test_every_file_that_is_copied_comes_from_a_package_we_ask_for() -> None:
    wanted = json.loads((TOP / "package.json").read_text(encoding="utf-8"))["dependencies"]
    files = (TOP / "scripts" / "vendor.txt").read_text(encoding="utf-8").split()
    assert files == sorted(files)
    assert {file.split("/")[0] for file in files} == set(wanted)


def test_front_end_versions_are_exact() -> None:
    package = json.loads((TOP / "package.json").read_text(encoding="utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    patterns = [part for text in (*HOSTS, *MACHINE_PATHS) for part in ("-e", text)]
    found = subprocess.run(
        ["git", "grep", "--line-number", "--fixed-strings", "-I", *patterns],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode > 1:
        pytest.skip("这里不是 git 检出，无从列出文件 (not a git checkout)")
    assert found.stdout.splitlines() == []
