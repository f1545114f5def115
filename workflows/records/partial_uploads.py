"""Where files lie that have not come whole: one file per upload, as long as what has arrived.

The length on disk is the truth about how far an upload has come; no row in a database could say it better after a crash.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import UUID

from workflows.rules.errors import Refusal

_PIECE = 64 * 1024


class WrongOffset(Refusal):
    """文件已收到 {received} 字节，续传应从这里开始，这次是从 {offset} 字节开始的，没有保存。
    The upload stands at {received} bytes; it cannot be continued at {offset}.
    """

    code = "wrong-offset"


class Busy(Refusal):
    """这个文件正在另一个页面上传，请等它传完，或关闭那个页面后再试。
    This upload is being sent by another request.
    """

    code = "busy"


class PartialUploads:
    """A directory of unfinished files, named by the upload. A file that does not exist has length 0."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def received(self, upload: UUID) -> int:
        """Bytes that have arrived."""
        try:
            return self._place(upload).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, upload: UUID, stream: IO[bytes], *, offset: int, size: int) -> int:
        """Write what comes behind what is there, never beyond `size`; the new length. What came before a lost connection stays.

        Raises WrongOffset where the sender is somewhere else, Busy while another request writes, and what the stream raises.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        with self._place(upload).open("ab") as file:
            _hold(file)
            received = os.fstat(file.fileno()).st_size
            if received != offset:
                raise WrongOffset(received=received, offset=offset)
            while received < size and (piece := stream.read(min(_PIECE, size - received))):
                file.write(piece)
                file.flush()
                received += len(piece)
        return received

    def open(self, upload: UUID) -> IO[bytes]:
        """What has arrived, from its first byte."""
        return self._place(upload).open("rb")

    def discard(self, upload: UUID) -> None:
        """Forget it."""
        self._place(upload).unlink(missing_ok=True)

    def waiting(self) -> Iterator[UUID]:
        """Every upload of which something lies here."""
        if self._directory.is_dir():
            yield from (UUID(path.name) for path in self._directory.iterdir())

    def _place(self, upload: UUID) -> Path:
        return self._directory / str(upload)


def _hold(file: IO[bytes]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Busy() from None
