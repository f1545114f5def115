"""The job that makes an issued paper: draw, collect the signatures, keep. Seconds of work between short transactions.

It runs when a paper is issued, and again whenever a signer has taken a step: each time it goes as far as it can.
"""

from __future__ import annotations

import io
from datetime import datetime
from uuid import UUID

from reports.dossiers import CaseFile, Dossier, DrawRecord, EvidenceCatalogue, from_json
from reports.levels import Assurance
from reports.outside import Prepared, embed, prepare
from reports.photographs import Photograph, prepared
from reports.refusals import CertificateRefused, FontsMissing, NoTimeStamp, WrongAnswer, WrongPin
from reports.render import Attachment, render
from reports.sign import fields_of, fingerprint_of, sign
from webapp.assets import STATIC
from webapp.house import House
from webapp.presses import Presses, PressLost
from webapp.settings import MEGABYTE
from webapp.signing_keys import assurance, signing_key
from workflows.actions import documents, signatures
from workflows.actions.documents import Printing
from workflows.actions.signatures import Turn
from workflows.jobs import TryLater
from workflows.records.evidence_store import Stored
from workflows.rules.errors import NotYet, Refusal

LARGEST_PAPER = 100 * MEGABYTE
SCRIPT = STATIC / "recompute_draw.py"


def render_document(house: House, arguments: dict[str, str]) -> None:
    """Bring the paper `document_id` as far as it can go; does nothing when it is there, which makes the job safe to run twice.

    Raises TryLater while the fonts, a paper that belongs into it or a time stamp are not to be had. Any other failure is kept
    at the document, where the person who waits for it reads it, and raised for the queue's next try; all but a wrong PIN,
    which is not tried again, because the third time locks a token.
    """
    document_id = UUID(arguments["document_id"])
    try:
        _make(house, document_id)
    except (FontsMissing, NotYet, NoTimeStamp) as wait:
        _keep_waiting(house, document_id, wait)
        raise TryLater(why=str(wait)) from wait
    except WrongPin as problem:
        _keep_failure(house, document_id, problem)
    except Exception as problem:
        _keep_failure(house, document_id, problem)
        raise


def render_in_press(house: House, presses: Presses, arguments: dict[str, str]) -> None:
    """As `render_document`, in a render process; that one died is kept at the document too."""
    try:
        presses.do("render_document", arguments)
    except PressLost as lost:
        _keep_failure(house, UUID(arguments["document_id"]), lost)
        raise


def _make(house: House, document_id: UUID) -> None:
    with house.sessions() as session:
        printing = documents.to_print(session, house.store, document_id=document_id)
        drawn = signatures.is_laid_out(session, document_id)
    if printing is None:
        return
    if not drawn:
        master = render(
            printing.dossier,
            fonts=house.settings.fonts_dir,
            attachments=[*printing.attachments, *_ours(printing)],
            photographs=photographs(house, printing.dossier),
            templates=house.settings.templates,
        )
        stored, fields = _put(house, master.pdf), fields_of(master.pdf)
        with house.sessions() as session:
            at = house.clock.now(session)
            signatures.lay_out(session, document_id=document_id, master=stored, fields=fields, at=at)
            session.commit()
    while (turn := _turn(house, document_id)) and not turn.waits_for_a_person:
        _take(house, turn)


def _ours(printing: Printing) -> list[Attachment]:
    """The program that repeats a draw travels with the draw's record."""
    if not isinstance(printing.dossier, DrawRecord):
        return []
    script = Attachment(
        name=SCRIPT.name,
        data=SCRIPT.read_bytes(),
        media_type="text/x-python",
        description="重算程序：python3 recompute_draw.py draw.json",
        created=printing.issued_at,
    )
    return [script]


def photographs(house: House, dossier: Dossier) -> dict[str, Photograph]:
    """The pictures a paper shows, made small; of one that is lost or damaged, why it is not shown."""
    shown: dict[str, Photograph] = {}
    if isinstance(dossier, CaseFile):
        for filed in dossier.papers:
            shown |= photographs(house, from_json(filed.dossier))
    if not isinstance(dossier, EvidenceCatalogue):
        return shown
    for each in dossier.photographs:
        if each.sha256 in shown:
            continue
        try:
            with house.store.open(each.sha256) as file:
                shown[each.sha256] = prepared(file)
        except OSError:
            shown[each.sha256] = Photograph(why="原件不在材料库中，未能印出")
    return shown


def _turn(house: House, document_id: UUID) -> Turn | None:
    with house.sessions() as session:
        return signatures.next_turn(session, document_id=document_id, at=house.clock.now(session))


def _take(house: House, turn: Turn) -> None:
    """One step of one signature."""
    if turn.status not in ("asked", "answered") or turn.key is None:
        _sign_here(house, turn)
        return
    try:
        _hand_out(house, turn) if turn.status == "asked" else _embed(house, turn)
    except (CertificateRefused, WrongAnswer) as problem:
        with house.sessions() as session:
            signatures.record_setback(session, turn=turn, why=str(problem))
            session.commit()


def _sign_here(house: House, turn: Turn) -> None:
    """With a key the server holds. One that came to the server only after its owner had begun to sign elsewhere will do too."""
    at, proof = _now(house)
    signed = sign(
        _read(house, turn.file),
        key=signing_key(house, turn.key),
        field=turn.field,
        name=turn.name,
        capacity=turn.capacity,
        at=at,
        fonts=house.settings.fonts_dir,
        assurance=proof,
    )
    _record(house, turn, signed)


def _hand_out(house: House, turn: Turn) -> None:
    at, proof = _now(house)
    prepared = prepare(
        _read(house, turn.file),
        certificate=_certificate(turn),
        field=turn.field,
        name=turn.name,
        capacity=turn.capacity,
        at=at,
        fonts=house.settings.fonts_dir,
        assurance=proof,
    )
    stored = _put(house, prepared.pdf)
    with house.sessions() as session:
        signatures.record_prepared(session, turn=turn, prepared=stored, to_sign=prepared.to_sign, at=at)
        session.commit()


def _embed(house: House, turn: Turn) -> None:
    at, proof = _now(house)
    prepared = Prepared(pdf=_read(house, turn.prepared or ""), to_sign=turn.to_sign)
    signed = embed(
        turn.answer,
        prepared=prepared,
        certificate=_certificate(turn),
        field=turn.field,
        at=at,
        assurance=proof,
    )
    _record(house, turn, signed)


def _record(house: House, turn: Turn, signed: bytes) -> None:
    stored, fingerprint = _put(house, signed), fingerprint_of(signed, turn.field)
    with house.sessions() as session:
        at = house.clock.now(session)
        signatures.record_signed(session, turn=turn, signed=stored, fingerprint=fingerprint, at=at)
        session.commit()


def _now(house: House) -> tuple[datetime, Assurance]:
    """What every signature needs to know: the time, the level, and whom the site trusts."""
    with house.sessions() as session:
        return house.clock.now(session), assurance(house.settings, session)


def _certificate(turn: Turn) -> bytes:
    return turn.key.certificate.encode() if turn.key else b""


def _read(house: House, digest: str) -> bytes:
    with house.store.open(digest) as file:
        return file.read()


def _put(house: House, pdf: bytes) -> Stored:
    return house.store.put(io.BytesIO(pdf), limit=LARGEST_PAPER)


def _keep_waiting(house: House, document_id: UUID, wait: Refusal) -> None:
    """A paper that waits for its fonts says so by itself; what a time-stamp server says is kept where the person looks."""
    if not isinstance(wait, NoTimeStamp):
        return
    with house.sessions() as session:
        documents.record_wait(session, document_id=document_id, why=str(wait))
        session.commit()


def _keep_failure(house: House, document_id: UUID, problem: Exception) -> None:
    with house.sessions() as session:
        at = house.clock.now(session)
        documents.record_failure(session, document_id=document_id, why=str(problem), at=at)
        session.commit()
