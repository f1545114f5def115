"""A city's own templates of papers on a page: what there is, trying one, using it, and going back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from reports import previews
from reports.dossiers import PAPERS
from reports.layouts import LONGEST, findings
from webapp import database
from webapp.house import house
from webapp.specimens import specimen_pdf
from webapp.visitor import person_id, signed_in
from workflows.actions import own_templates as actions
from workflows.queries import people
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotVisible
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen

bp = Blueprint("templates", __name__)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One of our templates, and the city's own where there is one."""

    name: str
    paper: str
    own_since: datetime | None
    wrong: str
    has_earlier: bool


@bp.get("/templates")
@signed_in
def listing() -> ResponseReturnValue:
    """Every template, the city's own first."""
    _require()
    return _draw()


@bp.get("/templates/ours/<name>")
@signed_in
def ours(name: str) -> ResponseReturnValue:
    """One of our own as a file, to begin from. Raises NotFound."""
    _require()
    try:
        return _sent(previews.built_in(name).encode(), "text/plain; charset=utf-8", name)
    except KeyError:
        raise NotFound(what="这个模板") from None


@bp.get("/templates/own/<name>")
@signed_in
def own(name: str) -> ResponseReturnValue:
    """The city's own as a file. Raises NotFound."""
    _require()
    file = house().settings.templates / name
    if name not in previews.names() or not file.is_file():
        raise NotFound(what="这个本市模板")
    return _sent(file.read_bytes(), "text/plain; charset=utf-8", name)


@bp.get("/templates/specimen/<kind>")
@signed_in
def specimen(kind: str) -> ResponseReturnValue:
    """A sample paper as it would be printed now. Raises NotFound, and what the layout refuses."""
    _require()
    return _specimen(kind, house().settings.templates)


@bp.post("/templates")
@signed_in
def put() -> ResponseReturnValue:
    """Try a file as a specimen, or use it. Raises NotPermitted, NotFound."""
    _require()
    file = request.files.get("file")
    name = request.form.get("name", "")[:100]
    data = file.stream.read(LONGEST + 1) if file is not None else b""
    folder = house().settings.templates
    try:
        if request.form.get("go") == "try":
            return _tried(name, data)
        actions.put_template(database.session(), folder, name=name, data=data, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(refusal.problems, name), 422
    flash(f"{name} 已启用，从下一份文书起使用。可以看样张核对，也可以退回上一个版本。", "done")
    return redirect(url_for("templates.listing"), 303)


@bp.post("/templates/<name>")
@signed_in
def change(name: str) -> ResponseReturnValue:
    """Back to our own, or to the version before. Raises NotPermitted, NotFound, NotYet."""
    session, folder, by, at = database.session(), house().settings.templates, person_id(), database.now()
    if request.form.get("go") == "earlier":
        actions.bring_back(session, folder, name=name, by=by, at=at)
        flash(f"{name} 已换回上一个版本。", "done")
    else:
        actions.take_out(session, folder, name=name, by=by, at=at)
        flash(f"{name} 已恢复为内置模板。", "done")
    return redirect(url_for("templates.listing"), 303)


def _tried(name: str, data: bytes) -> ResponseReturnValue:
    """The specimen of the first paper this template concerns, with the file in place. Nothing is kept."""
    folder = house().settings.templates
    if name not in previews.names():
        raise NotFound(what="这个模板")
    if problems := actions.what_is_wrong(folder, name, data):
        raise InvalidInput(problems)
    kind = name.removesuffix(".html")
    with previews.tried(folder, name, data) as place:
        return _specimen(kind if kind in PAPERS else "closure_notice", place)


def _specimen(kind: str, folder: Path) -> Response:
    """Laid out in a process of its own, as papers are, so that the pages of others do not wait."""
    if kind not in PAPERS:
        raise NotFound(what="这种文书")
    database.undo()
    return _sent(specimen_pdf(house().settings, kind, folder), "application/pdf", f"样张-{kind}.pdf", inline=True)


def _require() -> None:
    actor = people.actor(database.session(), person_id(), database.now())
    if seat_for_action(actor, "set_templates", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["set_templates"]))


def _lines() -> list[Line]:
    folder = house().settings.templates
    wrong = {
        str(each.fields["file"]): f"第 {each.fields['line']} 行：{each.fields['why']}" for each in findings(folder)
    }
    lines = [_line(folder, name, wrong.get(name, "")) for name in previews.names()]
    return sorted(lines, key=lambda each: (each.own_since is None, each.name))


def _line(folder: Path, name: str, wrong: str) -> Line:
    file, kind = folder / name, name.removesuffix(".html")
    return Line(
        name=name,
        paper=PAPERS[kind].name if kind in PAPERS else "",
        own_since=datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.is_file() else None,
        wrong=wrong,
        has_earlier=(folder / actions.EARLIER / name).is_file(),
    )


def _draw(problems: Sequence[FieldProblem] = (), chosen: str = "") -> str:
    return render_template(
        "own_templates.html", place="settings", lines=_lines(), problems=problems, chosen=chosen,
        folder=house().settings.templates, limit=LONGEST // 1000,
    )  # fmt: skip


def _sent(data: bytes, kind: str, name: str, *, inline: bool = False) -> Response:
    answer = make_response(data)
    answer.headers["Content-Type"] = kind
    answer.headers.set("Content-Disposition", "inline" if inline else "attachment", filename=name)
    return answer
