"""What is thrown away as time goes by: uploads nobody went on with, and drafts nobody came back for. Everything else is kept."""

from __future__ import annotations

from webapp.house import House
from workflows.actions import form_drafts, uploads


def forget(house: House) -> None:
    """Rows first, then bytes: a row never speaks of bytes that are gone, and bytes without a row are found again next time."""
    real = house.clock.real()
    with house.readers() as session:
        old = uploads.any_abandoned(session, real=real) or form_drafts.any_old(session, real=real)
    if old:
        with house.sessions() as session:
            uploads.drop_abandoned(session, real=real)
            form_drafts.drop_old(session, real=real)
            session.commit()
    if lying := list(house.unfinished.waiting()):
        with house.readers() as session:
            gone = uploads.nobodys(session, lying)
        for upload in gone:
            house.unfinished.discard(upload)
