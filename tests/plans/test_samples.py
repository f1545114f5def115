"""The shared samples: plans in the shapes published plans have, each with what a careful clerk reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.plans.samples import SAMPLES, assert_reads_as, needs_samples, read_file


@needs_samples
def test_there_are_samples_to_read() -> None:
    assert SAMPLES


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_reads_as_a_careful_clerk_reads_it(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert_reads_as(read_file(path), expected)
