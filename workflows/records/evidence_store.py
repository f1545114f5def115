"""Where uploaded files and issued documents lie: under the SHA-256 of their content, outside the database.

A port of a few methods, so that a city may put an object store behind it; the directory below is what `./run` uses. The
digest is the name: the same content is kept once, and a file that was changed no longer answers to its name.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import IO, Any, Protocol

from workflows.rules.errors import NotFound, Refusal, TooLarge

_CHUNK = 1024 * 1024


class CutOff(Refusal):
    """文件传输中断：应收 {expected} 字节，只收到 {received} 字节，没有保存。请重新上传。
    The upload was cut off: {received} of {expected} bytes arrived; nothing was saved.
    """

    code = "cut-off"


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What was stored: its digest (64 hexadecimal characters), which is also its name, and its size in bytes."""

    digest: str
    size: int


class EvidenceStore(Protocol):
    """Content kept by digest. Every method that takes a digest raises NotFound for a digest it does not hold."""

    def put(self, stream: IO[bytes], *, limit: int, expected: int | None = None) -> Stored:
        """Keep the rest of a stream. Raises TooLarge over `limit` bytes, CutOff when fewer than `expected` came."""

    def open(self, digest: str) -> IO[bytes]:
        """The content, from its first byte; the caller closes it."""

    def exists(self, digest: str) -> bool:
        """Whether it is held here."""

    def size(self, digest: str) -> int:
        """Its length in bytes."""

    def verify(self, digest: str) -> bool:
        """Whether the content still has this digest."""

    def delete(self, digest: str) -> None:
        """Forget the content. For a file whose record was never committed, not for evidence."""


class LocalEvidenceStore:
    """A directory of files, `ab/cd/abcd…`, each written beside its place, synced and then moved there in one step.

    A process killed half-way leaves at most a file in `incoming/`, which nobody can open; `sweep` removes those.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._incoming = directory / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, stream: IO[bytes], *, limit: int, expected: int | None = None) -> Stored:
        """Read to the end in pieces of 1 MiB, so that memory stays flat. Whatever is refused leaves nothing behind."""
        with self._arriving() as (arrived, file):
            stored = _copy(stream, file, limit)
            if expected is not None and stored.size < expected:
                raise CutOff(expected=expected, received=stored.size)
            _sync(file)
            self._settle(arrived, stored.digest)
        return stored

    def open(self, digest: str) -> IO[bytes]:
        try:
            return self._place(digest).open("rb")
        except FileNotFoundError:
            raise _not_found(digest) from None

    def exists(self, digest: str) -> bool:
        return self._place(digest).is_file()

    def size(self, digest: str) -> int:
        try:
            return self._place(digest).stat().st_size
        except FileNotFoundError:
            raise _not_found(digest) from None

    def verify(self, digest: str) -> bool:
        file: Any  # typeshed asks for readinto, which IO[bytes] does not promise
        with self.open(digest) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest

    def delete(self, digest: str) -> None:
        try:
            self._place(digest).unlink()
        except FileNotFoundError:
            raise _not_found(digest) from None

    def sweep(self, *, before: float) -> int:
        """Remove what a killed process left in `incoming/` and last wrote before then (seconds since the epoch)."""
        left = [path for path in self._incoming.iterdir() if path.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _place(self, digest: str) -> Path:
        """Raises NotFound for anything that is not a digest, so that no name can lead out of the directory."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise _not_found(digest)
        return self._directory / digest[:2] / digest[2:4] / digest

    @contextmanager
    def _arriving(self) -> Iterator[tuple[Path, IO[bytes]]]:
        """A file beside the final places. It is gone afterwards unless it was settled."""
        handle, name = mkstemp(dir=self._incoming)
        try:
            with open(handle, "w+b") as file:
                yield Path(name), file
        finally:
            Path(name).unlink(missing_ok=True)

    def _settle(self, arrived: Path, digest: str) -> None:
        """Move it to its place, unless the same content lies there whole."""
        if self.exists(digest) and self.verify(digest):
            return
        place = self._place(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(arrived, place)
        for directory in (place.parent, place.parent.parent, self._directory):
            _sync_directory(directory)


@contextmanager
def partial_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when it is whole; whatever fails leaves what was there before."""
    handle, name = mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "w+b") as file:
            yield file
            _sync(file)
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _copy(stream: IO[bytes], file: IO[bytes], limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > limit:
            raise TooLarge(what="文件", limit=_words(limit))
        digest.update(piece)
        file.write(piece)
    return Stored(digest=digest.hexdigest(), size=size)


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_directory(directory: Path) -> None:
    """Make the move itself survive a power cut, not only the content."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _words(size: int) -> str:
    return f"{size // 1024**2} MB" if size >= 1024**2 else f"{size} 字节"


def _not_found(digest: str) -> NotFound:
    return NotFound(what=f"文件 {digest[:12]}")
