"""The published file: our own verification, the outsider's script, and every kind of file that is none."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.rules.draws import a_frozen_list, candidate, frozen_lists, rule
from workflows.rules.canonical import canonical
from workflows.rules.draw import HIGH, Frozen, draw
from workflows.rules.draw_record import Verification, read_record, verify
from workflows.rules.errors import Unreadable

SCRIPT = Path(__file__).parents[2] / "webapp" / "static" / "recompute_draw.py"
SEED = "03071219253108"
PUBLISHED = "03 07 12 19 25 31 + 08"


def a_file(frozen: Frozen, seed: str | None = SEED) -> dict[str, Any]:
    """A published file, as it is read back from JSON."""
    record = {
        "frozen": frozen.plain(),
        "digest": frozen.digest(),
        "seed": seed,
        "drawn_at": "2026-11-23T21:30:00+08:00" if seed else None,
        "result": draw(frozen, seed).plain() if seed else None,
        "replacements": [],
    }
    parsed: dict[str, Any] = json.loads(canonical(record))
    return parsed


def a_list() -> Frozen:
    some = [candidate(n, unit=f"单位{n % 3}", lots=1 + n % 4, barred=("a1",) if n % 5 == 0 else ()) for n in range(25)]
    return a_frozen_list(some, auditors=4, rule=rule(percent=20, per_unit=2, auditors=2))


def runs(path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The script, by a bare Python that knows nothing of this house."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(path), *more]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_script_is_short_enough_to_be_read() -> None:
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 60


def test_an_outsider_gets_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(a_file(a_list()), ensure_ascii=False, indent=1), encoding="utf-8")

    said = runs(path)

    assert (said.returncode, said.stderr) == (0, "名单摘要相符；结果相同\n")
    assert said.stdout == canonical(draw(a_list(), SEED).plain()) + "\n"


def test_an_outsider_computes_the_result_before_the_office_draws(tmp_path: Path) -> None:
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(a_file(a_list(), seed=None)), encoding="utf-8")

    said = runs(path, PUBLISHED)

    assert said.stdout == canonical(draw(a_list(), SEED).plain()) + "\n"
    assert said.stdout == verify(a_file(a_list(), seed=None), seed=PUBLISHED).result + "\n"
    assert "还没有抽取" in runs(path).stderr


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frozen=frozen_lists(),
    seed=st.text("0123456789ABCXYZ", min_size=1, max_size=20),
)
def test_script_and_house_agree_on_every_list(tmp_path: Path, frozen: Frozen, seed: str) -> None:
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(a_file(frozen, seed)), encoding="utf-8")

    assert runs(path).stdout == canonical(draw(frozen, seed).plain()) + "\n"
    assert verify(a_file(frozen, seed)).holds


def lots_of_a_candidate(record: dict[str, Any]) -> None:
    record["frozen"]["candidates"][0]["lots"] += 1


def the_rule(record: dict[str, Any]) -> None:
    record["frozen"]["rule"]["percent"] += 10


def where_the_seed_comes_from(record: dict[str, Any]) -> None:
    record["frozen"]["seed_source"] = "另一个号码"


def the_seed(record: dict[str, Any]) -> None:
    record["seed"] += "1"


def who_was_drawn(record: dict[str, Any]) -> None:
    record["result"]["drawn"].pop()


def who_checks(record: dict[str, Any]) -> None:
    record["result"]["auditors"][record["result"]["drawn"][0]].reverse()


def something_slipped_in(record: dict[str, Any]) -> None:
    record["frozen"]["note"] = "x"


TAMPERED = [
    lots_of_a_candidate,
    the_rule,
    where_the_seed_comes_from,
    the_seed,
    who_was_drawn,
    who_checks,
    something_slipped_in,
]


@pytest.mark.parametrize("change", TAMPERED)
def test_a_changed_file_is_noticed_by_both(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    record = a_file(a_list())
    change(record)
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(record), encoding="utf-8")

    assert not verify(record).holds
    assert runs(path).returncode == 1


@pytest.mark.parametrize(
    ("seed_at", "drawn_at"),
    [
        ("2026-11-19T10:00:00+08:00", "2026-11-23T21:30:00+08:00"),
        ("2026-11-23T21:15:00+08:00", "2026-11-23T21:00:00+08:00"),
        ("neulich", "2026-11-23T21:00:00+08:00"),
        ("2026-11-23T21:15:00", "2026-11-23T21:30:00+08:00"),
    ],
)
def test_a_seed_before_the_list_or_a_draw_before_the_seed_is_noticed(seed_at: str, drawn_at: str) -> None:
    record = {**a_file(a_frozen_list(3, seed_at=seed_at)), "drawn_at": drawn_at}

    assert [each.words[:4] for each in verify(record).checks if not each.holds] == ["时间次序"]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "NaN", '{"frozen": ' + "9" * 5000 + "}", "\ud800"])
def test_what_is_no_json_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match="抽查文件"):
        verify(read_record(text))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("method", "xiaohao-draw-0"),
        ("candidates", []),
        ("candidates", [{"id": "1"}]),
        ("candidates", [{"id": "1", "number": "", "unit": "", "risk": "red", "lots": 1, "barred": []}]),
        ("candidates", [{"id": "1", "number": "", "unit": "", "risk": HIGH, "lots": 10**9, "barred": []}]),
        ("candidates", [{"id": "\ud800", "number": "", "unit": "", "risk": HIGH, "lots": 1, "barred": []}]),
        ("auditors", [{"id": "a", "unit": ""}, {"id": "a", "unit": ""}]),
        ("rule", {"percent": True}),
        ("seed_at", 5),
    ],
)
def test_what_no_draw_can_have_is_refused_naming_the_place(place: str, value: object) -> None:
    record = a_file(a_list())
    record["frozen"][place] = value

    with pytest.raises(Unreadable, match=rf"frozen\.{place}"):
        verify(record)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@example(value=[float("inf")], place="result")
@given(
    JSON,
    st.sampled_from(
        ["frozen", "digest", "seed", "result", "replacements", "drawn_at", "frozen.rule", "frozen.candidates"]
    ),
)
def test_any_value_anywhere_ends_in_a_verdict_or_a_sentence(value: object, place: str) -> None:
    record = a_file(a_frozen_list(3))
    *path, last = place.split(".")
    (record[path[0]] if path else record)[last] = value

    with suppress(Unreadable):
        assert isinstance(verify(record), Verification)
