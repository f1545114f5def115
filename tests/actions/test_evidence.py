"""Evidence: what is kept, what is refused, and that nothing is half-kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.city import CaseFile, City
from workflows.actions.evidence import add_evidence
from workflows.records.evidence_store import CutOff
from workflows.rules.errors import NotPermitted, NotYet, TooLarge
from workflows.rules.file_kinds import WrongKind, file_name


def test_a_file_is_kept_with_its_digest_and_who_brought_it(any_city: City) -> None:
    case = any_city.case()

    case.adds_evidence("周敏", "现场 照片.txt", "内容".encode())

    [line] = case.page("周敏").evidence
    assert (line.name, line.size, line.uploaded_by) == ("现场 照片.txt", 6, "周敏")
    assert any_city.store.verify(line.digest)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("程序.exe", b"MZ", WrongKind),
        ("没有扩展名", b"x", WrongKind),
        ("假照片.jpg", b"<html>", WrongKind),
        ("假公文.pdf", b"MZ\x90", WrongKind),
        ("空白.txt", b"", WrongKind),
        ("太大.txt", b"x" * 1001, TooLarge),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_nothing(
    city: City, tmp_path: Path, name: str, content: bytes, refusal: type[Exception]
) -> None:
    case = city.case()
    before = case.journal()

    with pytest.raises(refusal):
        case.adds_evidence("周敏", name, content)

    assert case.page("周敏").evidence == ()
    assert case.journal() == before
    kept = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file() and path.stat().st_size]
    assert kept == []


def test_an_upload_that_is_cut_off_leaves_nothing(city: City) -> None:
    case = city.case()

    with pytest.raises(CutOff, match="重新上传"), city.transaction() as session:
        add_evidence(
            session,
            city.store,
            problem_id=case.problem_id,
            stream=io.BytesIO(b"half"),
            name="照片.txt",
            limit=1000,
            expected=8,
            by=city.people["周敏"],
            at=city.now,
        )

    assert case.page("周敏").evidence == ()


def test_a_stranger_to_the_problem_adds_nothing(city: City) -> None:
    case = city.case(lead=("市生态环境局",))

    with pytest.raises(Exception, match=r"没有找到|不能办理"):
        case.adds_evidence("陈静")


def test_a_closed_case_takes_no_more_evidence(city: City) -> None:
    case = city.case().goes_to("reopened")

    with pytest.raises(NotYet, match="封存"):
        case.adds_evidence("周敏")


def test_a_leader_who_only_decides_does_not_add_evidence(city: City) -> None:
    case: CaseFile = city.case()

    with pytest.raises(NotPermitted, match="责任单位"):
        case.adds_evidence("李国庆")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\照片\\现场.jpg", "现场.jpg"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("现\n场\x00.jpg", "现场.jpg"),
        ("长" * 300 + ".jpg", "长" * 196 + ".jpg"),
        ("", "未命名"),
    ],
)
def test_a_file_name_is_a_name_and_nothing_else(given: str, kept: str) -> None:
    assert file_name(given) == kept
