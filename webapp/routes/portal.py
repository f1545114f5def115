"""The public pages: what everybody may read without signing in, and the form by which they object.

They know nobody: a signed-in person sees here what strangers see. Closed, they answer as if they did not exist.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import FileWrapper

from webapp import database, open_data, portal_cache
from webapp.house import house
from webapp.portal_cache import kept_for_a_minute
from webapp.visitor import stranger
from workflows import actions
from workflows.queries import published, published_notices, settings
from workflows.rules.errors import InvalidInput, NotFound, NotYet
from workflows.rules.publication import LONGEST, RECEIPT, receipt_of, written_receipt

bp = Blueprint("portal", __name__, url_prefix="/public")
P = ParamSpec("P")


def when_open(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Raises NotFound while the public pages are closed."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        stranger()
        if not settings.read(database.session(), "portal.open"):
            raise NotFound(what="这个页面")
        return view(*args, **kwargs)

    return answered


@bp.get("")
@kept_for_a_minute
@when_open
def home() -> ResponseReturnValue:
    """Progress by list, and the notices to which anybody may object now."""
    session = database.session()
    running = [each for each in published_notices.notices(session) if each.state != "over"]
    return render_template("portal_home.html", place="portal", lists=published.lists(session), running=running)


@bp.get("/lists/<uuid:list_id>")
@kept_for_a_minute
@when_open
def listing(list_id: UUID) -> ResponseReturnValue:
    """One list, page by page, narrowed by state or words."""
    asked = {name: request.args.get(name, "").strip()[:100] for name in ("state", "text")}
    after = request.args.get("after", 0, type=int)
    page = published.page(database.session(), list_id=list_id, after=after, **asked)
    return render_template("portal_list.html", place="portal", page=page)


@bp.get("/problems/<uuid:problem_id>")
@kept_for_a_minute
@when_open
def problem(problem_id: UUID) -> ResponseReturnValue:
    """One problem: what was found, what is to be reached, where it stands, its notices and papers."""
    found = published.problem(database.session(), problem_id=problem_id)
    return render_template("portal_problem.html", place="portal", page=found)


@bp.get("/papers/<uuid:document_id>.pdf")
@when_open
def paper(document_id: UUID) -> ResponseReturnValue:
    """A paper written for everybody, as it was signed."""
    found, store = published.paper(database.session(), document_id=document_id), house().store
    answer = Response(FileWrapper(store.open(found.digest)), mimetype="application/pdf")
    answer.content_length = store.size(found.digest)
    answer.headers["Content-Disposition"] = "inline; filename=paper.pdf"
    answer.headers["Cache-Control"] = f"public, max-age={portal_cache.SECONDS}"
    answer.set_etag(found.digest)
    answer.make_conditional(request)
    return answer


@bp.get("/notices")
@kept_for_a_minute
@when_open
def notices() -> ResponseReturnValue:
    """Public notices, those that run first."""
    found = published_notices.notices(database.session())
    return render_template("portal_notices.html", place="portal", notices=found)


@bp.get("/notices/<uuid:notice_id>")
@kept_for_a_minute
@when_open
def notice(notice_id: UUID) -> ResponseReturnValue:
    """One notice, and how to object to it."""
    session = database.session()
    found = published_notices.notice(session, notice_id=notice_id)
    reception = settings.read_all(session, ("office.name", "office.phone", "office.email", "office.address"))
    return render_template("portal_notice.html", place="portal", notice=found, reception=reception)


@bp.get("/notices/<uuid:notice_id>/object")
@when_open
def objection(notice_id: UUID) -> ResponseReturnValue:
    """The form. Its receipt is made here, so that a form sent twice is one objection."""
    found = published_notices.notice(database.session(), notice_id=notice_id)
    _require_running(found.state)
    return _form(notice_id, receipt=receipt_of(secrets.token_bytes(16)))


@bp.post("/notices/<uuid:notice_id>/object")
@when_open
def send_objection(notice_id: UUID) -> ResponseReturnValue:
    """Take the objection; what must be corrected is said beside the field, with everything still filled in."""
    session, receipt = database.session(), request.form.get("receipt", "")[:40]
    published_notices.notice(session, notice_id=notice_id)
    given = {name: request.form.get(name, "")[: 2 * LONGEST] for name in ("text", "by_name", "contact")}
    if not RECEIPT.fullmatch(receipt) or request.form.get("website"):
        return _form(notice_id, receipt=receipt_of(secrets.token_bytes(16)), given=given, again=True), 422
    try:
        actions.object_online(session, notice_id=notice_id, values=given, receipt=receipt, at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _form(notice_id, receipt=receipt, given=given, faults=refusal.problems), 422
    portal_cache.forget()
    return redirect(url_for("portal.answer", receipt=receipt, sent="1"), 303)


@bp.get("/objections")
@when_open
def answer() -> ResponseReturnValue:
    """What became of an objection, for whoever holds its receipt."""
    asked = "".join(each for each in request.args.get("receipt", "")[:60] if each.isprintable())
    receipt = written_receipt(asked)
    if not asked:
        return render_template("portal_objection.html", place="portal", found=None, asked="")
    try:
        found = published_notices.answer(database.session(), receipt=receipt)
    except NotFound as refusal:
        page = render_template("portal_objection.html", place="portal", found=None, asked=asked, refused=str(refusal))
        return page, 404
    sent = request.args.get("sent") == "1"
    return render_template(
        "portal_objection.html", place="portal", found=found, asked=asked, receipt=receipt, sent=sent
    )


@bp.get("/data")
@kept_for_a_minute
@when_open
def data() -> ResponseReturnValue:
    """What can be downloaded, and what its fields mean."""
    lists = published.lists(database.session())
    return render_template("portal_data.html", place="portal", lists=lists, columns=open_data.COLUMNS)


@bp.get("/lists/<uuid:list_id>.csv")
@kept_for_a_minute
@when_open
def as_csv(list_id: UUID) -> ResponseReturnValue:
    """A published list as comma-separated text."""
    about, rows = published.whole(database.session(), list_id=list_id)
    return _download(open_data.as_csv(about, rows), "text/csv; charset=utf-8", "csv")


@bp.get("/lists/<uuid:list_id>.json")
@kept_for_a_minute
@when_open
def as_json(list_id: UUID) -> ResponseReturnValue:
    """A published list as JSON."""
    about, rows = published.whole(database.session(), list_id=list_id)
    return _download(open_data.as_json(about, rows, at=database.now()), "application/json", "json")


@bp.get("/feed.atom")
@kept_for_a_minute
@when_open
def feed() -> ResponseReturnValue:
    """The newest notices and closures (RFC 4287)."""
    session = database.session()
    base, office = settings.office(session).base_url, settings.office(session).name
    made = open_data.as_atom(published_notices.happenings(session), base=base, office=office, at=database.now())
    return Response(made, content_type="application/atom+xml; charset=utf-8")


def _require_running(state: str) -> None:
    if state == "over":
        raise NotYet(why="公示已经结束，不能再提出异议；如有情况反映，请与办公室联系")


def _form(notice_id: UUID, *, receipt: str, **about: object) -> str:
    found = published_notices.notice(database.session(), notice_id=notice_id)
    filled = {"given": {}, "faults": (), "again": False, **about}
    return render_template(
        "portal_object.html", place="portal", notice=found, receipt=receipt, longest=LONGEST, **filled
    )


def _download(body: bytes, kind: str, ending: str) -> Response:
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename=problems.{ending}"
    return answer
