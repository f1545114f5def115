"""The evidence store: whole files under their digest, and nothing of what was refused, cut off or killed."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest

from workflows.records import CutOff, EvidenceStore, LocalEvidenceStore
from workflows.rules.errors import NotFound, TooLarge

MIB = 1024 * 1024
PHOTO = b"\xff\xd8\xff" + "清河断面整改后".encode() * 1000
DIGEST = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalEvidenceStore:
    return LocalEvidenceStore(tmp_path / "evidence")


def files(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


def test_content_is_kept_under_its_digest_in_two_levels(store: LocalEvidenceStore, tmp_path: Path) -> None:
    stored = store.put(BytesIO(PHOTO), limit=MIB)

    assert (stored.digest, stored.size) == (DIGEST, len(PHOTO))
    assert (tmp_path / "evidence" / DIGEST[:2] / DIGEST[2:4] / DIGEST).read_bytes() == PHOTO


def test_content_comes_back_as_it_went_in(store: EvidenceStore) -> None:
    digest = store.put(BytesIO(PHOTO), limit=MIB, expected=len(PHOTO)).digest

    with store.open(digest) as file:
        assert file.read() == PHOTO
    assert store.exists(digest)
    assert store.size(digest) == len(PHOTO)
    assert store.verify(digest)


def test_the_same_content_is_kept_once(store: LocalEvidenceStore, tmp_path: Path) -> None:
    store.put(BytesIO(PHOTO), limit=MIB)
    store.put(BytesIO(PHOTO), limit=MIB)

    assert files(tmp_path) == [DIGEST]


def test_an_empty_file_is_a_file(store: LocalEvidenceStore) -> None:
    assert store.put(BytesIO(b""), limit=MIB).size == 0


def test_a_file_of_exactly_the_limit_is_kept(store: LocalEvidenceStore) -> None:
    assert store.put(BytesIO(PHOTO), limit=len(PHOTO)).size == len(PHOTO)


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(store: LocalEvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="2 MB"):
        store.put(BytesIO(bytes(2 * MIB + 1)), limit=2 * MIB)

    assert files(tmp_path) == []


def test_a_file_cut_off_is_refused_and_leaves_nothing(store: LocalEvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(CutOff, match=f"应收 {len(PHOTO)} 字节，只收到 100 字节"):
        store.put(BytesIO(PHOTO[:100]), limit=MIB, expected=len(PHOTO))

    assert files(tmp_path) == []


class BrokenConnection(BytesIO):
    """A stream that fails after its first piece, as a socket does when the browser goes away."""

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        if not piece:
            raise ConnectionResetError
        return piece


def test_a_broken_connection_leaves_nothing(store: LocalEvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        store.put(BrokenConnection(PHOTO), limit=MIB)

    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "0" * 63, "/" + "0" * 63, "0" * 64])
def test_what_is_not_held_is_not_found_and_no_name_leads_outside(store: LocalEvidenceStore, name: str) -> None:
    with pytest.raises(NotFound):
        store.open(name)
    with pytest.raises(NotFound):
        store.size(name)
    with pytest.raises(NotFound):
        store.delete(name)


def test_a_file_changed_on_the_disk_no_longer_answers_to_its_name(store: LocalEvidenceStore, tmp_path: Path) -> None:
    store.put(BytesIO(PHOTO), limit=MIB)
    (tmp_path / "evidence" / DIGEST[:2] / DIGEST[2:4] / DIGEST).write_bytes(PHOTO + b"!")

    assert not store.verify(DIGEST)


def test_uploading_again_mends_a_file_changed_on_the_disk(store: LocalEvidenceStore, tmp_path: Path) -> None:
    store.put(BytesIO(PHOTO), limit=MIB)
    (tmp_path / "evidence" / DIGEST[:2] / DIGEST[2:4] / DIGEST).write_bytes(b"")

    store.put(BytesIO(PHOTO), limit=MIB)

    assert store.verify(DIGEST)


def test_deleted_content_is_gone(store: LocalEvidenceStore) -> None:
    store.put(BytesIO(PHOTO), limit=MIB)
    store.delete(DIGEST)

    assert not store.exists(DIGEST)


class Endless(BytesIO):
    """As many bytes as are asked for, without keeping any."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size

    def read(self, size: int | None = -1, /) -> bytes:
        piece = min(self.left, size or 0)
        self.left -= piece
        return bytes(piece)


def test_a_large_file_does_not_fill_the_memory(store: LocalEvidenceStore) -> None:
    tracemalloc.start()
    try:
        store.put(Endless(64 * MIB), limit=64 * MIB)
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()


KILLED = """
import os, signal, sys
from pathlib import Path
from workflows.records import LocalEvidenceStore

class Killed:
    pieces = [b"x" * 1000]
    def read(self, size):
        if self.pieces:
            return self.pieces.pop()
        os.kill(os.getpid(), signal.SIGKILL)

LocalEvidenceStore(Path(sys.argv[1])).put(Killed(), limit=10000)
"""


def test_a_killed_process_leaves_nothing_that_can_be_opened(store: LocalEvidenceStore, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "evidence")], check=False)

    assert done.returncode == -signal.SIGKILL
    (left,) = (tmp_path / "evidence").rglob("*/tmp*")
    assert left.parent.name == "incoming"

    assert store.sweep(before=left.stat().st_mtime) == 0, "an upload that may still be running stays"
    os.utime(left, (1, 1))
    assert store.sweep(before=2) == 1
    assert files(tmp_path) == []
