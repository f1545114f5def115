"""Frozen lists for the tests of a draw, each with only what the test is about."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from workflows.rules.draw import HIGH, NORMAL, Auditor, Candidate, DrawRule, Frozen

PLAIN = {"percent": 20, "percent_high": 20, "per_unit": 0, "minimum": 1, "auditors": 1, "lots_per_return": 0}


def rule(**given: int) -> DrawRule:
    return DrawRule(**{**PLAIN, **given})


def candidate(number: int, **given: Any) -> Candidate:
    plain = {"id": f"case-{number:02d}", "number": str(number), "unit": "云溪县", "risk": NORMAL, "lots": 1}
    return Candidate(**{**plain, **given})


def a_frozen_list(candidates: int | list[Any], *, auditors: int = 2, **given: Any) -> Frozen:
    """So many candidates or just these, and so many auditors a1, a2, …"""
    listed = [candidate(number) for number in range(candidates)] if isinstance(candidates, int) else candidates
    plain = {
        "draw": "draw 1",
        "list": "问题清单",
        "rule": rule(),
        "seed_source": "11 月 23 日福彩双色球开奖号码",
        "seed_at": "2026-11-23T21:15:00+08:00",
        "frozen_at": "2026-11-20T10:00:00+08:00",
    }
    people = tuple(Auditor(id=f"a{number}", unit="办公室") for number in range(1, auditors + 1))
    return Frozen(**{**plain, "candidates": tuple(listed), "auditors": people, **given})


@st.composite
def frozen_lists(draw: st.DrawFn) -> Frozen:
    """Any list: 1 to 25 candidates of a few units, up to five auditors, every rule the form lets through."""
    auditors = draw(st.integers(0, 5))
    codes = [f"a{number}" for number in range(1, auditors + 1)]
    candidates = [
        candidate(
            number,
            unit=draw(st.sampled_from(["云溪县", "白石区", "高新区"])),
            risk=draw(st.sampled_from([HIGH, NORMAL])),
            lots=draw(st.integers(1, 10)),
            barred=tuple(draw(st.lists(st.sampled_from(codes), unique=True)) if codes else ()),
        )
        for number in range(draw(st.integers(1, 25)))
    ]
    numbers = {
        "percent": draw(st.integers(1, 100)),
        "percent_high": draw(st.integers(1, 100)),
        "per_unit": draw(st.integers(0, 6)),
        "minimum": draw(st.integers(1, 40)),
        "auditors": draw(st.integers(1, 5)),
    }
    return a_frozen_list(candidates, auditors=auditors, rule=rule(**numbers))
