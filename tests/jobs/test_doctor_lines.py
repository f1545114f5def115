"""What the doctor says of the worker and its queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from webapp.doctor.work import cases, lines, queue, worker
from webapp.settings import Settings
from workflows.actions.consistency import Disagreement
from workflows.jobs import FailedJob, JobCounts, prepare

NOON = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)


def test_a_worker_heard_of_a_moment_ago_is_running() -> None:
    assert worker([NOON - timedelta(days=9), NOON - timedelta(seconds=20)], at=NOON).found == "正在运行"


def test_a_silent_worker_is_named_with_the_hour_it_was_last_heard_of() -> None:
    line = worker([NOON - timedelta(hours=2)], at=NOON)
    assert line.found == "没有运行，最后活动于 2026-07-01 10:00"
    assert not line.needed
    assert "./run" in line.advice


def test_a_site_never_started_has_no_worker_and_that_is_no_fault() -> None:
    assert not worker([], at=NOON).needed


def test_a_failed_job_is_told_with_its_sentence() -> None:
    failure = FailedJob(name="render_document", key="a", sentence="签名密钥用不了。", at=NOON)
    line = queue(JobCounts(waiting=2, running=1, failed=1), [failure])
    assert line.found == "等待 2 项，进行中 1 项，失败 1 项"
    assert line.advice.startswith("最近一次失败：签名密钥用不了。")


def test_an_installation_before_and_after_its_queue_is_made(sqlite_engine: Engine) -> None:
    settings = Settings(database_url=str(sqlite_engine.url))
    assert [line.found for line in lines(settings, at=NOON)][-1] == "还没有数据表"
    prepare(sqlite_engine)
    assert [line.found for line in lines(settings, at=NOON)] == [
        "还没有启动过",
        "没有即将到期的",
        "等待 0 项，进行中 0 项，失败 0 项",
        "没有接通邮件服务器，消息只在页面上",
        "没有设置",
        "一致（核对了最近 200 件以内）",
        "索引条数与记录一致",
    ]


def test_a_case_that_stands_in_two_places_is_told_with_what_to_do() -> None:
    one = Disagreement(
        case_id=UUID(int=1), number="3", message="流程停在“自查自验”，却没有待办", english="no open task"
    )
    line = cases([one])
    assert line.found == "有 1 处不一致"
    assert "问题 3：流程停在“自查自验”，却没有待办" in line.advice
    assert "./run xiaohao cases verify" in line.advice
    assert line.needed
