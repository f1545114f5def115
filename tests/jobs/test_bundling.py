"""The job that packs an evidence bundle: who may ask, what a lost file and a full disk do, how much memory it takes."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from sqlalchemy import Engine

from reports.bundles.packing import Member, of_text, pack
from tests.city import CaseFile, City
from tests.jobs import bundled
from webapp.bundling import NoRoom, pack_bundle
from webapp.house import House
from workflows import jobs
from workflows.rules.errors import NotPermitted


@pytest.fixture
def case(sqlite_engine: Engine, tmp_path: Path) -> CaseFile:
    return City.founded(sqlite_engine, tmp_path / "evidence").case().goes_to("self_check")


@pytest.fixture
def house(case: CaseFile, tmp_path: Path) -> House:
    return bundled.house_of(case.city, tmp_path)


def test_asking_is_written_into_the_journal_and_into_the_bundle(case: CaseFile, house: House) -> None:
    bundle = bundled.bundle_of(case, house, by="周敏")
    assert case.journal()[-1] == "bundle:asked"
    assert bundle.journal_seq == len(case.journal())
    assert bundle.status == "ready"


def test_asking_twice_while_it_is_packed_is_asking_once(case: CaseFile, house: House) -> None:
    assert bundled.asks(case, "孙悦") == bundled.asks(case, "周敏")
    assert case.journal().count("bundle:asked") == 1
    with house.sessions() as session:
        assert jobs.waiting(session).waiting == 1


def test_an_inspector_takes_no_bundle(case: CaseFile) -> None:
    with pytest.raises(NotPermitted):
        bundled.asks(case, "王立新")


def test_a_file_the_store_lost_is_named_and_the_rest_is_packed(case: CaseFile, house: House, tmp_path: Path) -> None:
    [stored] = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    stored.write_bytes(b"rotten")
    bundle = bundled.unpacked(
        bundled.file_of(bundled.bundle_of(case, house), house, tmp_path / "b.zip"), tmp_path / "b"
    )
    found = bundle.checked()
    assert found.code == 0, found.said
    assert "《整改后现场照片.txt》：存储中的文件丢失或损坏" in found.said


def test_a_full_disk_is_a_sentence_at_the_bundle_and_the_next_try_makes_it(
    case: CaseFile, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle_id = bundled.asks(case, "孙悦")
    with monkeypatch.context() as full:
        full.setattr("webapp.bundling.pack", no_room)
        with pytest.raises(NoRoom):
            pack_bundle(house, {"bundle_id": str(bundle_id)})
    with house.sessions() as session:
        failed = session.get_one(bundled.CaseBundle, bundle_id)
    assert (failed.status, failed.file_digest) == ("failed", None)
    assert "存储空间不够" in str(failed.error)
    pack_bundle(house, {"bundle_id": str(bundle_id)})
    with house.sessions() as session:
        assert session.get_one(bundled.CaseBundle, bundle_id).status == "ready"


def test_memory_stays_flat_and_progress_is_told() -> None:
    """Thirty files of 8 MiB that are never there at once: what is read at a time is one piece."""
    largest = 0

    class Pieces(io.RawIOBase):
        left = 8 << 20

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            nonlocal largest
            largest = max(largest, size)
            taken = min(self.left, size)
            self.left -= taken
            return b"\0" * taken

    sample = of_text("x", "evidence", "\0" * (8 << 20))
    members = [
        Member(path=f"evidence/{n}", kind="evidence", sha256=sample.sha256, size=8 << 20, open=lambda: Pieces())  # type: ignore[arg-type, return-value]  # raw files are files
        for n in range(30)
    ]
    told: list[int] = []
    about = {"case": {"id": ""}, "journal": {}, "absent": []}
    with TemporaryFile() as out:
        pack(about, members, out, tell=told.append)
    assert largest == 1 << 20
    assert told == list(range(1, 33))


def no_room(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
