"""From an error to a page: one table. Nobody meets a stack trace, and every page says what, why and what to do next."""

from __future__ import annotations

import errno
from dataclasses import dataclass, replace

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from webapp import database
from webapp.api import refusals as api
from webapp.api.operation import problem_json
from webapp.limits import TooOften
from webapp.security import limit_in_words
from webapp.visitor import visitor
from workflows.actions.uploads import Garbled
from workflows.records.evidence_store import CutOff
from workflows.records.partial_uploads import Busy
from workflows.rules import errors as rules
from workflows.rules.file_kinds import WrongKind

log = structlog.get_logger()

FULL = 507
MOST_SWALLOWED = 1 << 30
"""Bytes of a body over the limit that are still read before the answer."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What the error page says."""

    status: int
    title: str
    sentence: str
    english: str
    next_step: str = ""
    details: tuple[str, ...] = ()
    code: str = ""
    faults: tuple[rules.FieldProblem, ...] = ()


REFUSALS: dict[type[rules.Refusal], tuple[int, str, str]] = {
    rules.NotFound: (404, "没有找到", "请检查地址，或从问题清单重新进入。"),
    rules.NotVisible: (403, "不能查看", "如认为应由您查看，请联系领导小组办公室核对您的单位和角色。"),
    rules.NotPermitted: (403, "不能办理", "如认为应由您办理，请联系领导小组办公室核对您的单位和角色。"),
    rules.AlreadyDone: (409, "这件事已经办过了", "请打开问题页面查看办理结果。"),
    rules.ChangedMeanwhile: (409, "情况有变化", "请返回上一页并刷新，核对最新情况后再办理。"),
    rules.NotYet: (409, "还不到时候", "请按上面的说明，条件具备后再办理。"),
    rules.InvalidInput: (422, "填写有误", "请返回上一页更正后重新提交。"),
    rules.Unreadable: (422, "文件读不了", "请检查文件后重新上传。"),
    rules.TooLarge: (413, "文件太大", "请压缩或分成几份后再上传。"),
    Busy: (423, "正在上传", "请稍候。"),
    Garbled: (460, "文件传坏了", "请重新上传。"),
    api.NotKnown: (401, "令牌无效", "请在网站的“个人令牌”页面核对或另建一个。"),
    api.NotJson: (400, "请求不完整", "请检查请求的内容。"),
    api.NoKey: (400, "请求不完整", "请加上 Idempotency-Key 后重试。"),
    api.OtherKind: (415, "格式不支持", "请按接口说明的格式发送。"),
    CutOff: (400, "传输中断", "请检查网络后重新上传。"),
    WrongKind: (422, "文件不能接收", "请换一种格式后重新上传。"),
    TooOften: (429, "太频繁", "请稍等片刻再试；填写的内容可先复制保存。"),
    rules.Refusal: (409, "没有完成", "请返回上一页。"),
}

#: status → title, sentence, English, what to do; of what was sent, `LOST` speaks where something was
PLAIN: dict[int, tuple[str, str, str, str]] = {
    400: ("请求不完整", "系统没有看懂这次请求。", "The request could not be understood.", "请返回上一页重试。"),
    403: ("无权访问", "您不能打开这个页面。", "You may not open this page.", "请返回我的任务。"),
    404: ("没有找到", "没有这个页面：地址可能有误，或者内容已被移走。", "There is no such page.", "请检查地址，或从我的任务重新进入。"),
    405: ("不能这样打开", "这个地址不能用这种方式打开。", "This address does not accept this method.", "请从页面上的按钮进入。"),
    413: ("内容太大", "提交的内容超过上限。", "The submission is over the limit.", "请压缩或分成几份后再上传。"),
    415: ("格式不支持", "不支持这种格式。", "This format is not supported.", "请换一种格式。"),
    429: ("太频繁", "尝试次数太多，请稍后再试。", "Too many attempts; try again later.", "请稍后再试。"),
    500: ("系统出错了", "系统内部出错。", "Something went wrong here.", "请重试，或把下面的编号告诉管理员。"),
    507: ("存储空间已满", "服务器的存储空间已满。", "The server's disk is full.", "请管理员清理磁盘后重试。"),
    503: ("系统正忙", "数据库正忙或暂时连不上。", "The database is busy.", "请等几秒钟后重试。"),
}  # fmt: skip
LOST = ("您的提交没有保存。", "Your submission was not saved.")
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Let every error end in `show`, after what the request had changed is dropped."""
    app.register_error_handler(rules.Refusal, lambda error: _answer(of_refusal(error)))
    app.register_error_handler(TooOften, _too_often)
    app.register_error_handler(CSRFError, lambda _error: _answer(_bad_token()))
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(OperationalError, _of_database)
    app.register_error_handler(OSError, _of_system)
    app.register_error_handler(Exception, _of_bug)


def of_refusal(error: rules.Refusal) -> Problem:
    """The page for a refusal: the nearest class of the table decides status and title, the refusal itself the sentence."""
    status, title, next_step = next(REFUSALS[kind] for kind in type(error).__mro__ if kind in REFUSALS)
    faults = tuple(error.problems) if isinstance(error, rules.InvalidInput) else ()
    return Problem(
        status=status,
        title=title,
        sentence=str(error),
        english=error.english,
        next_step=next_step,
        details=tuple(f"{each.label}：{each.message}" for each in faults),
        code=error.code,
        faults=faults,
    )


def of_status(status: int) -> Problem:
    """The page for a bare status; one that is not in the table is told as 400 or 500. Who only looked is told of no submission."""
    title, sentence, english, next_step = PLAIN.get(status) or PLAIN[500 if status >= 500 else 400]
    if request.method not in READING and status != 404:
        sentence, english = f"{sentence}{LOST[0]}", f"{english} {LOST[1]}"
    return Problem(status=status, title=title, sentence=sentence, english=english, next_step=next_step)


def show(problem: Problem) -> Response:
    """The page, or for htmx and the upload script only its middle, swapped into the place for messages; to a program, JSON."""
    if _for_a_program():
        return _as_json(problem)
    partial = request.headers.get("HX-Request") == "true"
    template = "parts/problem.html" if partial else "problem.html"
    answer = make_response(
        render_template(template, problem=problem, request_id=g.get("request_id", "")), problem.status
    )
    if partial:
        answer.headers["HX-Retarget"] = "#messages"
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _for_a_program() -> bool:
    return request.path.startswith(f"{api.ROOT}/")


def _as_json(problem: Problem) -> Response:
    return problem_json(
        status=problem.status,
        title=problem.title,
        detail=problem.sentence,
        english=problem.english,
        code=problem.code or f"status-{problem.status}",
        next_step=problem.next_step,
        faults=[_fault(each) for each in problem.faults],
    )


def _fault(fault: rules.FieldProblem) -> dict[str, str]:
    """Where a program finds what is wrong: a parameter of the address, or a place in the body; a form's rows are named `measures-0-text`."""
    said = {"detail": fault.message, "label": fault.label}
    if fault.field.startswith("?"):
        return {**said, "parameter": fault.field[1:]}
    place = fault.field if fault.field.startswith("/") else g.get("form_at", "/") + fault.field.replace("-", "/")
    return {**said, "pointer": f"#{place}"}


def _answer(problem: Problem) -> Response:
    database.undo()
    return show(problem)


def _too_often(error: TooOften) -> Response:
    answer = _answer(of_refusal(error))
    answer.headers["Retry-After"] = str(error.fields["seconds"])
    return answer


def _bad_token() -> Problem:
    """A form without its token: cut off on the way (then nothing of it could be read), or open for too long."""
    if request.mimetype == "multipart/form-data" and not request.form:
        return _cut_off()
    return _stale_form()


def _cut_off() -> Problem:
    return Problem(
        status=400,
        title="传输中断",
        sentence="文件没有传完就中断了，没有保存任何内容。",
        english="The upload was cut off; nothing was saved.",
        next_step="请检查网络后重新上传。",
    )


def _over_limit() -> Problem:
    limit = limit_in_words()
    return replace(
        of_status(413),
        sentence=f"提交的内容超过上限（{limit}），没有保存。",
        english=f"The submission is over the limit of {limit}; nothing was saved.",
    )


def _stale_form() -> Problem:
    return Problem(
        status=400,
        title="页面已过期",
        sentence="这个页面打开得太久，为了安全，本次提交没有保存。",
        english="The form has expired; nothing was saved.",
        next_step="请返回上一页，刷新后重新提交；填写的文字可先复制保存。",
    )


def _swallow() -> None:
    """Read what is still being sent, up to a bound: a server that answers and hangs up shows the sender a broken connection, not our page."""
    left = min(request.content_length or 0, MOST_SWALLOWED)
    stream = request.environ["wsgi.input"]
    while left > 0 and (piece := stream.read(min(left, 1 << 20))):
        left -= len(piece)


def _of_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, ClientDisconnected):
        return _answer(_cut_off())
    if isinstance(error, RequestEntityTooLarge):
        _swallow()
        return _answer(_over_limit())
    if error.code in (404, 405) and not _for_a_program():
        visitor()  # no view has asked yet who is there, and the page should greet them
    answer = _answer(of_status(error.code))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _of_database(error: OperationalError) -> Response:
    log.warning("database", problem=str(error.orig))
    return _answer(of_status(FULL if "disk is full" in str(error.orig) else 503))


def _of_system(error: OSError) -> Response:
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return _of_bug(error)
    log.error("disk full", problem=str(error))
    return _answer(of_status(FULL))


def _of_bug(error: Exception) -> Response:
    log.exception("bug", exc_info=error)
    return _answer(of_status(500))
