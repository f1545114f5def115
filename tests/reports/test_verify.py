"""What the verifier says of good files, changed files, foreign files and things that are no files of ours."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from datetime import timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reports.authority import Authority
from reports.plain import from_plain
from reports.sign import sign
from reports.verdict import Expected, Overall, Verdict
from reports.verify import SIZE_LIMIT, verify
from tests.reports.builders import AT, OFFICE
from tests.reports.papers import plain_pdf
from workflows.rules.errors import Unreadable

N = generic.pdf_name


def look(pdf: bytes, authority: Authority, expected: Expected | None = None) -> Verdict:
    return verify(pdf, roots=[authority.root], expected=expected, at=AT)


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an incremental update, as an editor would save it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_signed_paper_is_genuine_and_every_answer_has_a_reason(signed: bytes, authority: Authority) -> None:
    verdict = look(signed, authority)
    (signature,) = verdict.signatures

    assert verdict.overall is Overall.GENUINE
    assert verdict.genuine
    assert signature.good
    assert signature.field == "office"
    assert OFFICE in signature.who
    assert signature.name == OFFICE
    assert signature.capacity == "领导小组办公室"
    assert signature.when == AT
    assert not signature.when_reason.yes
    for answer in (*verdict.reasons, signature.intact, signature.valid, signature.trusted, signature.who_reason):
        assert answer.yes
        assert answer.reason.endswith("。")
        assert answer.english.endswith(".")
    assert [(a.name, a.size) for a in verdict.attachments] == [("facts.json", 14)]


def test_a_verdict_survives_its_json(signed: bytes, authority: Authority) -> None:
    verdict = look(signed, authority)
    plain = json.loads(verdict.to_json())

    assert plain.pop("overall_english") == "genuine"
    assert from_plain(Verdict, plain) == verdict


@pytest.mark.parametrize("seed", range(3))
def test_no_single_changed_byte_goes_unnoticed(signed: bytes, authority: Authority, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a test's choice of bytes, repeatable
    for _ in range(40):
        changed = bytearray(signed)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        assert look(bytes(changed), authority).overall in {Overall.CHANGED, Overall.UNDECIDED}


@pytest.mark.parametrize("digit", b"12345678")
def test_a_length_that_draws_in_the_padding_is_called_a_change(signed: bytes, authority: Authority, digit: int) -> None:
    place = signed.rindex(b"/Contents <3082") + len(b"/Contents <3082")
    changed = bytearray(signed)
    changed[place] = digit

    assert look(bytes(changed), authority).overall is Overall.CHANGED


def test_a_number_that_is_none_does_not_stop_the_verifier(signed: bytes, authority: Authority) -> None:
    place = signed.rindex(b"/Rect [") + len(b"/Rect [")
    changed = signed[: place + 1] + b"." + signed[place + 1 :].replace(b" ", b".", 1)

    assert not look(changed, authority).genuine


def test_a_signer_named_in_another_case_is_a_change(signed: bytes, authority: Authority) -> None:
    """Names compare without regard to case, and the place that names the signer is covered by no signature."""
    start = signed.index(b"/Contents <")
    named = signed.rindex(b"0603550406", start, signed.index(b">", start))
    country = signed.index(b"434e", named) if b"434e" in signed[named : named + 30] else signed.index(b"434E", named)

    changed = signed[:country] + b"63" + signed[country + 2 :]

    assert look(changed, authority).overall is Overall.CHANGED


@pytest.mark.slow
def test_no_changed_bit_anywhere_goes_unnoticed(signed: bytes, authority: Authority) -> None:
    for place in range(len(signed)):
        changed = bytearray(signed)
        changed[place] ^= 1 << place % 8
        assert not look(bytes(changed), authority).genuine


def overlay(writer: IncrementalPdfFileWriter) -> None:
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    page = reference.get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 rg 100 400 200 50 re f Q"))
    writer.mark_update(reference)


def another_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject({N("/Type"): N("/Page"), N("/Parent"): writer.root.raw_get("/Pages")})
    page[N("/MediaBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
    pages["/Kids"].append(writer.add_object(page))
    pages[N("/Count")] = generic.NumberObject(2)
    writer.update_container(pages)


def note(writer: IncrementalPdfFileWriter) -> None:
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    rectangle = generic.ArrayObject(map(generic.NumberObject, (100, 400, 300, 450)))
    annotation = generic.DictionaryObject(
        {
            N("/Type"): N("/Annot"),
            N("/Subtype"): N("/FreeText"),
            N("/Rect"): rectangle,
            N("/F"): generic.NumberObject(4),
        }
    )
    page = reference.get_object()
    page["/Annots"] = generic.ArrayObject([*page["/Annots"], writer.add_object(annotation)])
    writer.mark_update(reference)


def swapped_attachment(writer: IncrementalPdfFileWriter) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]
    leaf = names["/Kids"][0].get_object() if "/Kids" in names else names
    files = leaf["/Names"][1].get_object()["/EF"]
    forged = generic.DictionaryObject({N("/Type"): N("/EmbeddedFile")})
    files["/F"] = writer.add_object(generic.StreamObject(dict_data=forged, stream_data=b'{"measures":99}'))
    writer.update_container(files)


def new_look_of_the_signature(writer: IncrementalPdfFileWriter) -> None:
    reference = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 10, 10)))
    look = generic.DictionaryObject({N("/Type"): N("/XObject"), N("/Subtype"): N("/Form"), N("/BBox"): box})
    stream = writer.add_object(generic.StreamObject(dict_data=look, stream_data=b"1 0 0 rg 0 0 10 10 re f"))
    reference.get_object()[N("/AP")] = generic.DictionaryObject({N("/N"): stream})
    writer.mark_update(reference)


@pytest.mark.parametrize(
    "change", [overlay, another_page, note, swapped_attachment, new_look_of_the_signature], ids=lambda f: f.__name__
)
def test_an_incremental_update_is_called_a_change(
    signed: bytes, authority: Authority, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    verdict = look(updated(signed, change), authority)

    assert verdict.overall is Overall.CHANGED
    assert any("追加了" in answer.reason for answer in verdict.reasons)
    assert verdict.signatures[0].trusted.yes, "the signer is still known; only the file was changed"


@pytest.mark.parametrize("tail", [b"\n", b"%garbage", b"\0" * 100, b"startxref\n0\n%%EOF\n"])
def test_trailing_bytes_are_called_a_change(signed: bytes, authority: Authority, tail: bytes) -> None:
    assert look(signed + tail, authority).overall is Overall.CHANGED


def test_a_file_cut_short_is_not_genuine(signed: bytes, authority: Authority) -> None:
    for length in (len(signed) - 1, len(signed) - 600, len(signed) // 2):
        assert look(signed[:length], authority).overall in {Overall.CHANGED, Overall.UNSIGNED, Overall.UNDECIDED}


def test_the_master_alone_is_an_incomplete_version(authority: Authority) -> None:
    verdict = look(plain_pdf("office"), authority)

    assert verdict.overall is Overall.INCOMPLETE
    assert "office" in verdict.reasons[0].reason


def test_a_removed_signature_leaves_an_unsigned_file(signed: bytes, authority: Authority) -> None:
    with pikepdf.open(io.BytesIO(signed)) as document:
        del document.Root.AcroForm, document.pages[0].obj.Annots
        out = io.BytesIO()
        document.save(out)

    assert look(out.getvalue(), authority).overall is Overall.UNSIGNED
    assert look(out.getvalue(), authority, Expected(fields=("office",))).overall is Overall.INCOMPLETE


def test_a_rewritten_file_is_changed_although_its_signature_is_still_in_it(signed: bytes, authority: Authority) -> None:
    with pikepdf.open(io.BytesIO(signed)) as document:
        out = io.BytesIO()
        document.save(out)

    assert look(out.getvalue(), authority).overall is Overall.CHANGED


def test_the_same_name_from_another_authority_is_not_trusted(stranger: Authority, authority: Authority) -> None:
    forged = sign(plain_pdf("office"), key=stranger.key, field="office", name=OFFICE, capacity="领导小组办公室", at=AT)
    verdict = look(forged, authority)

    assert verdict.overall is Overall.UNTRUSTED
    assert verdict.signatures[0].intact.yes
    assert verdict.signatures[0].valid.yes
    assert "受信任的机构" in verdict.reasons[0].reason


def test_without_roots_nobody_is_trusted(signed: bytes) -> None:
    assert verify(signed, roots=[], at=AT).overall is Overall.UNTRUSTED


def test_after_the_certificate_has_expired_the_reason_says_so(signed: bytes, authority: Authority) -> None:
    verdict = verify(signed, roots=[authority.root], at=AT + timedelta(days=365 * 11))

    assert verdict.overall is Overall.UNTRUSTED
    assert "有效期" in verdict.reasons[0].reason


def test_two_signatures_in_order_are_genuine_and_one_of_two_is_incomplete(authority: Authority) -> None:
    both = plain_pdf("lead_unit", "office")
    first = sign(both, key=authority.key, field="lead_unit", name="牵头单位", capacity="牵头单位", at=AT)
    second = sign(first, key=authority.key, field="office", name=OFFICE, capacity="领导小组办公室", at=AT)

    assert look(first, authority).overall is Overall.INCOMPLETE
    assert look(second, authority).overall is Overall.GENUINE
    assert [s.field for s in look(second, authority).signatures] == ["lead_unit", "office"]


def test_the_register_knows_which_file_and_which_signers(signed: bytes, authority: Authority) -> None:
    known = look(signed, authority)
    fingerprint = known.signatures[0].fingerprint

    right = Expected(fields=("office",), signers=(fingerprint,), digest=known.digest)
    assert look(signed, authority, right).genuine
    for wrong in (Expected(fields=("lead_unit",)), Expected(signers=("00" * 32,)), Expected(digest="00" * 32)):
        assert look(signed, authority, wrong).overall is Overall.INCOMPLETE


def test_an_unsigned_pdf_is_called_unsigned(authority: Authority) -> None:
    assert look(plain_pdf(), authority).overall is Overall.UNSIGNED


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空"),
        (b"PK\x03\x04 a spreadsheet", "不是 PDF"),
        ("整改方案".encode("gb18030"), "不是 PDF"),
        (b"%PDF-1.7\n%nothing more", "结构"),
        (b"%PDF-" + b"0" * SIZE_LIMIT, "MB"),
    ],
)
def test_what_is_no_paper_cannot_be_decided(authority: Authority, data: bytes, reason: str) -> None:
    verdict = look(data, authority)

    assert verdict.overall is Overall.UNDECIDED
    assert reason in verdict.reasons[0].reason


def test_an_encrypted_file_cannot_be_decided(authority: Authority) -> None:
    with pikepdf.open(io.BytesIO(plain_pdf())) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    verdict = look(out.getvalue(), authority)

    assert verdict.overall is Overall.UNDECIDED
    assert "加密" in verdict.reasons[0].reason


def test_a_root_that_is_no_certificate_is_refused(signed: bytes) -> None:
    with pytest.raises(Unreadable, match="根证书"):
        verify(signed, roots=[b"no certificate"], at=AT)
