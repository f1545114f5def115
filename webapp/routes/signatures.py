"""Signing a paper with a token of one's own: take the file to sign, bring back the signature. And the order of the signers."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.signing_keys import assurance
from webapp.visitor import person_id, signed_in
from workflows import actions
from workflows.actions.own_signatures import LONGEST_REASON
from workflows.queries import signing_pages
from workflows.rules.errors import InvalidInput, Refusal, Unreadable

bp = Blueprint("signatures", __name__)
_LARGEST = 64 * 1024  # bytes of a signature that is brought back; the check itself takes less


@bp.get("/documents/<uuid:document_id>/signatures")
@signed_in
def show(document_id: UUID) -> ResponseReturnValue:
    """Who signs in which order; for whoever's turn it is, what they have to do."""
    return _draw(document_id)


@bp.post("/documents/<uuid:document_id>/signatures")
@signed_in
def ask(document_id: UUID) -> ResponseReturnValue:
    """Ask for the file to sign. Raises NotYet, NotPermitted."""
    actions.ask_to_sign(database.session(), document_id=document_id, by=person_id(), at=database.now())
    return redirect(url_for("signatures.show", document_id=document_id), 303)


@bp.get("/documents/<uuid:document_id>/to-sign")
@signed_in
def to_sign(document_id: UUID) -> ResponseReturnValue:
    """The small file a token signs. Raises NotYet when none is handed out."""
    data = signing_pages.handed_out(
        database.session(), document_id=document_id, person_id=person_id(), at=database.now()
    ).to_sign
    return _file(data, f"to-sign-{document_id.hex[:8]}.bin", "application/octet-stream")


@bp.get("/documents/<uuid:document_id>/to-sign-whole")
@signed_in
def to_sign_whole(document_id: UUID) -> ResponseReturnValue:
    """All signed bytes of the document, for programs that can only sign a whole file. Raises NotYet."""
    out = _prepared(document_id)[0]
    return _file(out.whole, f"to-sign-{document_id.hex[:8]}-whole.bin", "application/octet-stream")


@bp.get("/documents/<uuid:document_id>/as-seen.pdf")
@signed_in
def as_seen(document_id: UUID) -> ResponseReturnValue:
    """The paper as its next signer sees it. Raises NotYet when nobody is to sign."""
    return _file(_prepared(document_id)[0].pdf, "document.pdf", "application/pdf", inline=True)


@bp.post("/documents/<uuid:document_id>/answer")
@signed_in
def answer(document_id: UUID) -> ResponseReturnValue:
    """Take the signature back. What cannot be used is told at once, and nothing changes."""
    from reports.outside import check_answer  # the PDF libraries come with it

    try:
        data = _uploaded()
        prepared, certificate = _prepared(document_id)
        proof = assurance(house().settings, database.session())
        check_answer(data, prepared=prepared, certificate=certificate, at=database.now(), assurance=proof)
        actions.hand_in(database.session(), document_id=document_id, answer=data, by=person_id(), at=database.now())
    except Refusal as refusal:
        database.undo()
        return _draw(document_id, refused=str(refusal)), 422
    flash("签名文件已收到，核对无误，正在写入文书。", "done")
    return redirect(url_for("signatures.show", document_id=document_id), 303)


@bp.post("/documents/<uuid:document_id>/refusal")
@signed_in
def refuse(document_id: UUID) -> ResponseReturnValue:
    """Do not sign, with a reason; the office hears of it."""
    reason = request.form.get("reason", "")
    try:
        actions.refuse_to_sign(
            database.session(), document_id=document_id, reason=reason, by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(document_id, refused=refusal.problems[0].message, reason=reason), 422
    flash("已记录您不签名的理由，领导小组办公室会看到。", "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


def _prepared(document_id: UUID):  # type: ignore[no-untyped-def]  # its type lives in a module that brings in the PDF libraries
    from reports.outside import Prepared

    out = signing_pages.handed_out(
        database.session(), document_id=document_id, person_id=person_id(), at=database.now()
    )
    with house().store.open(out.prepared) as file:
        return Prepared(pdf=file.read(), to_sign=out.to_sign), out.certificate.encode()


def _uploaded() -> bytes:
    file = request.files.get("signature")
    if file is None or not file.filename:
        raise Unreadable(what="签名文件", where="上传", why="没有选择文件")
    return bytes(file.read(_LARGEST))


def _file(data: bytes, name: str, kind: str, *, inline: bool = False) -> Response:
    found = Response(data, mimetype=kind)
    found.headers["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename={name}"
    return found


def _draw(document_id: UUID, *, refused: str = "", reason: str = "") -> str:
    page = signing_pages.signing_page(
        database.session(), document_id=document_id, person_id=person_id(), at=database.now()
    )
    return render_template(
        "signatures.html", place="documents", page=page, refused=refused, reason=reason, longest=LONGEST_REASON
    )
