"""Uploads that are continued: the protocol as a browser speaks it, what is refused, and what time throws away."""

from __future__ import annotations

import hashlib
import io
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from tests.web.journey import JPEG, TITLE
from webapp.forgetting import forget
from webapp.house import KEY, House
from workflows.records import Evidence, JournalEntry, Upload

PIECE = "application/offset+octet-stream"


class Sender:
    """A browser that sends one file of one task."""

    def __init__(self, visitor: Visitor, task: str) -> None:
        self.visitor, self.task = visitor, task
        self.token = visitor.token("/")
        self.address = ""

    def asks(self, method: str, address: str, headers: Mapping[str, str] = {}, body: Any = b"") -> TestResponse:
        own = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token, "HX-Request": "true"}
        return self.visitor.client.open(address, method=method, headers={**own, **headers}, data=body)

    def announces(self, name: str, size: int, **told: str) -> TestResponse:
        pairs = {"filename": name, **told}
        metadata = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in pairs.items())
        headers = {"Upload-Length": str(size), "Upload-Metadata": metadata}
        answer = self.asks("POST", f"{self.task}/uploads", headers)
        self.address = answer.headers.get("Location", "")
        return answer

    def sends(self, piece: bytes, offset: int, **more: str) -> TestResponse:
        headers = {"Upload-Offset": str(offset), "Content-Type": PIECE, **more}
        return self.asks("PATCH", self.address, headers, piece)

    def stands_at(self) -> int:
        return int(self.asks("HEAD", self.address).headers["Upload-Offset"])


@pytest.fixture
def sender(unit: Visitor) -> Sender:
    return Sender(unit, unit.task(TITLE))


def house(app: Flask) -> House:
    found: House = app.extensions[KEY]
    return found


def count(app: Flask, kind: type[Any]) -> int:
    with house(app).sessions() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def unfinished(app: Flask) -> int:
    return len(list(house(app).unfinished.waiting()))


def test_a_file_in_two_pieces_becomes_evidence_with_its_digest(app: Flask, sender: Sender) -> None:
    digest = hashlib.sha256(JPEG).hexdigest()
    assert sender.announces("现场.jpg", len(JPEG), sha256=digest).status_code == 201

    first = sender.sends(JPEG[:700], 0)
    last = sender.sends(JPEG[700:], 700)

    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "700")
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(JPEG)))
    with house(app).sessions() as session:
        row = session.scalars(select(Evidence)).one()
        assert (row.name, row.digest, row.task_id is not None) == ("现场.jpg", digest, True)
        assert session.scalar(select(JournalEntry).where(JournalEntry.what == "evidence:added")) is not None
    assert "现场.jpg" in sender.asks("GET", f"{sender.task}/evidence").text
    assert unfinished(app) == 0


@pytest.mark.parametrize("server", ["tells the end of the body", "leaves it to us"])
def test_an_upload_goes_on_where_the_connection_was_lost(app: Flask, sender: Sender, server: str) -> None:
    sender.announces("现场.jpg", len(JPEG))
    headers = {"Tus-Resumable": "1.0.0", "X-CSRFToken": sender.token, "Upload-Offset": "0", "Content-Type": PIECE}
    sender.visitor.client.patch(
        sender.address,
        input_stream=io.BytesIO(JPEG[:900]),
        headers={**headers, "Content-Length": str(len(JPEG))},
        environ_overrides={"wsgi.input_terminated": server == "tells the end of the body"},
    )

    assert sender.stands_at() == 900
    assert count(app, Evidence) == 0
    assert sender.sends(JPEG[900:], 900).status_code == 204
    assert count(app, Evidence) == 1


def test_a_sender_at_another_place_is_told_where_the_file_stands(sender: Sender) -> None:
    sender.announces("现场.jpg", len(JPEG))
    sender.sends(JPEG[:500], 0)

    answer = sender.sends(JPEG[900:], 900)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "500")


def test_who_lost_the_last_answer_learns_that_all_came_and_nothing_is_kept_twice(app: Flask, sender: Sender) -> None:
    sender.announces("现场.jpg", len(JPEG))
    sender.sends(JPEG, 0)

    assert sender.stands_at() == len(JPEG)
    assert sender.sends(b"", len(JPEG)).status_code == 204
    assert count(app, Evidence) == 1


def test_nothing_is_taken_beyond_the_length_that_was_announced(app: Flask, sender: Sender) -> None:
    sender.announces("现场.jpg", 1000)

    sender.sends(JPEG, 0)

    with house(app).sessions() as session:
        assert session.scalars(select(Evidence.size)).one() == 1000


@pytest.mark.parametrize(
    ("name", "size", "status", "sentence"),
    [
        ("程序.exe", 10, 422, "不支持"),
        ("空.jpg", 0, 422, "空"),
        ("大.jpg", 1024 * 1024 + 1, 413, "上限为 1 MB"),
        ("", 10, 422, "不支持"),
    ],
)
def test_a_file_that_will_not_be_taken_is_refused_before_it_is_sent(
    app: Flask, sender: Sender, name: str, size: int, status: int, sentence: str
) -> None:
    answer = sender.announces(name, size)

    assert (answer.status_code, sentence in answer.text) == (status, True), words(answer.text)
    assert count(app, Upload) == 0


@pytest.mark.parametrize(
    ("content", "told", "status", "sentence"),
    [(b"<html>" * 50, {}, 422, "不符"), (JPEG, {"sha256": "0" * 64}, 460, "校验不一致")],
)
def test_what_shows_itself_wrong_at_the_end_is_thrown_away(
    app: Flask, sender: Sender, content: bytes, told: dict[str, str], status: int, sentence: str
) -> None:
    sender.announces("假照片.jpg", len(content), **told)

    answer = sender.sends(content, 0)

    assert (answer.status_code, sentence in answer.text) == (status, True), words(answer.text)
    assert (count(app, Evidence), count(app, Upload), unfinished(app)) == (0, 0, 0)


def test_another_persons_upload_and_a_foreign_task_do_not_exist(app: Flask, sender: Sender) -> None:
    sender.announces("现场.jpg", len(JPEG))
    colleague = Sender(Visitor(app).signed_in("madong"), sender.task)
    colleague.address = sender.address
    stranger = Sender(Visitor(app).signed_in("wufang"), sender.task)

    assert [colleague.asks(method, sender.address).status_code for method in ("HEAD", "DELETE")] == [404, 404]
    assert colleague.sends(JPEG, 0).status_code == 404
    assert stranger.announces("现场.jpg", len(JPEG)).status_code == 404
    assert stranger.asks("GET", f"{sender.task}/evidence").status_code == 404


def test_a_session_that_ran_out_stops_the_upload_and_a_new_sign_in_goes_on(sender: Sender, watch: Watch) -> None:
    sender.announces("现场.jpg", len(JPEG))
    sender.sends(JPEG[:500], 0)
    watch.passes(minutes=31)

    refused = sender.sends(JPEG[500:], 500)

    assert refused.status_code == 401
    assert refused.headers["HX-Redirect"].startswith("/sign-in")
    sender.visitor.sign_in("zhoumin")
    sender.token = sender.asks("GET", f"{sender.task}/evidence").headers["X-Form-Token"]
    assert sender.stands_at() == 500
    assert sender.sends(JPEG[500:], 500).status_code == 204


def test_nothing_comes_in_without_the_form_token(sender: Sender) -> None:
    sender.announces("现场.jpg", len(JPEG))
    sender.token = "another"

    assert sender.sends(JPEG, 0).status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Tus-Resumable": "0.2.2"}, 412), ({"Content-Type": "text/plain"}, 415), ({"Upload-Offset": "-1"}, 400)],
)
def test_another_protocol_is_refused(sender: Sender, headers: dict[str, str], status: int) -> None:
    sender.announces("现场.jpg", len(JPEG))

    assert sender.sends(JPEG, 0, **headers).status_code == status


def test_what_is_spoken_here_can_be_asked(sender: Sender) -> None:
    answer = sender.asks("OPTIONS", f"{sender.task}/uploads")

    assert (answer.headers["Tus-Version"], answer.headers["Tus-Max-Size"]) == ("1.0.0", "1048576")


def test_a_cancelled_upload_leaves_nothing(app: Flask, sender: Sender) -> None:
    sender.announces("现场.jpg", len(JPEG))
    sender.sends(JPEG[:500], 0)

    assert sender.asks("DELETE", sender.address).status_code == 204
    assert (count(app, Upload), unfinished(app)) == (0, 0)
    assert sender.asks("HEAD", sender.address).status_code == 404


def test_one_person_has_only_so_many_uploads_under_way(app: Flask, sender: Sender) -> None:
    for number in range(5):
        assert sender.announces(f"{number}.jpg", 1024 * 1024).status_code == 201

    answer = sender.announces("再一个.jpg", 10)

    assert answer.status_code == 409
    assert "您还有 5 个文件没有传完" in words(answer.text)
    assert Sender(Visitor(app).signed_in("madong"), sender.task).announces("别人的.jpg", 10).status_code == 201


def test_uploads_nobody_goes_on_with_are_thrown_away_by_the_clock(app: Flask, sender: Sender, watch: Watch) -> None:
    sender.announces("现场.jpg", len(JPEG))
    sender.sends(JPEG[:500], 0)
    watch.time += timedelta(hours=23)
    forget(house(app))
    assert (count(app, Upload), unfinished(app)) == (1, 1)

    watch.time += timedelta(hours=2)
    forget(house(app))

    assert (count(app, Upload), unfinished(app)) == (0, 0)


def test_a_task_that_was_signed_meanwhile_takes_no_more(app: Flask, sender: Sender) -> None:
    from tests.web.test_doing_a_task import report

    sender.announces("现场.jpg", len(JPEG))
    sender.sends(JPEG[:500], 0)
    sender.visitor.fills(sender.task, report(sender.visitor.opens(sender.task)))

    answer = sender.sends(JPEG[500:], 500)

    assert answer.status_code == 409
    assert "已经办理完毕" in words(answer.text)
    assert (count(app, Evidence), unfinished(app)) == (0, 0)
