"""The task page: what is refused keeps what was typed and saves nothing; what is accepted happens once."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.browser import HIDDEN, Visitor, words
from webapp.house import KEY, House
from workflows.records import Evidence, JournalEntry, SignOff

TITLE = "整治建筑工地扬尘"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 2000


def count(app: Flask, kind: type[Any]) -> int:
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def report(page: str, **other: Any) -> dict[str, Any]:
    """A well-filled form *rectify*."""
    checks = re.findall(r'name="(measure_checks-\d+-finding)"', page)
    return {
        **dict.fromkeys(checks, "done"),
        "statement": "11 月 18 日前 6 处工地裸土全部覆盖，冲洗设施补装并正常运行，渣土车夜查 12 次。",
        "completed_on": "2026-11-18",
        **other,
    }


def test_a_task_that_is_done_says_what_comes_next_and_leaves_the_list(unit: Visitor) -> None:
    task = unit.task(TITLE)
    answer = unit.fills(task, report(unit.opens(task)))
    assert answer.location == task
    page = unit.opens(task)
    assert "“落实整改措施”已办理。下一步：自查自验（牵头单位）。" in page
    assert 'id="task-form"' not in page
    assert f'href="{task}"' not in unit.opens("/")


def test_what_is_missing_is_said_beside_the_field_and_in_a_summary_that_links_to_it(app: Flask, unit: Visitor) -> None:
    before = count(app, JournalEntry)
    task = unit.task(TITLE)
    answer = unit.fills(task, report(unit.opens(task), statement="太短", completed_on=""), status=422)
    assert "有 2 处需要更正，还没有保存" in answer.text
    assert '<a href="#statement">' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert ">太短</textarea>" in answer.text
    assert (count(app, SignOff), count(app, JournalEntry)) == (0, before)


def test_an_over_long_field_is_refused_with_its_limit(unit: Visitor) -> None:
    task = unit.task(TITLE)
    answer = unit.fills(task, report(unit.opens(task), statement="长" * 5001), status=422)
    assert "5000" in words(answer.text)


def test_a_field_the_form_does_not_have_is_refused(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.fills(task, report(unit.opens(task), closure_approved="true"), status=422)
    assert count(app, SignOff) == 0


def test_what_was_typed_is_text_and_never_markup(unit: Visitor) -> None:
    task = unit.task(TITLE)
    answer = unit.fills(
        task, report(unit.opens(task), statement="</textarea><script>alert(1)", completed_on=""), status=422
    )
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_pressing_twice_acts_once_and_gets_the_same_answer(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    page = unit.opens(task)
    hidden = dict(HIDDEN.findall(page[page.index("<main") :]))
    first, second = (unit.client.post(task, data={**hidden, **report(page)}) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert count(app, SignOff) == 1


def test_another_press_on_a_done_task_is_told_who_did_it(unit: Visitor) -> None:
    task = unit.task(TITLE)
    page = unit.opens(task)
    unit.fills(task, report(page))
    hidden = dict(HIDDEN.findall(page[page.index("<main") :]))
    other = {**hidden, "request_id": "00000000-0000-4000-8000-000000000001", **report(page)}
    answer = unit.client.post(task, data=other)
    assert answer.status_code == 409
    assert "已由 周敏" in answer.text


def test_a_form_without_its_request_id_is_refused(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    answer = unit.client.post(task, data={"csrf_token": unit.token("/"), **report(unit.opens(task))})
    assert answer.status_code == 422
    assert count(app, SignOff) == 0


def test_somebody_whose_turn_it_is_not_reads_the_reason_instead_of_a_form(office: Visitor, unit: Visitor) -> None:
    page = office.opens(unit.task(TITLE))
    assert "此事由责任单位办理" in page
    assert 'id="task-form"' not in page


def test_files_sent_with_the_form_are_kept_with_the_task(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.fills(task, report(unit.opens(task), files=[(io.BytesIO(JPEG), "现场.jpg"), (io.BytesIO(JPEG), "远景.jpg")]))
    assert count(app, Evidence) == 2


def test_uploading_first_keeps_what_was_typed_so_far(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    answer = unit.fills(
        task, {"go": "upload", "statement": "写到一半", "files": (io.BytesIO(JPEG), "现场.jpg")}, status=200
    )
    assert "写到一半" in answer.text
    assert "现场.jpg" in answer.text
    assert (count(app, Evidence), count(app, SignOff)) == (1, 0)


def test_the_upload_script_gets_the_new_list(unit: Visitor) -> None:
    task = unit.task(TITLE)
    data = {"csrf_token": unit.token("/"), "files": (io.BytesIO(JPEG), "现场.jpg")}
    answer = unit.client.post(f"{task}/evidence", data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "现场.jpg" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("name", "content", "sentence", "status"),
    [
        ("大.jpg", JPEG + b"\0" * (1024 * 1024), "太大", 413),
        ("巨大.jpg", JPEG + b"\0" * (3 * 1024 * 1024), "超过上限（1 MB）", 413),
        ("程序.exe", b"MZ", "不支持", 422),
        ("改名.jpg", b"<html>", "不符", 422),
        ("空.jpg", b"", "空", 422),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_in_words(
    app: Flask, unit: Visitor, name: str, content: bytes, sentence: str, status: int
) -> None:
    task = unit.task(TITLE)
    data = {"csrf_token": unit.token("/"), "files": (io.BytesIO(content), name)}
    answer = unit.client.post(f"{task}/evidence", data=data, headers={"HX-Request": "true"})
    assert (answer.status_code, sentence in answer.text) == (status, True), words(answer.text)
    assert count(app, Evidence) == 0


@pytest.mark.parametrize("server", ["tells the end of the body", "leaves it to us"])
def test_an_upload_that_is_cut_off_leaves_nothing(app: Flask, unit: Visitor, server: str) -> None:
    task = unit.task(TITLE)
    token = unit.token("/").encode()
    body = (
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token
        + b'\r\n--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n' + JPEG
    )  # fmt: skip
    answer = unit.client.post(
        f"{task}/evidence",
        input_stream=io.BytesIO(body),
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(len(body) + 500_000)},
        environ_overrides={"wsgi.input_terminated": server == "tells the end of the body"},
    )
    assert answer.status_code == 400, words(answer.text)
    assert "文件没有传完就中断了，没有保存任何内容" in answer.text
    assert count(app, Evidence) == 0


def test_a_body_over_the_limit_is_read_to_its_end_before_the_answer(unit: Visitor) -> None:
    body = io.BytesIO(b"\0" * (4 * 1024 * 1024))
    answer = unit.client.post(
        f"{unit.task(TITLE)}/evidence", input_stream=body, content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(4 * 1024 * 1024)},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "超过上限（1 MB）" in answer.text
    assert body.read() == b""


def test_evidence_comes_back_as_an_attachment_in_a_sandbox(unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.fills(task, {"go": "upload", "files": (io.BytesIO(JPEG), "现场.jpg")}, status=200)
    answer = unit.client.get(unit.finds(r'href="(/evidence/[^"]+)"', task))
    assert answer.data == JPEG
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_another_row_for_a_measure_needs_no_script(office: Visitor) -> None:
    task = next(task for task in office.tasks() if "units" in office.opens(task))
    office.fills(task, {"go": "more", "note": "记得"}, status=200)


def test_nothing_is_added_to_a_task_that_is_signed(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    page = unit.opens(task)
    filled = {**dict(HIDDEN.findall(page)), **report(page)}
    photo = {"files": (io.BytesIO(JPEG), "现场.jpg")}
    assert unit.client.post(task, data={**filled, **photo}).status_code == 303

    again = unit.client.post(task, data={**filled, "files": (io.BytesIO(JPEG), "现场.jpg")})
    late = {"csrf_token": filled["csrf_token"], "files": (io.BytesIO(JPEG), "补交.jpg")}
    refused = unit.client.post(f"{task}/evidence", data=late)

    assert again.status_code == 303  # the same press, the same answer
    assert refused.status_code == 409
    assert "已经办理完毕" in words(refused.text)
    assert count(app, Evidence) == 1
