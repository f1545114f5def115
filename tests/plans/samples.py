"""Where the shared samples and sources lie: beside the checkout, and absent for most people who clone the project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from workflows.plans import PlanReading, decode, read_plan

SHARED = Path(__file__).resolve().parents[3] / "shared"
ABSENT = "the shared samples lie beside the checkout and are not here"

SAMPLES = sorted((SHARED / "samples" / "plans").glob("*.txt"))
needs_samples = pytest.mark.skipif(not SAMPLES, reason=ABSENT)
needs_sources = pytest.mark.skipif(not (SHARED / "sources").is_dir(), reason=ABSENT)


def read_file(path: Path) -> PlanReading:
    """The reading of a file, as the command line makes it."""
    return read_plan(decode(path.read_bytes()), name=path.name)


def read_source(name: str) -> PlanReading:
    """The reading of one of the real texts."""
    return read_file(SHARED / "sources" / name)


def assert_reads_as(reading: PlanReading, expected: Mapping[str, Any]) -> None:
    """Every key of the expected reading is there and equal; the codes of the doubts are exactly those expected."""
    plain = json.loads(json.dumps(reading.to_json(), ensure_ascii=False))
    assert len(plain["problems"]) == len(expected["problems"])
    for problem, wanted in zip(plain["problems"], expected["problems"], strict=True):
        assert {key: problem[key] for key in wanted} == wanted
    assert {warning["code"] for warning in plain["warnings"]} == set(expected["warnings"])
