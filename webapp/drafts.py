"""A diagram under someone's hands: what the editor's form or an upload sends, and what is said about it.

A draft lives in the page only. Nothing of it is kept until it is deployed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from workflows import actions, drawing, engine
from workflows.actions import Checked
from workflows.actions.diagrams import compile_draft
from workflows.forms import FormRefused, load_form
from workflows.queries import diagram_pages, diagrams
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, Refusal, Unreadable

PREFIX = "form:"
NEW = "new-form"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A BPMN text and its forms by key."""

    source: str
    forms: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is said beside a draft: the check, the picture, and the difference from the version new cases start under."""

    checked: Checked
    picture: str
    against: str = ""
    changes: Sequence[engine.Change] = field(default_factory=tuple)


def sent() -> Draft:
    """The draft in the editor's form. Raises InvalidInput when there is none."""
    source = _lines(request.form.get("source", ""))
    if not source.strip():
        raise InvalidInput(
            [FieldProblem(field="source", label="流程图", message="流程图是空的，请上传或粘贴 BPMN 文件。")]
        )
    forms = {name.removeprefix(PREFIX): _lines(text) for name, text in request.form.items() if name.startswith(PREFIX)}
    if more := _lines(request.form.get(NEW, "")).strip():
        forms[_key_of(more)] = more
    return Draft(source=source, forms={key: text for key, text in forms.items() if text.strip()})


def uploaded() -> Draft:
    """The draft in uploaded files: one diagram, any number of forms, and where asked for the forms of a deployed version.

    Raises InvalidInput without a diagram, Unreadable for a file that is no UTF-8 text.
    """
    chosen = request.files.get("diagram")
    if chosen is None or not chosen.filename:
        raise InvalidInput([FieldProblem(field="diagram", label="流程图", message="请选择一个 BPMN 文件。")])
    files = [each for each in request.files.getlist("forms") if each.filename]
    forms = {PurePath(each.filename or "").stem: _text(each) for each in files}
    return Draft(source=_text(chosen), forms=forms)


def judge(session: Session, draft: Draft) -> Judged:
    """Everything there is to say about a draft. Raises nothing for a bad one."""
    source = draft.source.encode()
    checked = actions.check_draft(source, draft.forms)
    against, changes = _difference(session, draft) if checked.deployable else ("", ())
    return Judged(checked=checked, picture=_picture(source), against=against, changes=changes)


def _picture(source: bytes) -> str:
    try:
        return drawing.svg(source, current=(), done=())
    except Refusal:
        return ""


def _difference(session: Session, draft: Draft) -> tuple[str, tuple[engine.Change, ...]]:
    new = compile_draft(draft.source.encode(), draft.forms)
    try:
        old = diagrams.newest(session, new.key)
    except NotFound:
        return "", ()
    found = engine.difference(diagrams.running(session, old.id), new)
    forms = {key: load_form(text) for key, text in draft.forms.items()}
    found += diagram_pages.form_changes(diagrams.forms(session, old.id), forms)
    return f"第 {old.version} 版", found


def _text(file: FileStorage) -> str:
    try:
        return _lines(file.stream.read().decode("utf-8-sig"), where=file.filename or "")
    except UnicodeDecodeError:
        why = "不是 UTF-8 编码的文本，请在编辑器里另存为 UTF-8"
        raise Unreadable(what="文件", where=file.filename, why=why) from None


def _lines(text: str, *, where: str = "页面上的文字") -> str:
    """Browsers send a text area with CR LF; what was not touched must not become another version.

    Raises Unreadable for characters that neither XML nor a page can hold.
    """
    if found := UNWRITABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(what="文件", where=where, why=f"第 {line} 行有看不见的控制字符，请用流程图编辑器重新导出")
    return text.replace("\r\n", "\n")


def _key_of(text: str) -> str:
    """The key a new form names itself with; any key will do for one that cannot be read, the check says what is wrong."""
    try:
        return load_form(text).key
    except FormRefused:
        pass
    try:
        return str(json.loads(text)["$id"])[:64]
    except (ValueError, KeyError, TypeError, RecursionError):
        return NEW
