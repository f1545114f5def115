"""Evidence bundles: what is in them, the same bytes each time, and every tampering found at its place by a stranger's Python."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reports.bundles.program import program
from tests.city import CaseFile, City
from tests.jobs import bundled
from tests.jobs.bundled import Unpacked
from webapp.bundling import pack_bundle
from webapp.house import House
from workflows.records import make_engine


@pytest.fixture(scope="module")
def closed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CaseFile, House]]:
    """A closed case, for tests that only read it."""
    directory = tmp_path_factory.mktemp("bundled")
    shutil.copyfile(sqlite_template, directory / "xiaohao.db")
    engine = make_engine(f"sqlite:///{directory / 'xiaohao.db'}")
    city = City.founded(engine, directory / "evidence")
    house = bundled.house_of(city, directory)
    yield bundled.closed_case(city, house), house
    engine.dispose()


@pytest.fixture(scope="module")
def archive(closed: tuple[CaseFile, House], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its bundle as somebody downloaded it."""
    case, house = closed
    return bundled.file_of(bundled.bundle_of(case, house), house, tmp_path_factory.mktemp("download") / "证据包.zip")


@pytest.fixture
def bundle(archive: Path, tmp_path: Path) -> Unpacked:
    """The bundle unpacked, to be tampered with."""
    return bundled.unpacked(archive, tmp_path / "包")


class TestAGenuineBundle:
    def test_holds_in_every_part_and_says_so(self, archive: Path, bundle: Unpacked) -> None:
        for found in (bundle.checked(), bundled.checked(archive, checker=bundle.folder / "verify.py")):
            assert (found.code, found.wrong()) == (0, []), found.said
            for words in (
                "日志共",
                "重新抽取，结果逐字相同",
                "完好，签名证书",
                "最后一个签名覆盖整个文件",
                "所印的日志链尾",
                "全部相符",
            ):
                assert words in found.said, words

    def test_has_everything_of_the_case_and_a_list_of_it(self, bundle: Unpacked) -> None:
        manifest = json.loads((bundle.folder / "manifest.json").read_text(encoding="utf-8"))
        kinds = [each["kind"] for each in manifest["files"]]
        assert {kind: kinds.count(kind) for kind in ("paper", "evidence", "draw", "journal", "comments", "diagram", "certificate")} == {
            "paper": kinds.count("paper"), "evidence": 1, "draw": 1, "journal": 1, "comments": 1, "diagram": 1, "certificate": 1
        }  # fmt: skip
        assert kinds.count("paper") >= 2
        assert kinds.count("form") > 10
        assert manifest["absent"] == []
        listed = {each["path"] for each in manifest["files"]}
        assert {each.relative_to(bundle.folder).as_posix() for each in bundle.files()} == listed | {"manifest.json"}

    def test_lists_what_personal_data_it_holds_and_has_no_login_names(self, bundle: Unpacked) -> None:
        usage = (bundle.folder / "请先读我.txt").read_text(encoding="utf-8")
        assert "个人信息" in usage
        assert "办理人员的姓名" in usage
        everything = b"".join(each.read_bytes() for each in bundle.files() if each.suffix in (".json", ".jsonl"))
        assert b"password" not in everything
        assert b'"login"' not in everything

    def test_is_the_same_file_whenever_it_is_made_from_the_same_records(self, closed: tuple[CaseFile, House]) -> None:
        case, house = closed
        first = bundled.bundle_of(case, house)
        with case.city.transaction() as session:
            again = session.get_one(type(first), first.id)
            again.status = "waiting"
        pack_bundle(house, {"bundle_id": str(first.id)})
        with house.sessions() as session:
            again = session.get_one(type(first), first.id)
        assert (again.file_digest, again.manifest_digest) == (first.file_digest, first.manifest_digest)

    def test_checks_itself_against_the_digest_of_the_page(
        self, archive: Path, bundle: Unpacked, tmp_path: Path
    ) -> None:
        checker, digest = bundled.own_checker(tmp_path), digest_of(archive)
        assert "与页面公布的摘要相同" in bundled.checked(archive, "--expect", digest, checker=checker).said
        other = bundled.checked(archive, "--expect", "0" * 64, checker=checker)
        assert (other.code, len(other.wrong())) == (1, 1)
        assert bundle.checked("--expect", digest_of(bundle.folder / "manifest.json")).code == 0

    def test_says_where_there_is_no_openssl_that_signatures_were_not_checked(
        self, archive: Path, tmp_path: Path
    ) -> None:
        found = bundled.checked(archive, checker=bundled.own_checker(tmp_path), path=str(tmp_path))
        assert found.code == 3
        assert "没有 openssl" in found.said
        assert found.wrong() == []

    def test_needs_no_python_newer_than_3_8_and_nothing_but_its_library(self) -> None:
        tree = ast.parse(program(), feature_version=(3, 8))
        modules = {name for node in ast.walk(tree) for name in imported(node)}
        assert modules <= {
            "__future__", "collections", "datetime", "hashlib", "json", "os", "re", "shutil", "stat", "subprocess", "sys",
            "tempfile", "typing", "zipfile", "zlib",
        }  # fmt: skip


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name.split(".")[0] for each in node.names]
    return [(node.module or "").split(".")[0]] if isinstance(node, ast.ImportFrom) else []


class TestTampering:
    """Each is found at its place: the line names the file or the entry."""

    def finds(self, bundle: Unpacked, *wanted: str) -> None:
        found = bundle.checked()
        assert found.code == 1, found.said
        for words in wanted:
            assert any(words in line for line in found.wrong()), (words, found.wrong())

    def test_a_changed_file(self, bundle: Unpacked) -> None:
        file = bundle.path("evidence/")
        file.write_bytes(b"x" + file.read_bytes()[1:])
        self.finds(bundle, f"evidence/{file.name}：内容被改动")

    def test_a_removed_file(self, bundle: Unpacked) -> None:
        file = bundle.path("evidence/")
        file.unlink()
        self.finds(bundle, f"evidence/{file.name}：清单里有，包里没有")

    def test_a_removed_file_and_its_line_in_the_manifest(self, bundle: Unpacked) -> None:
        bundle.path("evidence/").unlink()
        bundle.lists_again()
        self.finds(bundle, "登记的《整改后现场照片.txt》不在清单里")

    def test_an_added_file(self, bundle: Unpacked) -> None:
        (bundle.folder / "evidence" / "999 补充.txt").write_text("后来加的", encoding="utf-8")
        self.finds(bundle, "evidence/999 补充.txt：清单里没有")

    def test_an_added_file_with_a_line_in_the_manifest(self, bundle: Unpacked) -> None:
        (bundle.folder / "evidence" / "999 补充.txt").write_text("后来加的", encoding="utf-8")
        line = {"path": "evidence/999 补充.txt", "kind": "evidence", "sha256": "", "size": 0}
        bundle.changes("manifest.json", lambda manifest: manifest["files"].append(line))
        bundle.lists_again()
        self.finds(bundle, "evidence/999 补充.txt：清单里的摘要在日志里没有登记过")

    def test_an_edited_line_of_the_journal(self, bundle: Unpacked) -> None:
        edit_journal(bundle, 5, text=lambda text: text.replace("}", ',"x":1}', 1))
        self.finds(bundle, "journal.jsonl：内容被改动", "日志第 5 条：内容与其哈希值不符")

    def test_an_edited_line_with_its_hash(self, bundle: Unpacked) -> None:
        edit_journal(bundle, 5, rehash=1, actor_name=lambda _: "别人")
        bundle.lists_again()
        self.finds(bundle, "日志第 6 条：与上一条不相衔接")

    def test_a_journal_rewritten_to_its_end_is_given_away_by_the_signed_papers(self, bundle: Unpacked) -> None:
        edit_journal(bundle, 5, rehash=10**6, actor_name=lambda _: "别人")
        bundle.lists_again()
        self.finds(bundle, "日志末尾", "日志在签发以后被改写")

    def test_a_line_taken_out_of_the_journal(self, bundle: Unpacked) -> None:
        journal = bundle.folder / "journal.jsonl"
        lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
        journal.write_text("".join([*lines[:6], *lines[7:]]), encoding="utf-8")
        self.finds(bundle, "日志第 8 条：前面缺失或多出记录（上一条是第 6 条）")

    def test_a_tail_cut_off_the_journal(self, bundle: Unpacked) -> None:
        journal = bundle.folder / "journal.jsonl"
        lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
        journal.write_text("".join(lines[:-1]), encoding="utf-8")
        bundle.lists_again()
        self.finds(bundle, "日志末尾：应为第")

    @pytest.mark.parametrize("what", ["seed", "result", "frozen"])
    def test_a_changed_draw(self, bundle: Unpacked, what: str) -> None:
        def change(record: Any) -> None:
            if what == "seed":
                record["seed"] = "99"
            elif what == "result":
                record["result"]["drawn"] = []
            else:
                record["frozen"]["rule"]["minimum"] = 0

        file = bundle.path("draws/")
        bundle.changes(f"draws/{file.name}", change)
        bundle.lists_again()
        self.finds(bundle, f"draws/{file.name}：")

    def test_a_swapped_paper(self, bundle: Unpacked) -> None:
        papers = sorted((bundle.folder / "papers").iterdir())
        shutil.copyfile(papers[0], papers[1])
        bundle.lists_again()
        self.finds(bundle, f"papers/{papers[1].name}：内嵌的案卷数据与签发时登记的不同", "不在清单里")

    def test_a_paper_changed_after_signing(self, bundle: Unpacked) -> None:
        paper = bundle.path("papers/001")
        paper.write_bytes(paper.read_bytes().replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 612 793 ]"))
        self.finds(bundle, f"papers/{paper.name}：内容被改动", f"papers/{paper.name} 第 1 个签名：签名与内容不符")

    def test_bytes_added_behind_the_last_signature(self, bundle: Unpacked) -> None:
        paper = bundle.path("papers/001")
        paper.write_bytes(paper.read_bytes() + b"\n% more\n")
        bundle.lists_again()
        self.finds(bundle, f"papers/{paper.name}：最后一个签名以后又添加了内容")

    def test_a_paper_without_its_signature(self, bundle: Unpacked) -> None:
        paper = bundle.path("papers/001")
        paper.write_bytes(paper.read_bytes().replace(b"/ByteRange", b"/ByteRangf"))
        self.finds(bundle, f"papers/{paper.name}：没有电子签名")

    def test_a_changed_manifest(self, bundle: Unpacked) -> None:
        def change(manifest: Any) -> None:
            manifest["files"][0]["sha256"] = "0" * 64

        bundle.changes("manifest.json", change)
        first = json.loads((bundle.folder / "manifest.json").read_text(encoding="utf-8"))["files"][0]["path"]
        self.finds(bundle, f"{first}：内容被改动")

    def test_a_changed_checker_is_found_by_the_one_of_the_page(self, bundle: Unpacked, tmp_path: Path) -> None:
        inside = bundle.folder / "verify.py"
        inside.write_text(inside.read_text(encoding="utf-8").replace("self.bad += 1", "pass"), encoding="utf-8")
        bundle.lists_again()
        found = bundle.checked(checker=bundled.own_checker(tmp_path))
        assert found.code == 1
        assert any("verify.py：包里的核验程序与正在运行的不同" in line for line in found.wrong())

    def test_a_journal_that_is_no_journal_is_a_sentence(self, bundle: Unpacked) -> None:
        (bundle.folder / "journal.jsonl").write_text('[1,2]\n{"seq":[]}\n', encoding="utf-8")
        self.finds(bundle, "journal.jsonl：日志读不完")


def edit_journal(bundle: Unpacked, seq: int, *, rehash: int = 0, **changes: Any) -> None:
    """Change fields of an entry, and make so many entries from it on agree with themselves again."""
    journal = bundle.folder / "journal.jsonl"
    entries = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    for name, change in changes.items():
        entries[seq - 1][name] = change(entries[seq - 1][name])
    for place in range(seq - 1, min(seq - 1 + rehash, len(entries))):
        entry = entries[place]
        if place > seq - 1:
            entry["prev"] = entries[place - 1]["hash"]
        covered = bundled.spelt({name: value for name, value in entry.items() if name != "hash"})
        entry["hash"] = hashlib.sha256(covered.encode()).hexdigest()
    journal.write_text("".join(f"{bundled.spelt(entry)}\n" for entry in entries), encoding="utf-8")


class TestWhatIsNoBundle:
    def refused(self, path: Path, tmp_path: Path) -> str:
        found = bundled.checked(path, checker=bundled.own_checker(tmp_path))
        assert found.code == 2, found.said
        return found.said

    @pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "a/../../b", "C:\\x", "a//b"])
    def test_a_name_that_leads_outside_is_not_read(self, tmp_path: Path, name: str) -> None:
        assert "指向包外" in self.refused(zipped(tmp_path, {"manifest.json": b"{}", name: b"x"}), tmp_path)
        assert not (tmp_path.parent / "outside.txt").exists()

    def test_a_compressed_bomb_is_not_unpacked(self, tmp_path: Path) -> None:
        bomb = zipped(tmp_path, {"manifest.json": b"0" * 20_000_000}, method=zipfile.ZIP_DEFLATED)
        assert "可能是压缩炸弹" in self.refused(bomb, tmp_path)

    def test_a_bundle_packed_anew_by_another_program_is_asked_to_be_unpacked(
        self, tmp_path: Path, archive: Path
    ) -> None:
        with zipfile.ZipFile(archive) as file:
            anew = zipped(tmp_path, {name: file.read(name) for name in file.namelist()}, method=zipfile.ZIP_DEFLATED)
        assert "请解压到空文件夹" in self.refused(anew, tmp_path) or "炸弹" in self.refused(anew, tmp_path)

    def test_twice_the_same_name_a_link_and_other_files_are_sentences(self, tmp_path: Path) -> None:
        twice = tmp_path / "twice.zip"
        with zipfile.ZipFile(twice, "w") as file:
            file.writestr("manifest.json", "{}")
            with pytest.warns(UserWarning, match="Duplicate"):
                file.writestr("manifest.json", "[]")
        assert "重名" in self.refused(twice, tmp_path)
        folder = tmp_path / "folder"
        folder.mkdir()
        assert "没有 manifest.json" in self.refused(folder, tmp_path)
        (folder / "link").symlink_to("/etc/passwd")
        assert "是链接" in self.refused(folder, tmp_path)
        text = tmp_path / "text.zip"
        text.write_text("不是 zip", encoding="utf-8")
        assert "不是完整的 zip 文件" in self.refused(text, tmp_path)
        assert "打不开" in self.refused(tmp_path / "missing.zip", tmp_path)

    @pytest.mark.parametrize(
        "manifest", [b"", b"[]", b"{}", b'{"format":"other"}', b"\xff", b'{"format":"xiaohao-bundle-1","files":[1]}']
    )
    def test_a_manifest_that_says_nothing_is_a_sentence(self, tmp_path: Path, manifest: bytes) -> None:
        assert "manifest.json 读不了" in self.refused(zipped(tmp_path, {"manifest.json": manifest}), tmp_path)


def zipped(folder: Path, contents: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    path = folder / "made.zip"
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in contents.items():
            file.writestr(name, data)
    return path
