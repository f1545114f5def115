"""The keys that sign here: whose, how long they hold, and calling one back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import keys
from workflows.queries.keys import keys_page
from workflows.rules.errors import InvalidInput

bp = Blueprint("keys", __name__)


@bp.get("/keys")
@signed_in
def listing() -> ResponseReturnValue:
    """For the office. Raises NotPermitted for everybody else."""
    return _draw()


@bp.post("/keys/<uuid:key_id>")
@signed_in
def revoke(key_id: UUID) -> ResponseReturnValue:
    """Call a key back. Raises NotFound, NotPermitted, NotYet."""
    reason = request.form.get("reason", "")
    try:
        row = keys.revoke_key(database.session(), key_id=key_id, reason=reason, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(refused=refusal.problems[0].message), 422
    flash(f"“{row.subject}”的密钥已停用。今后不再用它签名，核验时会显示“证书已吊销”。", "done")
    return redirect(url_for("keys.listing"), 303)


def _draw(*, refused: str = "") -> str:
    page = keys_page(database.session(), person_id=person_id(), at=database.now())
    return render_template(
        "keys.html", place="documents", page=page, refused=refused, longest=keys.LONGEST_REASON,
        level=house().settings.signature_level,
    )  # fmt: skip
