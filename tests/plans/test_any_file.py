"""Whatever file arrives, the reader answers with a reading or with a sentence: damaged packages, strange bytes, and a fuzzer's inventions."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans.corpus import PLANS
from workflows.plans import read_file
from workflows.rules.errors import Unreadable

FILES = {plan.name: plan.build() for plan in PLANS if plan.shape.startswith(("Word", "Excel", "网页"))}
PDFS = {plan.name: plan.build() for plan in PLANS if plan.shape == "PDF"}
SOME = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def damaged(data: bytes, changes: list[tuple[int, int]], cut: int) -> bytes:
    """The file with some bytes changed and its end cut off."""
    out = bytearray(data)
    for at, value in changes:
        out[at % len(out)] = value
    return bytes(out[: len(out) - cut % 400])


CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8)


@SOME
@given(st.sampled_from(sorted(FILES)), CHANGES, st.integers(0, 10**4) | st.just(0))
def test_a_damaged_file_is_read_or_refused(name: str, changes: list[tuple[int, int]], cut: int) -> None:
    with suppress(Unreadable):
        assert read_file(damaged(FILES[name], changes, cut), name=name).problems


@SOME
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"<html><table><tr><td>", b"MIME-Version: 1.0\n\n"])
)
def test_any_bytes_are_read_or_refused(data: bytes, beginning: bytes) -> None:
    with suppress(Unreadable):
        read_file(beginning + data, name="任意")


@pytest.mark.slow  # every file is read in a process of its own
@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(PDFS)), CHANGES, st.integers(0, 10**4))
def test_a_damaged_pdf_is_read_or_refused(name: str, changes: list[tuple[int, int]], cut: int) -> None:
    with suppress(Unreadable):
        assert read_file(damaged(PDFS[name], changes, cut), name=name).problems


FUZZ = """
import sys, atheris
with atheris.instrument_imports(include=["workflows.plans"]):
    from workflows.plans import decode, read_plan
    from workflows.rules.errors import Unreadable
def one(data):
    try:
        read_plan(decode(data), name="fuzz")
    except Unreadable:
        pass
atheris.Setup([sys.argv[0], "-atheris_runs=20000", "-max_total_time=60", "-timeout=10", *sys.argv[1:]], one)
atheris.Fuzz()
"""


@pytest.mark.slow  # a minute of fuzzing
def test_the_text_reader_survives_a_fuzzer(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="the fuzzer atheris is not installed; `pip install atheris` to run this")
    for index, plan in enumerate(plan for plan in PLANS if not plan.build().startswith((b"PK", b"%PDF", b"<"))):
        (tmp_path / f"{index}.txt").write_bytes(plan.build())

    done = subprocess.run([sys.executable, "-c", FUZZ, str(tmp_path)], capture_output=True, timeout=200, check=False)

    assert done.returncode == 0, done.stderr[-2000:].decode(errors="replace")
