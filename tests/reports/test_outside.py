"""Signing outside the server: OpenSSL plays the person's token, with ECDSA and with RSA."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from reports.levels import Assurance, Level
from reports.outside import Prepared, check_answer, embed, prepare
from reports.refusals import CertificateRefused, NoTimeStamp, WrongAnswer
from reports.trust import Trust
from reports.verdict import Overall
from tests.reports.papers import plain_pdf
from tests.reports.pki import Holder, Pki
from tests.reports.signing_city import FIELDS, NAMES, SigningCity


def token_signs(holder: Holder, data: bytes, room: Path, *options: str, md: str = "sha256", pem: bool = False) -> bytes:
    """What a person types on their own machine."""
    file = room / "to-sign.bin"
    file.write_bytes(data)
    command = ["openssl", "cms", "-sign", "-binary", "-in", file, "-md", md, "-outform", "PEM" if pem else "DER"]
    command += ["-signer", holder.certificate_file, "-inkey", holder.key_file, *options]
    return subprocess.run(command, capture_output=True, check=True).stdout


def made_ready(city: SigningCity, holder: Holder, *, level: Level = Level.BASIC, pdf: bytes | None = None) -> Prepared:
    return prepare(
        pdf or plain_pdf("office"),
        certificate=holder.pem,
        field="office",
        name=holder.name,
        capacity="负责人",
        at=city.at,
        assurance=city.assurance(level),
    )


def put_in(
    city: SigningCity, holder: Holder, prepared: Prepared, answer: bytes, assurance: Assurance | None = None
) -> bytes:
    return embed(
        answer,
        prepared=prepared,
        certificate=holder.pem,
        field="office",
        at=city.at,
        assurance=assurance or city.assurance(),
    )


def refused(city: SigningCity, holder: Holder, prepared: Prepared, answer: bytes, words: str, **more: object) -> None:
    with pytest.raises((WrongAnswer, CertificateRefused), match=words):
        check_answer(
            answer, prepared=prepared, certificate=holder.pem, at=city.at, assurance=city.assurance(**more)
        )  # fmt: skip


@pytest.fixture(params=["ec", "rsa"], scope="module")
def holder(request: pytest.FixtureRequest, signing_city: SigningCity) -> Holder:
    return signing_city.pki.holder("李国庆", kind=request.param)


@pytest.mark.parametrize("pem", [False, True], ids=["der", "pem"])
def test_a_token_signs_the_small_file(signing_city: SigningCity, holder: Holder, tmp_path: Path, pem: bool) -> None:
    prepared = made_ready(signing_city, holder)
    assert len(prepared.to_sign) < 1000

    answer = token_signs(holder, prepared.to_sign, tmp_path, "-noattr", pem=pem)
    signed = put_in(signing_city, holder, prepared, answer)

    verdict = signing_city.looks_at(signed)
    assert verdict.overall is Overall.GENUINE, verdict.reasons
    assert verdict.signatures[0].fingerprint == holder.fingerprint


@pytest.mark.parametrize("options", [("-cades",), ("-cades", "-nosmimecap"), ("-nosmimecap",), ("-nocerts",)], ids=str)
def test_a_program_that_signs_whole_files_will_do_too(
    signing_city: SigningCity, holder: Holder, tmp_path: Path, options: tuple[str, ...]
) -> None:
    prepared = made_ready(signing_city, holder)
    answer = token_signs(holder, prepared.whole, tmp_path, *options)

    assert signing_city.looks_at(put_in(signing_city, holder, prepared, answer)).genuine


@pytest.mark.parametrize("level", list(Level), ids=str)
def test_every_level_can_be_signed_outside(
    signing_city: SigningCity, holder: Holder, tmp_path: Path, level: Level
) -> None:
    """The second of two signers, behind one whose key is at the server."""
    first = signing_city.signs(plain_pdf(*FIELDS), "lead_unit", level=level)
    prepared = made_ready(signing_city, holder, level=level, pdf=first)
    answer = token_signs(holder, prepared.to_sign, tmp_path, "-noattr")
    signed = put_in(signing_city, holder, prepared, answer, signing_city.assurance(level))

    verdict = signing_city.looks_at(signed)
    assert verdict.overall is Overall.GENUINE, verdict.reasons
    assert [each.name for each in verdict.signatures] == [NAMES["lead_unit"], "李国庆"]
    assert len(verdict.stamps) == (level is Level.ARCHIVE)


def test_a_colleague_s_token_is_refused_by_name(signing_city: SigningCity, holder: Holder, tmp_path: Path) -> None:
    prepared = made_ready(signing_city, holder)
    answer = token_signs(signing_city.lead, prepared.to_sign, tmp_path, "-noattr")
    refused(signing_city, holder, prepared, answer, "登记的是.*李国庆.*交回的是.*住房和城乡建设局")


def test_a_colleague_s_key_under_the_right_certificate_is_refused(
    signing_city: SigningCity, holder: Holder, tmp_path: Path
) -> None:
    prepared = made_ready(signing_city, holder)
    twin = signing_city.pki.holder("李国庆", kind="ec")
    answer = token_signs(twin, prepared.to_sign, tmp_path, "-noattr")
    refused(signing_city, holder, prepared, answer, "不是登记的那一张")


def test_a_signature_over_another_paper_is_refused(signing_city: SigningCity, holder: Holder, tmp_path: Path) -> None:
    prepared, other = (
        made_ready(signing_city, holder),
        made_ready(signing_city, holder, pdf=plain_pdf("office", attachment=b"{}")),
    )
    for data, options in ((other.to_sign, ("-noattr",)), (other.whole, ("-cades",))):
        answer = token_signs(holder, data, tmp_path, *options)
        refused(signing_city, holder, prepared, answer, "签的不是")


def test_a_program_that_adds_its_own_attributes_is_told_what_to_do(
    signing_city: SigningCity, holder: Holder, tmp_path: Path
) -> None:
    prepared = made_ready(signing_city, holder)
    refused(signing_city, holder, prepared, token_signs(holder, prepared.to_sign, tmp_path), "-noattr")


def test_another_hash_is_refused(signing_city: SigningCity, holder: Holder, tmp_path: Path) -> None:
    prepared = made_ready(signing_city, holder)
    answer = token_signs(holder, prepared.to_sign, tmp_path, "-noattr", md="sha512")
    refused(signing_city, holder, prepared, answer, "SHA-256")


def test_what_is_no_signature_is_refused(signing_city: SigningCity, holder: Holder, tmp_path: Path) -> None:
    prepared = made_ready(signing_city, holder)
    good = token_signs(holder, prepared.to_sign, tmp_path, "-noattr")
    whole = token_signs(holder, b"0" * 20_000, tmp_path, "-nodetach")
    for answer, words in (
        (b"", "CMS"),
        (b"nonsense", "CMS"),
        (good[:-20], "CMS"),
        (good + b"\n", "CMS"),
        (holder.pem, "CMS"),
        (b"%PDF-1.7" + b"0" * 50_000, "不要交回 PDF"),
        (whole, "过大"),
    ):
        refused(signing_city, holder, prepared, answer, words)


def test_expired_revoked_and_unknown_certificates_get_no_file_to_sign(
    signing_city: SigningCity, tmp_path: Path
) -> None:
    city = signing_city
    expired, lost = city.pki.holder("过期", since=-20, until=-1), city.pki.holder("丢失")
    unfit = city.pki.holder("只能加密", uses=("key_encipherment",))
    foreign = Pki(tmp_path, city.at, name=city.pki.name).holder("李国庆")
    calls_back = Trust(
        roots=(city.pki.root_file,), crls=(city.pki.revocation_list([(lost, city.at - timedelta(days=1))]),)
    )
    for holder, words, trusted in (
        (expired, "有效期", city.trust),
        (lost, "吊销", calls_back),
        (unfit, "用途不符", city.trust),
        (foreign, "受信任的机构", city.trust),
    ):
        with pytest.raises(CertificateRefused, match=words):
            prepare(
                plain_pdf("office"), certificate=holder.pem, field="office", name="", capacity="", at=city.at,
                assurance=city.assurance(trust=trusted),
            )  # fmt: skip


def test_a_certificate_revoked_between_taking_and_bringing_back_is_refused(
    signing_city: SigningCity, holder: Holder, tmp_path: Path
) -> None:
    prepared = made_ready(signing_city, holder)
    answer = token_signs(holder, prepared.to_sign, tmp_path, "-noattr")
    list_ = signing_city.pki.revocation_list([(holder, signing_city.at)])
    trusted = Trust(roots=(signing_city.pki.root_file,), crls=(list_,))
    refused(signing_city, holder, prepared, answer, "吊销", trust=trusted)


def test_a_time_server_that_is_away_embeds_nothing(signing_city: SigningCity, holder: Holder, tmp_path: Path) -> None:
    prepared = made_ready(signing_city, holder, level=Level.TIME)
    answer = token_signs(holder, prepared.to_sign, tmp_path, "-noattr")
    away = signing_city.assurance(Level.TIME, time_server="http://127.0.0.1:9/")
    with pytest.raises(NoTimeStamp):
        put_in(signing_city, holder, prepared, answer, away)
    assert signing_city.looks_at(
        put_in(signing_city, holder, prepared, answer, signing_city.assurance(Level.TIME))
    ).genuine
