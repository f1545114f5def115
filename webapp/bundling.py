"""The job that packs an evidence bundle: read at one moment, written beside, kept by digest, recorded."""

from __future__ import annotations

import errno
from tempfile import TemporaryFile
from uuid import UUID

from reports.bundles.packing import Packed, pack
from webapp.house import House
from webapp.settings import MEGABYTE
from workflows.actions import bundles as actions
from workflows.queries import bundles as queries
from workflows.records import session_factory, snapshot
from workflows.records.evidence_store import Stored
from workflows.rules.errors import Refusal

LARGEST_BUNDLE = 100 * 1024 * MEGABYTE
STEP = 20
"""Files between two looks of the page at the progress."""


class NoRoom(Refusal):
    """存储空间不够，证据包没有做成，没有留下不完整的文件。请管理员清理磁盘后，重新制作。
    The disk is full; no bundle was made and nothing half-finished was left.
    """

    code = "no-room"


def pack_bundle(house: House, arguments: dict[str, str]) -> None:
    """Make the bundle `bundle_id`; does nothing when it is there. Why it could not be made is kept beside it, and raised."""
    bundle_id = UUID(arguments["bundle_id"])
    try:
        _make(house, bundle_id)
    except Exception as problem:
        told = NoRoom() if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT) else problem
        with house.sessions() as session:
            actions.record_failed_bundle(session, bundle_id=bundle_id, why=str(told))
            session.commit()
        raise told from problem


def _make(house: House, bundle_id: UUID) -> None:
    with house.sessions() as session:
        wanted = actions.to_pack(session, bundle_id=bundle_id)
    if wanted is None:
        return
    roots = [path.read_bytes() for path in house.settings.roots()]
    with session_factory(snapshot(house.engine))() as session:
        contents = queries.contents(session, house.store, case_id=wanted.case_id, roots=roots)
    packed, stored = _packed(house, bundle_id, contents)
    with house.sessions() as session:
        at, seq = house.clock.now(session), contents.journal_seq
        actions.record_packed(session, bundle_id=bundle_id, packed=packed, stored=stored, journal_seq=seq, at=at)
        session.commit()


def _packed(house: House, bundle_id: UUID, contents: queries.Contents) -> tuple[Packed, Stored]:
    """Written to a file without a name on the store's own disk, so that nothing is left of a worker that dies."""
    total = len(contents.members) + 2

    def tell(number: int) -> None:
        if number % STEP == 1:
            with house.sessions() as session:
                actions.record_packing(session, bundle_id=bundle_id, packed=number, files=total)
                session.commit()

    with TemporaryFile(dir=house.settings.data_dir) as out:
        packed = pack(contents.about, contents.members, out, tell=tell)
        out.seek(0)
        return packed, house.store.put(out, limit=LARGEST_BUNDLE)
