"""Printing many papers: one file of all, each once whatever is killed, and a paper that cannot be made holds up none."""

from __future__ import annotations

import io
import os
import threading
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from pdfminer.high_level import extract_text
from sqlalchemy import Engine, select

from reports.fonts import fonts_ready
from tests.city import CaseFile, City, reading
from tests.jobs import bundled
from webapp.batches import NoRoomToPrint, bind_batch, print_copy, run_batch
from webapp.house import House
from webapp.presses import PressLost
from workflows.actions import documents
from workflows.actions import print_batches as actions
from workflows.jobs import TryLater
from workflows.records import Document, JournalEntry, PrintBatch, PrintItem
from workflows.rules.errors import NotFound, NotYet, Refusal

Do = Callable[[str, dict[str, str]], None]


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    return City.founded(sqlite_engine, tmp_path / "evidence")


@pytest.fixture
def house(city: City, tmp_path: Path) -> House:
    """An installation whose fonts count as ready; what needs real ones asks for `fonts`."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "READY").write_text("1\n", encoding="utf-8")
    return bundled.house_of(city, tmp_path)


@pytest.fixture
def fonts() -> Path:
    directory = Path(os.environ.get("XIAOHAO_FONTS_DIR", "~/.cache/xiaohao/fonts")).expanduser()
    if not fonts_ready(directory):
        pytest.skip("the fonts of the documents are not built yet; ./run test builds them")
    return directory


def accepted(city: City, house: House, count: int, *, signed: bool = True) -> list[Document]:
    """The acceptance reports of so many cases, signed or waiting for the press."""
    cases = city.loads(reading(problems=count))
    for case in cases:
        case.goes_to("reinspect")
        if signed:
            bundled.signs_papers(case, house)
    return [document for case in cases for document in case.documents()]


def asks(
    city: City, papers: Sequence[Document], *, by: str = "孙悦", prints: str = "originals", result: str = "zip"
) -> UUID:
    with city.transaction() as session:
        ids = [each.id for each in papers]
        return actions.ask_to_print(
            session, document_ids=ids, prints=prints, result=result, by=city.people[by], at=city.now
        )


def press(house: House) -> Do:
    """Does the orders of a batch at once, in this process; a paper is a small signed PDF."""

    def do(job: str, arguments: dict[str, str]) -> None:
        if job == "bind_batch":
            bind_batch(house, arguments)
        elif job == "print_copy":
            print_copy(house, arguments)
        else:
            sign_one(house, UUID(arguments["document_id"]))

    return do


def sign_one(house: House, document_id: UUID) -> None:
    with house.sessions() as session:
        stored = house.store.put(io.BytesIO(f"%PDF {document_id}".encode()), limit=10**6)
        documents.finish(session, document_id=document_id, final=stored, at=house.clock.now(session))
        session.commit()


def seen(house: House, batch_id: UUID) -> tuple[PrintBatch, list[PrintItem]]:
    with house.sessions() as session:
        batch = session.get_one(PrintBatch, batch_id)
        query = select(PrintItem).where(PrintItem.batch_id == batch_id).order_by(PrintItem.position)
        return batch, list(session.scalars(query))


def result(house: House, batch_id: UUID) -> bytes:
    batch, _ = seen(house, batch_id)
    assert batch.file_digest is not None
    with house.store.open(batch.file_digest) as file:
        return file.read()


def test_a_paper_left_between_its_drawing_and_its_signature_is_finished_with_the_batch(
    city: City, house: House
) -> None:
    papers = accepted(city, house, 2, signed=False)
    with city.transaction() as session:
        session.get_one(Document, papers[0].id).status = "signing"  # as a killed worker leaves it
    batch_id = asks(city, papers)
    run_batch(house, press(house), 2, batch_id)
    assert [item.status for item in seen(house, batch_id)[1]] == ["done", "done"]


def test_the_result_holds_every_signed_file_byte_for_byte_and_a_list(city: City, house: House) -> None:
    papers = accepted(city, house, 3)
    batch_id = asks(city, papers)
    run_batch(house, press(house), 2, batch_id)
    with zipfile.ZipFile(io.BytesIO(result(house, batch_id))) as archive:
        names = archive.namelist()
        assert names[0] == "目录.txt"
        assert [name[:3] for name in names[1:]] == ["001", "002", "003"]
        listed = archive.read("目录.txt").decode("utf-8-sig")
        for paper, name in zip(papers, names[1:], strict=True):
            assert paper.number in listed
            with house.store.open(str(paper.file_digest)) as original:
                assert archive.read(name) == original.read()


def test_papers_that_were_not_made_yet_are_made_by_it(city: City, house: House) -> None:
    batch_id = asks(city, accepted(city, house, 3, signed=False))
    run_batch(house, press(house), 2, batch_id)
    assert [item.status for item in seen(house, batch_id)[1]] == ["done"] * 3


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (PressLost(), "意外结束"),
        (OSError(28, "No space left on device"), "存储空间不够"),
        (ValueError("cannot identify image"), "把这句话告诉系统管理员"),
        (TryLater(why="所附的验收报告还在制作"), "所附的文书还没有做好"),
    ],
)
def test_one_paper_that_cannot_be_made_says_why_and_the_others_go_on(
    city: City, house: House, trouble: Exception, words: str
) -> None:
    papers = accepted(city, house, 3, signed=False)
    usual = press(house)

    def do(job: str, arguments: dict[str, str]) -> None:
        if arguments.get("document_id") == str(papers[1].id):
            raise trouble
        usual(job, arguments)

    batch_id = asks(city, papers)
    run_batch(house, do, 2, batch_id)
    batch, items = seen(house, batch_id)
    assert (batch.status, [item.status for item in items]) == ("ready", ["done", "failed", "done"])
    assert words in str(items[1].error)
    with zipfile.ZipFile(io.BytesIO(result(house, batch_id))) as archive:
        assert len(archive.namelist()) == 3
        assert words in archive.read("目录.txt").decode("utf-8-sig")

    with city.transaction() as session:
        actions.print_again(session, batch_id=batch_id, by=city.people["孙悦"], at=city.now)
    run_batch(house, usual, 2, batch_id)
    assert [item.status for item in seen(house, batch_id)[1]] == ["done"] * 3


def test_a_void_paper_is_left_out_and_said_to_be_void(city: City, house: House) -> None:
    papers = accepted(city, house, 2)
    with city.transaction() as session:
        session.get_one(Document, papers[0].id).cancelled_at = city.now
    batch_id = asks(city, papers)
    run_batch(house, press(house), 1, batch_id)
    assert [(item.status, item.error) for item in seen(house, batch_id)[1]] == [
        ("failed", "这份文书已作废，没有收入。"),
        ("done", None),
    ]


class Killed(BaseException):
    """The worker ends here, as with kill -9: nothing after it runs."""


def test_a_killed_worker_goes_on_where_it_was_and_prints_nothing_twice(city: City, house: House) -> None:
    papers = accepted(city, house, 6, signed=False)
    batch_id, made, usual = asks(city, papers), list[str](), press(house)

    def do(job: str, arguments: dict[str, str]) -> None:
        if len(made) == 3:
            raise Killed
        usual(job, arguments)
        made.append(arguments.get("document_id", job))

    with pytest.raises(Killed):
        run_batch(house, do, 1, batch_id)
    batch, items = seen(house, batch_id)
    assert (batch.status, [item.status for item in items].count("done")) == ("printing", 3)

    made_before = list(made)
    made.append("the worker is started again")
    run_batch(house, do, 1, batch_id)
    again = made[4:-1]
    assert sorted([*made_before, *again]) == sorted(str(paper.id) for paper in papers)
    assert seen(house, batch_id)[0].status == "ready"
    with city.transaction() as session:
        ready = list(session.scalars(select(JournalEntry.text).where(JournalEntry.what == "document:ready")))
    assert len(ready) == 6
    run_batch(house, do, 1, batch_id)
    assert len(made[4:-1]) == len(again), "a finished batch is left alone"


def test_a_full_disk_at_the_end_is_a_sentence_and_keeps_what_was_made(city: City, house: House) -> None:
    batch_id, usual = asks(city, accepted(city, house, 2)), press(house)

    def do(job: str, arguments: dict[str, str]) -> None:
        if job == "bind_batch":
            raise NoRoomToPrint
        usual(job, arguments)

    from webapp import batches

    class Full:
        count = 1

        def do(self, job: str, arguments: dict[str, str]) -> None:
            do(job, arguments)

    with pytest.raises(NoRoomToPrint):
        batches.print_batch(house, Full(), {"batch_id": str(batch_id)})  # type: ignore[arg-type]  # does what Presses does, in this process
    batch, items = seen(house, batch_id)
    assert (batch.status, batch.file_digest, [item.status for item in items]) == ("failed", None, ["done"] * 2)
    assert "存储空间不够" in str(batch.error)


def test_a_batch_waits_while_the_fonts_are_built(city: City, house: House, tmp_path: Path) -> None:
    batch_id = asks(city, accepted(city, house, 1))
    (tmp_path / "fonts" / "READY").unlink()
    with pytest.raises(TryLater, match="字体还没有准备好"):
        run_batch(house, press(house), 1, batch_id)
    assert seen(house, batch_id)[0].status == "waiting"


def test_what_may_not_be_seen_is_not_printed(city: City, house: House) -> None:
    papers = accepted(city, house, 1)
    with pytest.raises(NotYet, match="没有选中"):
        asks(city, [])
    assert asks(city, papers, by="周敏")
    with city.transaction() as session:
        stranger = city.people["周敏"]
        other = actions.ask_to_print(
            session, document_ids=[papers[0].id], prints="originals", result="zip", by=stranger, at=city.now
        )
    with city.transaction() as session, pytest.raises(NotFound):
        actions.print_again(session, batch_id=other, by=city.people["孙悦"], at=city.now)


def test_more_than_can_be_printed_at_once_is_refused(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    with pytest.raises(actions.TooManyPapers, match="一次最多打印 1 份，选中了 2 份"):
        asks(city, [Document(id=UUID(int=1)), Document(id=UUID(int=2))])


def test_progress_is_there_while_it_prints(city: City, house: House) -> None:
    batch_id, usual, told = asks(city, accepted(city, house, 3, signed=False)), press(house), list[int]()
    lock = threading.Lock()

    def do(job: str, arguments: dict[str, str]) -> None:
        with lock:
            told.append(sum(item.status == "done" for item in seen(house, batch_id)[1]))
        usual(job, arguments)

    run_batch(house, do, 1, batch_id)
    assert told == [0, 1, 2, 3]


class TestCopies:
    """Reprints are drawn anew, marked, unsigned and journalled; the original stays as it is."""

    @pytest.fixture
    def house(self, city: City, tmp_path: Path, fonts: Path) -> House:
        made = bundled.house_of(city, tmp_path)
        from dataclasses import replace

        return replace(made, settings=made.settings.model_copy(update={"fonts_dir": fonts}))

    def test_a_copy_says_so_on_every_page_by_whom_and_when(self, city: City, house: House) -> None:
        [paper] = accepted(city, house, 1)
        batch_id = asks(city, [paper], by="周敏", prints="copies", result="merged")
        run_batch(house, press(house), 1, batch_id)
        pdf = result(house, batch_id)
        pages = extract_text(io.BytesIO(pdf)).split("\f")[:-1]
        for page in pages:
            text = "".join(page.split())
            assert "副本" in text
            assert "周敏于2026年11月2日9时00分重印" in text
            assert str(paper.file_digest)[:20] in text
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert "/AcroForm" not in document.Root, "nobody can sign a copy"
        case = case_of(city, paper)
        assert case.journal()[-1] == "document:copied"
        [after] = case.documents()
        assert (after.file_digest, after.status) == (paper.file_digest, "ready")

    def test_only_what_was_issued_and_signed_is_copied(self, city: City, house: House) -> None:
        batch_id = asks(city, accepted(city, house, 1, signed=False), prints="copies")
        run_batch(house, press(house), 1, batch_id)
        [item] = seen(house, batch_id)[1]
        assert item.status == "failed"
        assert "还没有签名完成，不能重印副本" in str(item.error)

    def test_the_merged_file_says_that_only_single_files_are_signed(self, city: City, house: House) -> None:
        batch_id = asks(city, accepted(city, house, 2), result="merged")
        run_batch(house, press(house), 2, batch_id)
        pdf = result(house, batch_id)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert "/AcroForm" not in document.Root
            assert len(document.pages) == 6, "each paper begins on an odd page"
            with document.open_outline() as outline:
                assert [item.title[:3] for item in outline.root] == ["文书合", "青督改", "青督改"]
        cover = "".join(extract_text(io.BytesIO(pdf), page_numbers=[0]).split())
        assert "合订件没有电子签名" in cover
        assert "请使用每份文书单独的PDF文件" in cover


def case_of(city: City, paper: Document) -> CaseFile:
    with city.transaction() as session:
        from workflows.records import Case

        return CaseFile(city=city, problem_id=session.get_one(Case, paper.case_id).problem_id)


def test_every_refusal_of_printing_is_a_sentence_in_both_languages() -> None:
    for kind in (NoRoomToPrint, PressLost, actions.TooManyPapers):
        refusal: Refusal = kind(most=1, count=2)
        assert str(refusal).endswith("。")
        assert refusal.english.endswith(".")
