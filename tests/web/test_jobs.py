"""The page of background jobs."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests.web.browser import Visitor, words
from tests.web.journey import Journey
from webapp.house import KEY
from workflows.jobs import managing
from workflows.records import Document, JournalEntry


def test_the_administrator_sees_what_waits_and_takes_it_out_and_puts_it_back(app: Flask, journey: Journey) -> None:
    journey.self_checked()  # the acceptance report is issued on the way
    admin = Visitor(app).signed_in("xitong")
    page = admin.opens("/jobs?state=waiting&name=render_document")
    assert "制作文书" in words(page)
    job = admin.finds(r'name="job" value="(render_document:[^"]+)"', "/jobs?state=waiting")
    admin.fills("/jobs", {"job": job, "go": "cancel"})
    assert "已取消" in admin.opens("/jobs")
    sessions = app.extensions[KEY].sessions
    with sessions() as session:
        found = managing.job(session, job)
        assert found is not None
        assert found.state == "cancelled"
        document = session.scalars(select(Document).where(Document.status == "failed")).one()
        assert "已由系统管理员" in (document.error or "") or "取消" in (document.error or "")
    admin.fills("/jobs", {"job": job, "go": "retry"})
    with sessions() as session:
        assert session.scalars(select(Document.status)).first() in ("waiting", "signing")
        whats = set(session.scalars(select(JournalEntry.what)))
        assert {"job:cancelled", "job:retried", "document:retried"} <= whats
    admin.fills("/jobs", {"job": job, "go": "retry"}, status=409)


def test_an_unknown_job_is_not_found_and_others_have_no_such_page(app: Flask, office: Visitor, unit: Visitor) -> None:
    admin = Visitor(app).signed_in("xitong")
    assert "没有这样的后台任务" in admin.opens("/jobs?state=failed&day=2020-01-01")
    admin.fills("/substitutes", {"job": "x:y", "go": "retry"}, send_to="/jobs", status=404)
    office.opens("/jobs", 403)
    unit.fills("/substitutes", {"job": "x:y"}, send_to="/jobs", status=404)
    assert "等待" in admin.opens("/operations")
