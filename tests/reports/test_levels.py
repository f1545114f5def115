"""Signatures at four levels, with a real time-stamp server; and what happens when that server is away."""

from __future__ import annotations

import http.client
import io
import random
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import pytest

from reports.levels import Level
from reports.refusals import CannotSign, CertificateRefused, NoTimeStamp
from reports.sign import sign
from reports.trust import Trust
from reports.verdict import Overall
from tests.reports.papers import plain_pdf
from tests.reports.pki import Pki
from tests.reports.signing_city import FIELDS, SigningCity, founded, now
from tests.reports.time_server import serving, time_server
from workflows.rules.errors import Unreadable

YEARS = timedelta(days=365)


@pytest.fixture(scope="module", params=list(Level), ids=str)
def level(request: pytest.FixtureRequest) -> Level:
    found: Level = request.param
    return found


@pytest.fixture(scope="module")
def paper(signing_city: SigningCity, level: Level) -> bytes:
    return signing_city.paper(level)


def test_a_paper_of_every_level_is_genuine(signing_city: SigningCity, level: Level, paper: bytes) -> None:
    verdict = signing_city.looks_at(paper, expected=signing_city.register())

    assert verdict.overall is Overall.GENUINE, verdict.reasons
    assert [each.field for each in verdict.signatures] == list(FIELDS)
    assert [each.stamped for each in verdict.signatures] == [level.stamped] * 2
    assert [each.when_reason.yes for each in verdict.signatures] == [level.stamped] * 2
    assert len(verdict.stamps) == (1 if level is Level.ARCHIVE else 0)


def test_the_first_certifies_and_the_last_locks_everything(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as document:
        fields = {str(each.T): each for each in document.Root.AcroForm.Fields}
        assert int(document.Root.Perms.DocMDP.Reference[0].TransformParams.P) == 2
        assert [str(each) for each in fields["lead_unit"].Lock.Fields] == ["lead_unit"]
        assert str(fields["office"].Lock.Action) == "/All"
        assert int(fields["office"].Lock.P) == 1


def test_pdfsig_calls_every_signature_valid(paper: bytes, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper)
    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid.") == 2
    assert "Total document signed" in said


def test_each_signature_is_an_update_of_what_its_signer_saw(signing_city: SigningCity, level: Level) -> None:
    master = plain_pdf(*FIELDS)
    first = signing_city.signs(master, "lead_unit", level=level)
    second = signing_city.signs(first, "office", level=level)
    assert first.startswith(master)
    assert second.startswith(first)


def test_when_every_certificate_has_ended_nothing_is_trusted_any_more(signing_city: SigningCity, paper: bytes) -> None:
    """The signers' certificates end after two years, the time-stamp server's after two as well."""
    later = signing_city.looks_at(paper, at=signing_city.at + 3 * YEARS)
    assert later.overall is Overall.UNTRUSTED
    assert "有效期" in later.reasons[0].reason or "时间戳" in later.reasons[0].reason


def test_a_stamp_of_a_longer_certificate_proves_that_the_signature_was_in_time(tmp_path: Path) -> None:
    pki = Pki(tmp_path, now())
    with time_server(pki.holder("时间戳中心", stamps=True, until=5000), tmp_path) as address:
        city = founded(tmp_path, address, pki)
        stamped, plain = city.paper(Level.TIME), city.paper(Level.BASIC)

    later = city.at + 3 * YEARS
    assert city.looks_at(stamped, at=later).overall is Overall.GENUINE
    assert city.looks_at(plain, at=later).overall is Overall.UNTRUSTED


@pytest.mark.parametrize("first", FIELDS)
def test_nobody_signs_out_of_turn(signing_city: SigningCity, first: str) -> None:
    if first == "office":
        with pytest.raises(CannotSign, match="应最后签"):
            signing_city.signs(plain_pdf(*FIELDS), first)
        return
    once = signing_city.signs(plain_pdf(*FIELDS), first)
    with pytest.raises(CannotSign, match="已经签过"):
        signing_city.signs(once, first)


def signs_with(city: SigningCity, server: str, *, seconds: float = 20.0, level: Level = Level.TIME) -> bytes:
    assurance = city.assurance(level, time_server=server, seconds=seconds)
    return sign(
        plain_pdf("office"),
        key=city.lead.file_key,
        field="office",
        name="",
        capacity="",
        at=city.at,
        assurance=assurance,
    )


def test_a_server_that_is_down_is_a_sentence(signing_city: SigningCity) -> None:
    with pytest.raises(NoTimeStamp, match="连接不上"):
        signs_with(signing_city, "http://127.0.0.1:9/tsa")


def test_a_server_that_hangs_is_given_up(signing_city: SigningCity) -> None:
    with serving(lambda _: None) as address, pytest.raises(NoTimeStamp, match="秒内没有答复"):
        signs_with(signing_city, address, seconds=0.3)


@pytest.mark.parametrize(
    ("answer", "words"), [(b"<html>busy</html>", "不是时间戳"), (b"0" * 2_000_000, "答复过大"), (b"", "不是时间戳")]
)
def test_a_server_that_talks_nonsense_is_a_sentence(signing_city: SigningCity, answer: bytes, words: str) -> None:
    with serving(lambda _: answer) as address, pytest.raises(NoTimeStamp, match=words):
        signs_with(signing_city, address)


def test_a_stamp_over_something_else_is_refused(signing_city: SigningCity) -> None:
    """A proxy that gives everybody the stamp it has kept from before."""
    kept: list[bytes] = []

    def old(question: bytes) -> bytes:
        kept.append(asked(signing_city.server, question))
        return kept[0]

    with serving(old) as address, pytest.raises(NoTimeStamp, match="拒绝了请求"):
        signs_with(signing_city, address, level=Level.LONG_TERM)


def asked(address: str, question: bytes) -> bytes:
    """What the real server says."""
    at = urlsplit(address)
    connection = http.client.HTTPConnection(str(at.hostname), at.port)
    connection.request("POST", at.path, body=question, headers={"Content-Type": "application/timestamp-query"})
    return connection.getresponse().read()


def test_a_server_nobody_trusts_is_refused_before_a_paper_carries_its_stamp(
    signing_city: SigningCity, tmp_path: Path
) -> None:
    foreign = Pki(tmp_path, signing_city.at, name="别处的根证书")
    with (
        time_server(foreign.holder("时间戳中心", stamps=True), tmp_path) as address,
        pytest.raises(NoTimeStamp, match="XIAOHAO_TRUST_ROOTS"),
    ):
        signs_with(signing_city, address)


@pytest.mark.parametrize("level", [Level.TIME, Level.ARCHIVE], ids=str)
def test_no_changed_digit_in_the_last_stamp_goes_unnoticed(signing_city: SigningCity, level: Level) -> None:
    """What lies in the last signature's place is covered by nothing but itself."""
    paper = signing_city.paper(level)
    place = [found.span(1) for found in re.finditer(rb"/Contents <([0-9a-fA-F]+)>", paper)][-1]
    chance = random.Random(7)  # noqa: S311  # a test's choice of digits, repeatable
    for _ in range(12):
        changed = bytearray(paper)
        at = chance.randrange(*place)
        digits = "0123456789abcdef" if paper[slice(*place)].islower() else "0123456789ABCDEF"
        changed[at] = ord(chance.choice([each for each in digits if each != chr(changed[at])]))
        assert not signing_city.looks_at(bytes(changed)).genuine


def test_a_level_with_stamps_needs_the_address_of_a_server(signing_city: SigningCity) -> None:
    with pytest.raises(CannotSign, match="XIAOHAO_TIME_SERVER"):
        signs_with(signing_city, "")
    with pytest.raises(NoTimeStamp, match="http"):
        signs_with(signing_city, "tsa.example")


def test_nobody_signs_with_a_revoked_certificate(signing_city: SigningCity) -> None:
    city = signing_city
    list_ = city.pki.revocation_list([(city.lead, city.at - timedelta(hours=1))])
    assurance = city.assurance(trust=Trust(roots=(city.pki.root_file,), crls=(list_,)))
    with pytest.raises(CertificateRefused, match="吊销"):
        sign(
            plain_pdf("office"), key=city.lead.file_key, field="office", name="", capacity="", at=city.at,
            assurance=assurance,
        )  # fmt: skip


def test_a_revocation_list_that_is_none_is_refused(signing_city: SigningCity) -> None:
    with pytest.raises(Unreadable, match="吊销列表"):
        signing_city.looks_at(signing_city.paper(), crls=[b"no list"])
