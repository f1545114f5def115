"""The job that prints a batch: each paper in a render process, then one file of all of them.

Paper by paper it is written down what was made, so a worker that is killed goes on where it was. A paper that cannot be
made says why, and the others go on.
"""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from tempfile import TemporaryFile
from uuid import UUID

from reports.copies import marker
from reports.dossiers import from_json
from reports.fonts import fonts_ready
from reports.refusals import FontsMissing
from reports.render import render_copy
from webapp.house import House
from webapp.presses import Presses
from webapp.printing import LARGEST_PAPER, photographs
from webapp.settings import MEGABYTE
from workflows.actions import print_batches as actions
from workflows.jobs import TryLater
from workflows.rules.errors import Refusal

LARGEST_RESULT = 20 * 1024 * MEGABYTE
Do = Callable[[str, dict[str, str]], None]


class NoRoomToPrint(Refusal):
    """存储空间不够，没有做成，没有留下不完整的文件。请管理员清理磁盘后，再按“重新打印”；已经做好的不会重做。
    The disk is full; make room and print again. What was made already is kept.
    """

    code = "no-room-to-print"


def print_batch(house: House, presses: Presses, arguments: dict[str, str]) -> None:
    """Print the batch `batch_id`; run again after a crash, it does what is left. Raises TryLater while the fonts are built."""
    batch_id = UUID(arguments["batch_id"])
    try:
        run_batch(house, presses.do, presses.count, batch_id)
    except TryLater:
        raise
    except Exception as problem:  # kept where the person reads it, then the queue's affair
        with house.sessions() as session:
            actions.record_batch_failed(session, batch_id=batch_id, why=told(problem), at=house.clock.now(session))
            session.commit()
        raise


def run_batch(house: House, do: Do, at_once: int, batch_id: UUID) -> None:
    """As `print_batch`, with whatever does the papers: `do` is called from `at_once` threads."""
    if not fonts_ready(house.settings.fonts_dir):
        raise TryLater(why=str(FontsMissing(directory=house.settings.fonts_dir.name)))
    with house.sessions() as session:
        work = actions.to_do(session, batch_id=batch_id)
        session.commit()
    if work is None:
        return
    one = _copy if work.prints == "copies" else _original
    with ThreadPoolExecutor(at_once) as threads:
        later = [each for each in threads.map(lambda item: one(house, do, *item), work.waiting) if each]
    for item_id, document_id in later:  # what waited for another paper of this batch
        if one(house, do, item_id, document_id) is not None:
            _failed(house, item_id, "所附的文书还没有做好，请稍后再打印这一份。")
    do("bind_batch", {"batch_id": str(work.batch_id)})


Item = tuple[UUID, UUID]


def _original(house: House, do: Do, item_id: UUID, document_id: UUID) -> Item | None:
    """Make the paper where it is not there yet; the item itself when it must wait for another."""
    try:
        with house.sessions() as session:
            unfinished = actions.is_unfinished(session, document_id=document_id)
        if unfinished:
            do("render_document", {"document_id": str(document_id)})
    except TryLater:
        return item_id, document_id
    except Exception as problem:  # noqa: BLE001 (one paper's trouble is its own, the others go on)
        _failed(house, item_id, told(problem))
        return None
    with house.sessions() as session:
        actions.record_original(session, item_id=item_id, at=house.clock.now(session))
        session.commit()
    return None


def _copy(house: House, do: Do, item_id: UUID, document_id: UUID) -> Item | None:
    try:
        do("print_copy", {"item_id": str(item_id)})
    except TryLater:
        return item_id, document_id
    except Exception as problem:  # noqa: BLE001 (one paper's trouble is its own, the others go on)
        _failed(house, item_id, told(problem))
    return None


def print_copy(house: House, arguments: dict[str, str]) -> None:
    """Draw the copy of the item `item_id`, keep it and write it into the journal; does nothing when it is done."""
    item_id, fonts = UUID(arguments["item_id"]), house.settings.fonts_dir
    with house.sessions() as session:
        copying = actions.to_copy(session, item_id=item_id)
    if copying is None:
        return
    marked = marker(by=copying.by, at=copying.asked_at, original=copying.original, fonts=fonts)
    own, dossier = house.settings.templates, from_json(copying.dossier)
    shown = photographs(house, dossier)
    pdf = render_copy(dossier, fonts=fonts, marked=marked, templates=own, photographs=shown)
    stored = house.store.put(io.BytesIO(pdf), limit=LARGEST_PAPER)
    with house.sessions() as session:
        actions.record_copy(session, item_id=item_id, stored=stored, at=house.clock.now(session))
        session.commit()


def bind_batch(house: House, arguments: dict[str, str]) -> None:
    """Put the files of a batch together into its one result, in bounded memory."""
    from reports.binding import (  # brings in the PDF libraries, which a worker has no use for
        Part,
        alone,
        merge,
        zip_together,
    )

    batch_id = UUID(arguments["batch_id"])
    with house.sessions() as session:
        work = actions.to_do(session, batch_id=batch_id)
        rows = actions.parts(session, batch_id) if work else []
        session.commit()
    if work is None:
        return
    made = [
        Part(
            number=document.number,
            title=document.title,
            trouble="" if item.status == "done" else item.error or "没有做成",
            open=partial(house.store.open, str(item.file_digest)),
        )
        for item, document in rows
    ]
    try:
        with TemporaryFile(dir=house.settings.data_dir) as out:
            if work.result == "zip":
                zip_together(made, out)
            elif len(made) == 1 and not made[0].trouble:
                alone(made[0], out)
            else:
                merge(made, out, copies=work.prints == "copies", fonts=house.settings.fonts_dir)
            out.seek(0)
            stored = house.store.put(out, limit=LARGEST_RESULT)
    except OSError as problem:
        raise (NoRoomToPrint() if problem.errno in (errno.ENOSPC, errno.EDQUOT) else problem) from problem
    with house.sessions() as session:
        actions.record_batch(session, batch_id=batch_id, stored=stored, at=house.clock.now(session))
        session.commit()


def _failed(house: House, item_id: UUID, why: str) -> None:
    with house.sessions() as session:
        actions.record_item_failed(session, item_id=item_id, why=why, at=house.clock.now(session))
        session.commit()


def told(problem: Exception) -> str:
    """The sentence for a paper or a batch."""
    if isinstance(problem, Refusal):
        return str(problem)
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return str(NoRoomToPrint())
    return f"程序出错（{type(problem).__name__}：{problem}），请把这句话告诉系统管理员。"
