"""The printed papers: what stands on them, byte for byte the same, and what becomes of the text people type."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTTextLine

from reports import justify
from reports.authority import Authority
from reports.dossiers import Dossier, from_json
from reports.refusals import FontsMissing
from reports.render import Rendered, render
from reports.verdict import Overall
from reports.verify import verify
from tests.reports import builders as b
from tests.reports.conftest import acceptance_attachment

POINTS_PER_MM = 72 / 25.4


def text_of(dossier: Dossier, fonts: Path) -> str:
    """The paper's text without line breaks."""
    return "".join(extract_text(io.BytesIO(render(dossier, fonts=fonts).pdf)).split())


def fonts_of(pdf: bytes, tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    lines = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    return [line.split() for line in lines]


def test_fonts_that_are_not_built_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="字体还没有准备好"):
        render(b.closure(), fonts=tmp_path)


def test_the_closure_report_tells_the_whole_story(fonts: Path) -> None:
    text = text_of(b.closure(), fonts)

    for words in (
        "潍督改办〔2026〕1号", "签发人：周昇", "一、问题基本情况", "六、销号结论", "演示文件", "电子签名仅证明文件完整性与签署人，不是电子公章",
        "共被退回1次", "化肥沟2号溢流口封堵不严，须重新施工", "责任单位于2026年10月18日重新上报", "经牵头单位验收、市级现场复核、随机抽查和公示",
        "随机种子为“3f9a-71c2”", "公示期5个工作日。公示期间未收到异议", "出具前案卷日志：第41条", "自2026年11月20日起予以销号",
        "第3项整改措施属长期措施",
        "特此报告", "2026年11月20日印发", "（此处加盖公章）",
    ):  # fmt: skip
        assert words in text, words


def test_the_acceptance_report_is_the_lead_units_own(fonts: Path) -> None:
    text = text_of(b.acceptance(), fonts)

    assert "潍坊市住房和城乡建设局文件" in text
    assert "我局同意通过验收，提请按程序开展市级现场复核" in text
    assert "抽查情况" not in text


def test_only_demonstrations_carry_the_mark(fonts: Path) -> None:
    assert "演示文件" not in text_of(b.closure(demonstration=False), fonts)


def test_nothing_is_claimed_that_the_dossier_does_not_hold(fonts: Path) -> None:
    bare = b.closure(opinions=(), audit=None, notice=None, measures=(), evidence=(), attachments=(), copies_to=())
    text = text_of(replace(bare, approver=None, acceptance_number=None), fonts)

    for words in (
        "案卷中没有单列的整改措施",
        "案卷中没有牵头单位的验收意见",
        "案卷中没有市级现场复核意见",
        "案卷中没有随机抽查记录",
        "案卷中没有公示记录",
        "未发生退回",
    ):
        assert words in text, words
    assert "全部落实" not in text
    assert "附件" not in text


def test_measures_that_were_not_done_are_not_called_done(fonts: Path) -> None:
    first, *others = b.measures()
    text = text_of(b.closure(measures=(replace(first, finding="not_confirmed"), *others)), fonts)

    assert "2项已落实，1项未落实" in text
    assert "全部落实" not in text


def test_a_missing_deadline_is_printed_as_missing(fonts: Path) -> None:
    text = text_of(b.closure(problem=b.problem(deadline_raw=None, due_on=None, target=None)), fonts)

    assert "整改时限：原文未载明时限" in text
    assert "原文未载明整改目标" in text


def test_objections_are_told_with_their_answers(fonts: Path) -> None:
    objection = b.d.Objection(
        received_on=date(2026, 11, 8),
        text="2号溢流口雨天仍有异味",
        answered_on=date(2026, 11, 10),
        upheld=False,
        answer="经两次监测未超标",
    )
    text = text_of(b.closure(notice=b.notice(objections=(objection,), interrupted_on=date(2026, 11, 8))), fonts)

    assert "收到异议1件" in text
    assert "异议不成立，于2026年11月10日答复：“经两次监测未超标”" in text


@pytest.mark.slow
def test_sixty_measures_and_three_hundred_pieces_of_evidence_repeat_their_heads(fonts: Path) -> None:
    pdf = render(b.closure(measures=b.measures(60), evidence=b.evidence(300)), fonts=fonts).pdf
    pages = ["".join(page.split()) for page in extract_text(io.BytesIO(pdf)).split("\f")]

    assert sum("整改措施时限核验情况" in page or "序号整改措施" in page for page in pages) >= 3
    annex = [page for page in pages if "校验值（SHA-256）" in page]
    assert len(annex) >= 8
    assert "附件2" in annex[0]
    assert "印发" in pages[-2] or "印发" in pages[-1]


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", "{{ 7*7 }}", "</p><h1>伪造</h1>", "&lt;b&gt;", "'\"><img src=x>"]
)
def test_markup_in_any_field_is_printed_as_it_was_typed(fonts: Path, evil: str) -> None:
    dossier = b.closure(
        issuer=evil, title=evil, addressee=evil, number=evil, problem=b.problem(text=evil, area=evil, target=evil, number=evil),
        units=b.units(responsible=(evil,)), measures=tuple(replace(m, text=evil, note=evil) for m in b.measures()),
        opinions=tuple(replace(o, opinion=evil, person=evil, unit=evil) for o in b.opinions()), copies_to=(evil,), attachments=(evil,),
        evidence=tuple(replace(e, name=evil, by=evil) for e in b.evidence()), approver=evil,
    )  # fmt: skip
    text = text_of(dossier, fonts)

    assert text.count("".join(evil.split())) >= 15


@pytest.mark.parametrize(
    "long", ["潍" * 300, "x" * 400, "https://example.org/" + "a" * 300, "某" * 60 + "领导小组办公室"]
)
def test_long_unbroken_text_stays_inside_the_type_area(fonts: Path, long: str) -> None:
    dossier = b.closure(
        issuer=long, title=long, addressee=long, problem=b.problem(text=long), units=b.units(responsible=(long,)),
        evidence=tuple(replace(e, name=long[:120]) for e in b.evidence()), copies_to=(long,), approver="王𬭎",
    )  # fmt: skip
    pdf = render(dossier, fonts=fonts).pdf

    for page in extract_pages(io.BytesIO(pdf)):
        right = max((c.x1 for c in _characters(page)), default=0)
        assert right / POINTS_PER_MM <= 190


def _characters(node: object) -> list[LTChar]:
    if isinstance(node, LTChar):
        return [node]
    return [c for child in node for c in _characters(child)] if hasattr(node, "__iter__") else []


def test_full_lines_end_at_156_millimetres(fonts: Path) -> None:
    """28 characters a line (GB/T 9704-2012, 5.2.2), flush right: only the patch of `justify` does that."""
    text = "为进一步做好督察反馈问题整改销号工作，按照有关要求，现将整改情况报告如下，请予审核。" * 12
    pdf = render(b.closure(problem=b.problem(text=text)), fonts=fonts).pdf
    pages = list(extract_pages(io.BytesIO(pdf)))
    left = 26 * POINTS_PER_MM
    lines = [line for line in _lines(pages[1]) if abs(line.x0 - left) < 1 and line.height > 15]
    full = [line for line in lines if line.x1 - line.x0 > 150 * POINTS_PER_MM]

    assert justify.install()
    assert len(full) >= 8
    for line in full:
        assert (line.x1 - line.x0) / POINTS_PER_MM == pytest.approx(156, abs=0.6)


def _lines(node: object) -> list[LTTextLine]:
    if isinstance(node, LTTextLine):
        return [node]
    return [line for child in node for line in _lines(child)] if hasattr(node, "__iter__") else []


def test_every_font_is_embedded_and_is_one_of_ours(closed: bytes, tmp_path: Path) -> None:
    found = fonts_of(closed, tmp_path)

    assert found
    for font in found:
        assert font[0].split("+")[1].startswith("XH-")
        assert font[-5:-2] == ["yes", "yes", "yes"]


def test_rare_names_are_printed_and_unknown_characters_are_marked(fonts: Path) -> None:
    usual = b.opinions()
    typed = replace(usual[-1], person="王𬭎喆", opinion="同意👍销号\u202e\u200b")
    text = text_of(b.closure(opinions=(*usual[:-1], typed)), fonts)

    assert "王𬭎喆" in text
    assert "同意〓销号" in text
    assert "字库未收字符" in text
    assert "\u202e" not in text
    assert "字库未收字符" not in text_of(b.closure(), fonts)


def test_the_facts_travel_with_the_paper(closed: bytes, accepted: bytes) -> None:
    with pikepdf.open(io.BytesIO(closed)) as document:
        files = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}

    assert sorted(files) == ["acceptance-report.pdf", "evidence.json", "facts.json"]
    assert from_json(files["facts.json"].decode()) == b.closure()
    assert json.loads(files["evidence.json"])["evidence"][0]["sha256"] == b.evidence()[0].sha256
    assert files["acceptance-report.pdf"] == accepted


def test_signed_papers_are_genuine_inside_each_other(closed: bytes, accepted: bytes, authority: Authority) -> None:
    for pdf, field in ((closed, "office"), (accepted, "lead_unit")):
        verdict = verify(pdf, roots=[authority.root], at=b.AT)
        assert verdict.overall is Overall.GENUINE
        assert verdict.signatures[0].field == field


def test_pdfsig_agrees(closed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "closed.pdf"
    path.write_bytes(closed)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_the_signature_shows_who_in_what_capacity_and_when(closed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "closed.pdf"
    path.write_bytes(closed)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout

    assert "签名人：潍坊市" in text
    assert "2026年11月20日17时03分" in text


def test_the_file_says_it_was_changed_when_it_was_signed_and_holds_each_attachment_once(closed: bytes) -> None:
    with pikepdf.open(io.BytesIO(closed)) as document:
        assert str(document.docinfo["/ModDate"]).startswith("D:20261120090300")
        assert document.open_metadata()["xmp:ModifyDate"].startswith("2026-11-20T09:03:00")
        assert len(document.Root.AF) == 3
        kinds = {name: str(spec.obj.EF.F.Subtype) for name, spec in document.attachments.items()}
        assert kinds["acceptance-report.pdf"] == "/application/pdf"


def test_the_same_dossier_gives_the_same_bytes(fonts: Path, accepted: bytes, master: Rendered) -> None:
    again = render(from_json(b.closure().to_json()), fonts=fonts, attachments=[acceptance_attachment(accepted)])  # type: ignore[arg-type]

    assert again.pdf == master.pdf
    assert again.digest == master.digest


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_hash_seed_time_zone_or_process(fonts: Path) -> None:
    program = (
        "import sys, pathlib; from reports.render import render; from tests.reports.builders import closure;"
        "print(render(closure(), fonts=pathlib.Path(sys.argv[1])).digest)"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, str(fonts)],
            capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "America/New_York"), ("77", "Asia/Shanghai"))
    }  # fmt: skip

    assert digests == {render(b.closure(), fonts=fonts).digest + "\n"}
