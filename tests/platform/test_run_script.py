"""./run has to work where there is nothing yet, so these tests use it from outside, by the system's own shell."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
SCRIPTS = [TOP / "run", *sorted((TOP / "scripts").glob("*.sh"))]
STRICT_SHELL = shutil.which("dash") or "/bin/sh"
ONLY_IN_BASH = re.compile(r"\[\[|^\s*function |^\s*local |<<<|=\$'|&>|\bsource ", re.M)


def shell(*command: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True, check=False, timeout=60)


def with_common(script: str, log: Path) -> subprocess.CompletedProcess[str]:
    """Run `script` after scripts/common.sh, its steps logging to `log`."""
    return shell(STRICT_SHELL, "-c", f'TOP=.; . scripts/common.sh; LOG="{log}"; {script}')


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_shell_without_extensions_reads_every_script(script: Path) -> None:
    assert shell(STRICT_SHELL, "-n", str(script)).stderr == ""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_uses_what_only_bash_knows(script: Path) -> None:
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    assert ONLY_IN_BASH.findall("\n".join(lines)) == []


def test_help_names_every_command() -> None:
    said = shell("./run", "help")
    assert said.returncode == 0
    for command in ("test", "check", "pictures", "bench", "doctor", "xiaohao", "lock"):
        assert f"./run {command}" in said.stdout


def test_an_unknown_command_is_refused_in_words() -> None:
    said = shell("./run", "fly")
    assert said.returncode == 2
    assert "没有“fly”这个命令" in said.stderr


@pytest.mark.parametrize("options", [["--prot", "9000"], ["--port"], ["--demo-clock", "now"]])
def test_a_wrong_option_is_refused_before_anything_is_installed(options: list[str], tmp_path: Path) -> None:
    said = shell("./run", *options, environment={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)})
    assert said.returncode == 2
    assert "选项" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_a_recent_python_is_told_what_to_install(tmp_path: Path) -> None:
    for tool in ("sh", "dirname", "date", "id", "cat", "sha256sum", "cut", "mkdir", "ls"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    said = shell("./run", "check", environment={"PATH": str(tmp_path), "HOME": str(tmp_path)})
    assert said.returncode == 1
    assert "没有找到 Python 3.11 或更新的版本" in said.stderr


def test_a_step_that_succeeds_says_so_and_keeps_its_output_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log" / "setup.log"
    said = with_common('step "数到三" echo 一二三', log)
    assert re.search(r"\[ +\d+ 秒\] 数到三 …… 完成（\d+ 秒）", said.stdout)
    assert "一二三" not in said.stdout
    assert "一二三" in log.read_text(encoding="utf-8")


def test_a_step_that_fails_leaves_its_last_words(tmp_path: Path) -> None:
    said = with_common('step "够不着" ls /no-such-place || stop "没成：$(last_words)"', tmp_path / "setup.log")
    assert said.returncode == 1
    assert "没有成功" in said.stdout
    assert "没成：" in said.stderr
    assert "no-such-place" in said.stderr


def test_a_stamp_holds_only_for_the_same_content(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("a==1", encoding="utf-8")
    script = 'fingerprint "$1/lock" >"$1/stamp"; stamped "$1/stamp" "$(fingerprint "$1/lock")" && echo same'
    script += '; echo b==2 >>"$1/lock"; stamped "$1/stamp" "$(fingerprint "$1/lock")" || echo changed'
    said = shell(STRICT_SHELL, "-c", f"TOP=.; . scripts/common.sh; {script}", "sh", str(tmp_path))
    assert said.stdout.split() == ["same", "changed"]
