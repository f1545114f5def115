"""An operation of the API, declared once: address, scope, what it takes and gives. From it come the view and its part of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

import orjson
from flask import Blueprint, Response, g, request
from pydantic import BaseModel
from werkzeug.http import HTTP_STATUS_CODES

from webapp.api import reading
from webapp.api.caller import request_id, require_caller
from webapp.api.refusals import ROOT, OtherKind
from workflows.rules.errors import FieldProblem, InvalidInput

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class File:
    """An answer that is a file, of this media type."""

    media_type: str


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A body that is a form with one file: the name of its part, and what it is."""

    part: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`scope` is what the token needs, empty for any; `once` asks for an Idempotency-Key; `query`, `body` and `gives` are models."""

    name: str
    method: str
    path: str
    tag: str
    title: str
    says: str
    scope: str
    gives: type[BaseModel] | File
    query: type[BaseModel] | None = None
    body: type[BaseModel] | Upload | None = None
    once: bool = False
    status: int = 200
    also: tuple[int, ...] = ()
    """Statuses it answers with besides those that follow from its declaration."""
    paths: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """The schema of parts of the address that are neither an id nor a number."""
    handler: Callable[..., Any]

    @property
    def acts(self) -> bool:
        """Whether it changes anything."""
        return self.method != "GET"


OPERATIONS: list[Operation] = []
"""Every operation, in the order they are declared."""
bp = Blueprint("api", __name__, url_prefix=ROOT)


def operation(
    method: str, path: str, *, tag: str, scope: str, gives: type[BaseModel] | File, **more: Any
) -> Callable[[Handler], Handler]:
    """Declare the function below as an operation. Its docstring is title and explanation: Chinese first, English second."""

    def declare(handler: Handler) -> Handler:
        title, _, says = (handler.__doc__ or "").strip().partition("\n")
        name = handler.__name__
        declared = Operation(
            name=name, method=method, path=path, tag=tag, title=title.strip(), says=says.strip(), scope=scope,
            gives=gives, handler=handler, **more,
        )  # fmt: skip
        OPERATIONS.append(declared)
        bp.add_url_rule(path, name, _view(declared), methods=[method])
        return handler

    return declare


def _view(declared: Operation) -> Callable[..., Response]:
    @wraps(declared.handler)
    def view(**about: Any) -> Response:
        require_caller(declared.scope)
        g.form_at = "/values/" if _is_form(declared.body) else "/"
        if declared.query is not None:
            about["query"] = reading.query(declared.query)
        if declared.once:
            about["request_id"] = request_id()
        if isinstance(declared.body, Upload):
            _require_upload(declared.body)
        elif declared.body is not None:
            about["body"] = reading.body(declared.body)
        return _answer(declared, declared.handler(**about))

    return view


def _is_form(body: object) -> bool:
    return isinstance(body, type) and issubclass(body, BaseModel) and "values" in body.model_fields


def _require_upload(wanted: Upload) -> None:
    """Raises OtherKind for what is no form, InvalidInput for one without a file."""
    if request.mimetype != "multipart/form-data":
        raise OtherKind(wanted="multipart/form-data")
    if not any(file.filename for file in request.files.getlist(wanted.part)):
        message = f"请以“{wanted.part}”为名附上文件，并带上文件名。"
        raise InvalidInput([FieldProblem(field=f"/{wanted.part}", label="文件", message=message)])


def _answer(declared: Operation, found: Any) -> Response:
    if isinstance(declared.gives, File):
        answer: Response = found
        return answer
    shown = declared.gives.model_validate(found, from_attributes=True)
    answer = Response(shown.model_dump_json(), status=declared.status, mimetype="application/json")
    return answer if declared.acts else _kept(answer, getattr(shown, "next", None))


def _kept(answer: Response, following: str | None) -> Response:
    """What was only read may be kept by its caller and asked for again by its tag; a page names the next one in its head too."""
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    answer.add_etag()
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def problem_json(
    *, status: int, title: str, detail: str, english: str, code: str, next_step: str, faults: list[dict[str, str]]
) -> Response:
    """An error as a program is told it (RFC 9457)."""
    said = {
        "type": f"{ROOT.rpartition('/')[0]}#{code}",
        "title": f"{title} · {HTTP_STATUS_CODES.get(status, status)}",
        "status": status,
        "detail": detail,
        "detail_en": english,
        "code": code,
        "next_step": next_step,
        "request_id": g.get("request_id", ""),
        "errors": faults,
    }
    answer = Response(orjson.dumps(said), status=status, mimetype="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="xiaohao"'
    return answer
