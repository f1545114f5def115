"""A disk that is full: the page says so, nothing is kept, and nothing is announced that did not happen."""

from __future__ import annotations

import errno
import io
from dataclasses import replace
from typing import IO, NoReturn

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from tests.web.browser import HIDDEN, Visitor, words
from tests.web.journey import TITLE
from tests.web.test_doing_a_task import report
from webapp.house import KEY, House
from workflows.records.evidence_store import LocalEvidenceStore, Stored


def fill(engine: Engine) -> None:
    """Let every commit fail as on a full disk, where SQLite notices it last of all."""
    event.listen(engine, "commit", _no_room)


def _no_room(_connection: Connection) -> NoReturn:
    raise OperationalError("COMMIT", {}, Exception("database or disk is full"))


class FullStore(LocalEvidenceStore):
    """A store on a full disk."""

    def put(self, stream: IO[bytes], *, limit: int, expected: int | None = None) -> Stored:  # noqa: ARG002 (the port's signature)
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def house(app: Flask) -> House:
    found: House = app.extensions[KEY]
    return found


def test_what_could_not_be_kept_is_not_announced_and_the_draft_stays(house: House, unit: Visitor) -> None:
    task = unit.task(TITLE)
    page = unit.opens(task)
    fill(house.engine)

    answer = unit.client.post(task, data={**dict(HIDDEN.findall(page)), **report(page)})

    assert answer.status_code == 507
    assert "存储空间已满" in words(answer.text)
    assert "已办理" not in words(answer.text)
    assert "data-forget" not in answer.text


def test_a_file_for_which_there_is_no_room_is_told_so(app: Flask, house: House, unit: Visitor) -> None:
    task = unit.task(TITLE)
    app.extensions[KEY] = replace(house, store=FullStore(house.settings.evidence_dir))

    answer = unit.fills(task, {"files": (io.BytesIO(b"\xff\xd8\xff" + b"0" * 100), "现场.jpg")}, status=507)

    assert "存储空间已满" in words(answer.text)
