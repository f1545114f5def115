"""`xiaohao draw verify`: the words and the exit code for a file that holds, one that was changed, and one that is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.rules.draws import a_frozen_list
from webapp import cli
from workflows.rules.draw import draw

SEED = "030712"


def a_file(**given: Any) -> dict[str, Any]:
    frozen = a_frozen_list(10, auditors=3)
    plain = {"frozen": frozen.plain(), "digest": frozen.digest(), "seed": SEED, "drawn_at": "2026-11-23T21:30:00+08:00"}
    return {**plain, "result": draw(frozen, SEED).plain(), "replacements": [], **given}


def verified(path: Path, content: bytes, *options: str) -> Result:
    file = path / "draw.json"
    file.write_bytes(content)
    return CliRunner().invoke(cli.main, ["draw", "verify", str(file), *options])


def test_a_file_that_holds_is_said_to_hold(tmp_path: Path) -> None:
    said = verified(tmp_path, json.dumps(a_file()).encode())

    assert said.exit_code == 0
    assert "✓ 重新计算的结果与文件逐字相同" in said.output
    assert said.output.endswith("抽查文件可信。\n")


def test_a_changed_file_is_told_where(tmp_path: Path) -> None:
    said = verified(tmp_path, json.dumps(a_file(seed="030713")).encode(), "--json")

    assert said.exit_code == 1
    assert [each["words"] for each in json.loads(said.output)["checks"] if not each["holds"]] == [
        "重新计算的结果与文件不同"
    ]


def test_a_list_that_waits_is_checked_and_can_be_computed_beforehand(tmp_path: Path) -> None:
    waiting = json.dumps(a_file(seed=None, drawn_at=None, result=None)).encode()

    assert "还没有抽取" in verified(tmp_path, waiting).output
    computed = verified(tmp_path, waiting, "--seed", SEED, "--json")
    assert json.loads(json.loads(computed.output)["result"]) == json.loads(json.dumps(a_file()["result"]))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{}", b"[1]", b'{"frozen": {"method": "dice"}}'])
def test_what_is_no_such_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    said = verified(tmp_path, content)

    assert said.exit_code == 2
    assert "读不了抽查文件" in said.output
    assert "Traceback" not in said.output


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    said = CliRunner().invoke(cli.main, ["draw", "verify", str(tmp_path / "none.json")])

    assert (said.exit_code, "读不了抽查文件" in said.output) == (2, True)
