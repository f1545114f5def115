"""The job that makes an issued paper: draw, sign, keep. Seconds of work between two short transactions."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

from reports.authority import make_development_authority
from reports.keys import FileKey, SigningKey, TokenKey
from reports.refusals import FontsMissing, KeyUnusable
from reports.render import render
from reports.sign import sign
from webapp.house import House
from webapp.presses import Presses, PressLost
from webapp.settings import MEGABYTE, Settings
from workflows.actions import documents
from workflows.actions.documents import Printed, Printing
from workflows.jobs import TryLater
from workflows.queries import settings as kept_settings
from workflows.rules.errors import NotYet

LARGEST_PAPER = 100 * MEGABYTE


def render_document(house: House, arguments: dict[str, str]) -> None:
    """Make the paper `document_id`; does nothing when it is there, which makes the job safe to run twice.

    Raises TryLater while the fonts or a paper that belongs into it are being made. Any other failure is kept at the
    document, where the person who waits for it reads it, and raised for the queue's next try.
    """
    document_id = UUID(arguments["document_id"])
    try:
        _make(house, document_id)
    except (FontsMissing, NotYet) as wait:
        raise TryLater(why=str(wait)) from wait
    except Exception as problem:
        with house.sessions() as session:
            at = house.clock.now(session)
            documents.record_failure(session, document_id=document_id, why=str(problem), at=at)
            session.commit()
        raise


def render_in_press(house: House, presses: Presses, arguments: dict[str, str]) -> None:
    """As `render_document`, in a render process; that one died is kept at the document too."""
    try:
        presses.do("render_document", arguments)
    except PressLost as lost:
        with house.sessions() as session:
            at = house.clock.now(session)
            documents.record_failure(session, document_id=UUID(arguments["document_id"]), why=str(lost), at=at)
            session.commit()
        raise


def _make(house: House, document_id: UUID) -> None:
    with house.sessions() as session:
        printing = documents.to_print(session, house.store, document_id=document_id)
        office, at = kept_settings.office(session), house.clock.now(session)
    if printing is None:
        return
    master = render(printing.dossier, fonts=house.settings.fonts_dir, attachments=printing.attachments)
    signed = sign(
        master.pdf,
        key=signing_key(house),
        field=printing.dossier.signature_field,
        name=office.name,
        capacity=_capacity(printing, office.name),
        at=at,
        fonts=house.settings.fonts_dir,
    )
    stored = house.store.put(io.BytesIO(signed), limit=LARGEST_PAPER)
    with house.sessions() as session:
        printed = Printed(master_digest=master.digest, signed=stored)
        documents.record_printed(session, document_id=document_id, printed=printed, at=house.clock.now(session))
        session.commit()


def _capacity(printing: Printing, office: str) -> str:
    """In what capacity the office signs: for itself, or keeping a unit's paper, for which the unit's own key is not held here."""
    issuer = printing.dossier.issuer
    return "出具单位" if issuer == office else f"代{issuer}出具"


def signing_key(house: House) -> SigningKey:
    """The office's key: the token or the file of the settings, else a development key made at the first need.

    Raises KeyUnusable when the settings name half a token.
    """
    settings = house.settings
    if settings.signing_pkcs11_module is not None:
        return _token(settings, settings.signing_pkcs11_module)
    if settings.signing_pkcs12 is not None:
        return FileKey(path=settings.signing_pkcs12, passphrase_file=settings.signing_passphrase_file)
    with house.sessions() as session:
        office = kept_settings.office(session)
    return make_development_authority(settings.keys, at=house.clock.real(), organisation=office.name).key


def _token(settings: Settings, library: Path) -> TokenKey:
    if settings.signing_pkcs11_pin_file is None:
        raise KeyUnusable(where=library.name, why="没有设置 XIAOHAO_SIGNING_PKCS11_PIN_FILE")
    return TokenKey(
        library=library,
        token=settings.signing_pkcs11_token,
        pin_file=settings.signing_pkcs11_pin_file,
        label=settings.signing_pkcs11_key,
    )
