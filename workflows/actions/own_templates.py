"""A city's own templates of papers, put in, taken out and brought back on a page. Files in a folder, each change in the journal.

The version before is kept beside the folder (`templates/earlier/`), so that a change can be taken back; what was printed by it stays as it is.
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from reports import previews
from reports.layouts import LONGEST
from workflows.actions import who
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet

EARLIER = "earlier"
MOST_FOUND = 20


def put_template(session: Session, folder: Path, *, name: str, data: bytes, by: UUID, at: datetime) -> None:
    """Use this file from the next paper on. Raises NotPermitted, NotFound for a name that is no template of ours, InvalidInput with file and line."""
    _require(session, name, by, at)
    if problems := what_is_wrong(folder, name, data):
        raise InvalidInput(problems)
    folder.mkdir(parents=True, exist_ok=True)
    _note(session, folder, name, data, by, at)
    _keep_earlier(folder, name)
    _write(folder / name, data)


def take_out(session: Session, folder: Path, *, name: str, by: UUID, at: datetime) -> None:
    """Print by our own template again. Raises NotPermitted, NotFound, NotYet where another file of the city needs this one."""
    _require(session, name, by, at)
    if not (folder / name).is_file():
        raise NotFound(what="这个本市模板")
    _note(session, folder, name, None, by, at)
    _keep_earlier(folder, name)
    (folder / name).unlink()


def bring_back(session: Session, folder: Path, *, name: str, by: UUID, at: datetime) -> None:
    """Use the version before again; a second press brings back what was replaced. Raises NotPermitted, NotFound, NotYet when it is wrong by now."""
    _require(session, name, by, at)
    earlier = folder / EARLIER / name
    if not earlier.is_file():
        raise NotFound(what="上一个版本")
    data = earlier.read_bytes()
    if problems := what_is_wrong(folder, name, data):
        raise NotYet(why=f"上一个版本现在不能用：{problems[0].message}")
    _note(session, folder, name, data, by, at)
    _keep_earlier(folder, name)
    _write(folder / name, data)


def what_is_wrong(folder: Path, name: str, data: bytes) -> list[FieldProblem]:
    """Everything that is wrong with a file, by line, the first twenty; empty when it can be used."""
    if not data.strip() or len(data) > LONGEST:
        message = f"文件是空的，或者超过 {LONGEST // 1000} KB。"
        return [FieldProblem(field="file", label=name, message=message)]
    found = previews.wrong_with(folder, name, data)
    return [
        FieldProblem(
            field="file", label=str(each.fields["file"]), message=f"第 {each.fields['line']} 行：{each.fields['why']}。"
        )
        for each in found[:MOST_FOUND]
    ]


def _require(session: Session, name: str, by: UUID, at: datetime) -> None:
    who.require(session, who.actor(session, by, at), "set_templates")
    if name not in previews.names():
        raise NotFound(what=f"名为“{name[:60]}”的模板（文件名须与内置模板相同）")


def _note(session: Session, folder: Path, name: str, data: bytes | None, by: UUID, at: datetime) -> None:
    kept = folder / name
    before = _mark(kept.read_bytes()) if kept.is_file() else "内置模板"
    after = "内置模板" if data is None else _mark(data)
    who.note(
        session, "template:set", case=None, by=who.actor(session, by, at), at=at, name=name, before=before, after=after
    )
    session.flush()


def _mark(data: bytes) -> str:
    return f"本市模板（SHA-256 {hashlib.sha256(data).hexdigest()[:16]}…）"


def _keep_earlier(folder: Path, name: str) -> None:
    if (folder / name).is_file():
        (folder / EARLIER).mkdir(parents=True, exist_ok=True)
        _write(folder / EARLIER / name, (folder / name).read_bytes())


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a paper may be printed at this moment."""
    arriving = path.with_suffix(".arriving")
    arriving.write_bytes(data)
    os.replace(arriving, path)
