"""Everybody agrees on genuine papers; on a corpus of fifty tampered ones our verifier calls none genuine, where others do."""

from __future__ import annotations

from pathlib import Path

import pytest
from asn1crypto import pem, x509

from reports.verdict import Overall
from reports.verify_apart import verify_apart
from tests.reports import other_verifiers
from tests.reports.originals import Originals
from tests.reports.pki import Pki
from tests.reports.signing_city import SigningCity
from tests.reports.tampering import CORPUS, Tampered, expected_of

BOTH_CALL_VALID = {"末尾追加字节", "存档件末尾追加字节", "退回到最后一个签名之前", "去掉存档时间戳"}
"""What a verifier that looks at each signature by itself cannot see."""


@pytest.fixture(scope="module")
def originals(signing_city: SigningCity, tmp_path_factory: pytest.TempPathFactory) -> Originals:
    stranger = Pki(tmp_path_factory.mktemp("stranger"), signing_city.at, name=signing_city.pki.name)
    return Originals(city=signing_city, stranger=stranger)


@pytest.fixture(scope="module")
def root(signing_city: SigningCity) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(signing_city.pki.root_file.read_bytes())[2])


def test_the_corpus_is_large_enough_and_its_names_differ() -> None:
    assert len({each.name for each in CORPUS}) == len(CORPUS) >= 30


@pytest.mark.parametrize("name", ["paper", "archived", "other"])
def test_genuine_papers_are_genuine_to_all_three(
    originals: Originals, root: x509.Certificate, name: str, tmp_path: Path
) -> None:
    pdf: bytes = getattr(originals, name)
    assert originals.city.looks_at(pdf).overall is Overall.GENUINE
    assert other_verifiers.pdfsig(pdf, tmp_path) == "Valid"
    assert other_verifiers.pyhanko(pdf, root, originals.city.at) == "Valid"


@pytest.mark.parametrize("tampered", CORPUS[:-1], ids=lambda each: each.name)
def test_no_tampered_paper_is_called_genuine(originals: Originals, tampered: Tampered) -> None:
    pdf = tampered.make(originals)
    register = expected_of(originals)

    assert pdf != originals.paper
    verdict = originals.city.looks_at(pdf, expected=register if tampered.known else None)
    assert verdict.overall is not Overall.GENUINE
    assert verdict.reasons[0].reason
    assert originals.city.looks_at(pdf, expected=register).overall is not Overall.GENUINE


def test_three_hundred_megabytes_are_not_read(originals: Originals) -> None:
    verdict = verify_apart(CORPUS[-1].make(originals), roots=[originals.city.pki.root_file], at=originals.city.at)
    assert verdict.overall is Overall.UNDECIDED
    assert "MB" in verdict.reasons[0].reason


@pytest.mark.parametrize(
    "tampered", [each for each in CORPUS if each.name in BOTH_CALL_VALID], ids=lambda each: each.name
)
def test_what_both_others_call_valid_is_refused(
    originals: Originals, root: x509.Certificate, tampered: Tampered, tmp_path: Path
) -> None:
    pdf = tampered.make(originals)
    assert other_verifiers.pdfsig(pdf, tmp_path) == "Valid"
    assert other_verifiers.pyhanko(pdf, root, originals.city.at) == "Valid"
    assert originals.city.looks_at(pdf).overall in (Overall.CHANGED, Overall.INCOMPLETE)


WORDS = {
    "改一个字节（附件内容）": Overall.CHANGED,
    "末尾追加字节": Overall.CHANGED,
    "换掉附件": Overall.CHANGED,
    "影子攻击：替换": Overall.CHANGED,
    "退回到最后一个签名之前": Overall.INCOMPLETE,
    "去掉存档时间戳": Overall.INCOMPLETE,
    "同名冒充的根证书": Overall.UNTRUSTED,
    "过期的证书": Overall.UNTRUSTED,
    "没有签名的底稿": Overall.INCOMPLETE,
    "空文件": Overall.UNDECIDED,
    "另存并加密": Overall.UNDECIDED,
    "开头加 HTML": Overall.UNDECIDED,
    "pikepdf 另存": Overall.CHANGED,
}


@pytest.mark.parametrize(("name", "word"), WORDS.items())
def test_the_word_says_what_was_done(originals: Originals, name: str, word: Overall) -> None:
    (tampered,) = (each for each in CORPUS if each.name == name)
    assert originals.city.looks_at(tampered.make(originals)).overall is word
