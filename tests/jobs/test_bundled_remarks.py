"""Comments and pairs of photographs in an evidence bundle: what was said is proved by the journal, what was taken back stays here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select

from tests.actions.test_photo_pairs import JPEG, pairs
from tests.city import CaseFile, City
from tests.jobs import bundled
from tests.jobs.bundled import Unpacked
from workflows.actions.comments import add_comment, withdraw_comment
from workflows.records import Comment


@pytest.fixture
def told(sqlite_engine: Engine, tmp_path: Path) -> Unpacked:
    """The bundle of a case with two comments, one of them taken back, and a pair of photographs."""
    city = City.founded(sqlite_engine, tmp_path / "evidence")
    case, house = city.case(), bundled.house_of(city, tmp_path)
    for name in ("甲.jpg", "乙.jpg"):
        case.adds_evidence("周敏", name, JPEG)
    pairs(case, "甲.jpg", "乙.jpg")
    says(case, "请补充监测报告")
    takes_back(case, says(case, "这一句写错了"))
    archive = bundled.file_of(bundled.bundle_of(case, house), house, tmp_path / "证据包.zip")
    return bundled.unpacked(archive, tmp_path / "包")


def test_what_people_said_and_paired_goes_along_and_is_proved_by_the_journal(told: Unpacked) -> None:
    found = told.checked()
    assert found.wrong() == []
    assert "评论共 2 条：与日志的登记相同（其中本人撤回 1 条" in found.said
    assert "照片配对 1 对：与日志的登记相同" in found.said
    [pair] = json.loads((told.folder / "manifest.json").read_text(encoding="utf-8"))["pairs"]
    assert (pair["before_name"], pair["after_name"], pair["set_by"]) == ("甲.jpg", "乙.jpg", "周敏")
    assert all((told.folder / pair[side]).is_file() for side in ("before", "after"))


def test_words_that_were_taken_back_are_nowhere_in_the_bundle(told: Unpacked) -> None:
    said = [json.loads(line)["text"] for line in lines(told)]
    assert said == ["请补充监测报告", None]
    assert not [each.name for each in told.files() if "这一句写错了".encode() in each.read_bytes()]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said[0].update(text="不用补充了"), "内容与日志第"),
        (lambda said: said[0].update(by="孙悦"), "发表的人或时间"),
        (lambda said: said[0].update(text=None), "没有撤回的记录"),
        (lambda said: said[0].update(seq=1), "日志里没有登记过这条评论"),
        (lambda said: said.pop(0), "登记的评论不在包里"),
        (lambda said: said.append(said[0]), "列了不止一次"),
    ],
)
def test_a_comment_that_was_changed_is_found_though_the_list_was_mended(
    told: Unpacked, change: Callable[[Any], None], words: str
) -> None:
    said = [json.loads(line) for line in lines(told)]
    change(said)
    text = "".join(f"{bundled.spelt(each)}\n" for each in said)
    (told.folder / "comments.jsonl").write_text(text, encoding="utf-8")
    told.lists_again()
    assert any(words in each for each in told.checked().wrong())


def test_comments_taken_out_altogether_are_missed(told: Unpacked) -> None:
    (told.folder / "comments.jsonl").unlink()
    told.lists_again()
    assert len(told.checked().wrong()) == 2


def test_a_pair_nobody_set_and_one_left_out_are_found(told: Unpacked) -> None:
    def swapped(manifest: Any) -> None:
        [pair] = manifest["pairs"]
        pair["before"], pair["after"] = pair["after"], pair["before"]

    told.changes("manifest.json", swapped)
    assert any("照片配对 1 对" in each for each in told.checked().wrong())
    told.changes("manifest.json", lambda manifest: manifest.pop("pairs"))
    assert any("照片配对 0 对" in each for each in told.checked().wrong())


def lines(told: Unpacked) -> list[str]:
    return (told.folder / "comments.jsonl").read_text(encoding="utf-8").splitlines()


def says(case: CaseFile, text: str) -> UUID:
    """周敏 says something about the case."""
    city = case.city
    with city.transaction() as session:
        by, asked = city.people["周敏"], {"problem_id": case.problem_id, "request_id": uuid4(), "at": city.now}
        add_comment(session, text=text, chosen={}, by=by, **asked)
        return session.scalars(select(Comment.id).where(Comment.text == text)).one()


def takes_back(case: CaseFile, comment_id: UUID) -> None:
    city = case.city
    with city.transaction() as session:
        by, asked = city.people["周敏"], {"problem_id": case.problem_id, "request_id": uuid4(), "at": city.now}
        withdraw_comment(session, comment_id=comment_id, by=by, **asked)
