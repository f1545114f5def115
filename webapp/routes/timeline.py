"""Everything that happened to one problem: by subject, page after page, and in one piece for paper."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.places import place_of
from webapp.visitor import person_id, signed_in
from workflows.queries.timeline_links import Target
from workflows.queries.timeline_pages import timeline_page

bp = Blueprint("timeline", __name__)


@bp.get("/problems/<uuid:problem_id>/timeline")
@signed_in
def show(problem_id: UUID) -> ResponseReturnValue:
    """A hundred entries, or with `whole` up to two thousand on one page."""
    page = timeline_page(
        database.session(),
        person_id=person_id(),
        problem_id=problem_id,
        kind=request.args.get("kind", "")[:20],
        before=request.args.get("before", "")[:20],
        whole=request.args.get("whole") == "1",
        at=database.now(),
    )
    kept = {"kind": page.kind} if page.kind else {}
    return render_template(
        "timeline.html", place=place_of(page.problem_kind), page=page, kept=kept, at=database.now(), leads=_address
    )


def _address(problem_id: UUID, target: Target) -> str:
    """Where an entry leads."""
    match target.place:
        case "paper":
            return url_for("documents.show", document_id=target.id)
        case "evidence":
            return url_for("evidence.download", evidence_id=target.id)
        case "comment":
            return url_for("comments.listing", problem_id=problem_id, _anchor=f"comment-{target.id}")
        case "draw":
            return url_for("published.show", draw_id=target.id)
        case "problem":
            return url_for("problems.show", problem_id=target.id)
        case "part":
            return url_for("problems.show", problem_id=problem_id, _anchor=target.part)
    pages = {"comments": "comments.listing", "photographs": "photographs.show", "bundles": "bundles.listing"}
    return url_for(pages[target.place], problem_id=problem_id)
