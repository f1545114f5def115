"""What a form page sends besides its fields."""

from __future__ import annotations

from uuid import UUID

from flask import flash, request

from webapp import kept_forms
from webapp.typed import items as items
from webapp.visitor import person_id
from workflows.rules.errors import FieldProblem, InvalidInput


def request_id() -> UUID:
    """The id that makes a repeated press act once. Raises InvalidInput when the page did not send one."""
    try:
        return UUID(request.form.get("request_id", ""))
    except ValueError:
        sentence = "页面不完整，请刷新后重新填写。"
        raise InvalidInput([FieldProblem(field="request_id", label="提交编号", message=sentence)]) from None


def accepted(sentence: str) -> None:
    """Say what happened, and throw away the drafts of this form, here and in the browser."""
    kept_forms.drop(person_id(), request.path)
    flash(sentence, "done")
    flash(f"{person_id()}:{request.path}", "sent")
