"""The measurement over HTTP, run small: what it reports, and whom it charges."""

from __future__ import annotations

import sys

import pytest

from bench import http
from bench._meter import REST, owner


@pytest.mark.slow
def test_every_row_is_measured_and_split() -> None:
    report = http.run(cases=1, beside=8)
    assert [row.name for row in report.rows] == [
        "登录后提交、改一行并提交事务",
        "办理一项任务，此前退回 0 次",
        "办理一项任务，此前退回 5 次",
        "办理一项任务，此前退回 20 次",
        "打开任务页，此前退回 0 次",
        "打开任务页，此前退回 5 次",
        "打开任务页，此前退回 20 次",
    ]
    assert all(row.value > 0 for row in report.rows)
    assert all(sum(value for _, value in row.parts) == pytest.approx(row.value) for row in report.rows)


def test_code_of_nobody_in_particular_is_the_request_s() -> None:
    assert owner(sys._getframe()) == REST
    assert owner(None) == REST
