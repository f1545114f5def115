"""Collecting the signatures of a paper: at once where the server holds the key, one after the other where it does not."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from reports.fonts import fonts_ready
from reports.key_facts import KeyFacts, of_certificate, of_key
from reports.refusals import KeyUnusable
from reports.verdict import Overall, Verdict
from reports.verify import verify
from tests.city import CaseFile, City
from tests.reports.papers import plain_pdf
from tests.reports.pki import Holder, Pki
from tests.reports.test_outside import token_signs
from webapp.clock import Clock
from webapp.house import House, open_house
from webapp.printing import render_document
from webapp.settings import Settings
from workflows import actions
from workflows.actions import keys, signatures
from workflows.actions.keys import NewKey
from workflows.boxes.issuing import issue
from workflows.jobs import TryLater
from workflows.queries import signers
from workflows.queries.dossiers import Occasion
from workflows.queries.people import actor
from workflows.queries.signing_pages import SigningPage, handed_out, signing_page, waiting_for
from workflows.records import Document, DocumentSignature, JournalEntry, SigningKey
from workflows.rules.errors import InvalidInput, NotPermitted, NotYet

LEAD = "青禾市住房和城乡建设局"
BOTH = ("self_check", "lead_unit")
"""陈静, who checked, signs for herself; then her bureau, which issues the paper."""


@pytest.fixture
def fonts() -> Path:
    directory = Path(os.environ.get("XIAOHAO_FONTS_DIR", "~/.cache/xiaohao/fonts")).expanduser()
    if not fonts_ready(directory):
        pytest.skip("the fonts of the documents are not built yet; ./run test builds them")
    return directory


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    return City.founded(sqlite_engine, tmp_path / "evidence")


@pytest.fixture
def pki(city: City, tmp_path: Path) -> Pki:
    (tmp_path / "pki").mkdir()
    return Pki(tmp_path / "pki", city.now)


@pytest.fixture
def house(sqlite_engine: Engine, tmp_path: Path, city: City, pki: Pki, fonts: Path) -> House:
    settings = Settings(data_dir=tmp_path, fonts_dir=fonts, demo=True, trust_roots=(pki.root_file,))
    return open_house(settings, sqlite_engine, Clock(movable=False, system=lambda: city.now))


class Desk:
    """One paper with two signers, and those who sign it."""

    def __init__(self, city: City, house: House, room: Path, fields: tuple[str, ...] = BOTH) -> None:
        self.city, self.house, self.room = city, house, room
        self.case: CaseFile = city.case().goes_to("reinspect")
        (self.document,) = self.case.documents()
        with city.transaction() as session:
            facts = session.get_one(Document, self.document.id).dossier.encode()
            master = house.store.put(io.BytesIO(plain_pdf(*fields, attachment=facts)), limit=10**6)
            signatures.lay_out(session, document_id=self.document.id, master=master, fields=fields, at=city.now)

    def works(self, **settings: object) -> None:
        """The job runs."""
        self.city.now += timedelta(seconds=1)
        changed = self.house.settings.model_copy(update=settings)
        render_document(replace(self.house, settings=changed), {"document_id": str(self.document.id)})

    def paper(self) -> Document:
        with self.city.transaction() as session:
            return session.get_one(Document, self.document.id)

    def page(self, name: str) -> SigningPage:
        with self.city.transaction() as session:
            return signing_page(
                session, document_id=self.document.id, person_id=self.city.people[name], at=self.city.now
            )

    def asks(self, name: str) -> None:
        self.city.now += timedelta(seconds=1)
        with self.city.transaction() as session:
            actions.ask_to_sign(session, document_id=self.document.id, by=self.city.people[name], at=self.city.now)

    def to_sign(self, name: str) -> bytes:
        with self.city.transaction() as session:
            person = self.city.people[name]
            return handed_out(session, document_id=self.document.id, person_id=person, at=self.city.now).to_sign

    def hands_in(self, name: str, answer: bytes) -> None:
        self.city.now += timedelta(seconds=1)
        with self.city.transaction() as session:
            person = self.city.people[name]
            actions.hand_in(session, document_id=self.document.id, answer=answer, by=person, at=self.city.now)

    def signs_outside(self, name: str, holder: Holder) -> None:
        """The whole walk of a person with a token of their own."""
        self.asks(name)
        self.works()
        self.hands_in(name, token_signs(holder, self.to_sign(name), self.room, "-noattr"))
        self.works()

    def rows(self) -> list[DocumentSignature]:
        with self.city.transaction() as session:
            query = select(DocumentSignature).where(DocumentSignature.document_id == self.document.id)
            return list(session.scalars(query.order_by(DocumentSignature.position)))

    def verdict(self) -> Verdict:
        with self.city.transaction() as session:
            digest = self.paper().final_digest or ""
            expected, revoked = signers.expected(session, digest=digest), signers.revoked(session)
        with self.house.store.open(digest) as file:
            pdf = file.read()
        return verify(pdf, roots=self.house.settings.roots(), expected=expected, revoked=revoked, at=self.city.now)


def registers(city: City, facts: KeyFacts, *, unit: str = "", login: str = "", place: str = "") -> SigningKey:
    new = NewKey(
        kind="file" if place else "outside",
        place=place,
        certificate=facts.certificate,
        fingerprint=facts.fingerprint,
        subject=facts.subject,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
    )
    with city.transaction() as session:
        return keys.add_key(session, unit=unit, login=login, key=new, at=city.now)


@pytest.fixture
def desk(city: City, house: House, tmp_path: Path) -> Desk:
    return Desk(city, house, tmp_path)


@pytest.fixture
def own_token(city: City, pki: Pki) -> Holder:
    """陈静's token."""
    holder = pki.holder("陈静")
    registers(city, of_certificate(holder.pem), login="陈静")
    return holder


def test_without_keys_of_their_own_the_office_signs_for_them_and_says_so(desk: Desk) -> None:
    desk.works()
    assert desk.paper().status == "ready"
    capacities = [row.capacity for row in desk.rows()]
    assert capacities == [f"依{LEAD}牵头单位陈静的签批意见代签", f"代{LEAD}出具"]
    assert desk.verdict().genuine


def test_a_unit_with_a_key_at_the_server_signs_for_itself(city: City, house: House, tmp_path: Path, pki: Pki) -> None:
    key = pki.holder(LEAD).file_key
    house.settings.keys.mkdir()
    assert key.passphrase_file
    (house.settings.keys / "lead.p12").write_bytes(key.path.read_bytes())
    (house.settings.keys / "lead.passphrase").write_bytes(key.passphrase_file.read_bytes())
    registers(city, of_key(key), unit=LEAD, place="lead.p12")

    desk = Desk(city, house, tmp_path, ("lead_unit",))
    desk.works()

    verdict = desk.verdict()
    assert verdict.genuine
    assert (verdict.signatures[0].name, verdict.signatures[0].capacity) == (LEAD, "出具单位")
    assert LEAD in verdict.signatures[0].who


def test_a_paper_waits_for_the_token_of_its_signer_and_says_for_whom(desk: Desk, own_token: Holder) -> None:
    desk.works()

    assert desk.paper().status == "signing"
    assert desk.paper().file_digest is None, "nothing is issued half-signed"
    assert [line.status for line in desk.page("陈静").signatures] == ["next", "later"]
    assert desk.page("孙悦").waits_for == "陈静"
    assert desk.page("孙悦").own is None
    with desk.city.transaction() as session:
        asked = waiting_for(session, actor(session, desk.city.people["陈静"], desk.city.now))
        assert [each.number for each in asked] == [desk.document.number]
        assert waiting_for(session, actor(session, desk.city.people["孙悦"], desk.city.now)) == ()
    assert own_token.name == "陈静"


def test_they_take_the_file_sign_it_elsewhere_and_bring_it_back(desk: Desk, own_token: Holder) -> None:
    desk.works()
    desk.signs_outside("陈静", own_token)

    assert desk.paper().status == "ready"
    verdict = desk.verdict()
    assert verdict.overall is Overall.GENUINE
    assert verdict.signatures[0].name == "陈静"
    assert verdict.signatures[0].fingerprint == own_token.fingerprint


def test_each_signature_is_journalled_with_the_digest_of_what_its_signer_saw(desk: Desk, own_token: Holder) -> None:
    desk.works()
    desk.signs_outside("陈静", own_token)

    with desk.city.transaction() as session:
        query = select(JournalEntry).where(JournalEntry.what == "document:signed").order_by(JournalEntry.seq)
        told = [json.loads(each.text) for each in session.scalars(query)]
    assert told[0]["before"] == desk.paper().master_digest
    assert told[0]["after"] == told[1]["before"]
    assert told[1]["after"] == desk.paper().final_digest


def test_nobody_signs_for_a_colleague_or_before_their_turn(desk: Desk, own_token: Holder) -> None:
    desk.works()
    for name in ("孙悦", "王立新"):
        with pytest.raises(NotPermitted, match="轮到陈静"):
            desk.asks(name)
    with pytest.raises(NotYet, match="先取待签文件"):
        desk.hands_in("陈静", b"x")
    with pytest.raises(NotYet, match="没有等您签名"):
        desk.to_sign("陈静")
    desk.signs_outside("陈静", own_token)
    with pytest.raises(NotYet):
        desk.asks("陈静")


def test_what_cannot_be_used_after_all_sends_the_signer_back_with_the_reason(desk: Desk, own_token: Holder) -> None:
    """The page checks what is brought back, and the job again: a certificate may be called back meanwhile, a row be damaged."""
    desk.works()
    desk.asks("陈静")
    desk.works()
    desk.hands_in("陈静", token_signs(own_token, desk.to_sign("陈静"), desk.room, "-noattr"))
    with desk.city.transaction() as session:
        row = session.scalars(select(DocumentSignature).where(DocumentSignature.status == "answered")).one()
        row.answer = "bm9uc2Vuc2U="
    desk.works()

    own = desk.page("陈静").own
    assert own is not None
    assert (own.status, desk.paper().status) == ("waiting", "signing")
    assert "签名文件不能使用" in own.reason


def test_who_does_not_sign_says_why_and_the_office_starts_anew(desk: Desk, own_token: Holder) -> None:
    desk.works()
    with pytest.raises(InvalidInput), desk.city.transaction() as session:
        actions.refuse_to_sign(
            session, document_id=desk.document.id, reason=" ", by=desk.city.people["陈静"], at=desk.city.now
        )
    with desk.city.transaction() as session:
        actions.refuse_to_sign(
            session, document_id=desk.document.id, reason="第二条写错了", by=desk.city.people["陈静"], at=desk.city.now
        )
    assert desk.paper().status == "failed"
    assert "陈静没有签名，理由：第二条写错了" in str(desk.paper().error)

    with desk.city.transaction() as session:
        actions.ask_again(session, document_id=desk.document.id, by=desk.city.people["孙悦"], at=desk.city.now)
    desk.works()
    desk.signs_outside("陈静", own_token)
    assert desk.paper().status == "ready"


def test_after_a_lost_key_was_mended_nobody_signs_twice(desk: Desk, own_token: Holder) -> None:
    """陈静 has signed; then the office's key cannot be opened."""
    desk.works()
    desk.asks("陈静")
    desk.works()
    desk.hands_in("陈静", token_signs(own_token, desk.to_sign("陈静"), desk.room, "-noattr"))
    with pytest.raises(KeyUnusable):
        desk.works(signing_pkcs12=Path("missing.p12"))
    assert (desk.paper().status, [row.status for row in desk.rows()]) == ("failed", ["signed", "waiting"])

    first = desk.rows()[0].digest_after
    with desk.city.transaction() as session:
        actions.ask_again(session, document_id=desk.document.id, by=desk.city.people["孙悦"], at=desk.city.now)
    desk.works()
    assert desk.paper().status == "ready"
    assert desk.rows()[0].digest_after == first


def test_a_time_server_that_is_away_makes_the_paper_wait(desk: Desk) -> None:
    with pytest.raises(TryLater, match="没有取得时间戳"):
        desk.works(signature_level="B-T", time_server="http://127.0.0.1:9/tsa")
    assert desk.paper().status == "signing"
    assert "系统会自动再试" in str(desk.paper().error)
    desk.works()
    assert (desk.paper().status, desk.paper().error) == ("ready", None)


def test_a_key_that_was_called_back_is_not_used_and_what_it_signed_later_is_called_revoked(
    city: City, desk: Desk, own_token: Holder
) -> None:
    desk.works()
    desk.signs_outside("陈静", own_token)
    city.now += timedelta(hours=1)
    with city.transaction() as session:
        key = session.scalars(select(SigningKey)).one()
        keys.revoke_key(session, key_id=key.id, reason="设备遗失", by=city.people["孙悦"], at=city.now)

    assert desk.verdict().genuine, "registered before the key was called back"
    city.now += timedelta(days=1)
    with city.transaction() as session:
        revoked = signers.revoked(session)
    with desk.house.store.open(desk.paper().final_digest or "") as file:
        alone = verify(file.read(), roots=desk.house.settings.roots(), revoked=revoked, at=city.now)
    assert alone.overall is Overall.REVOKED
    assert "吊销" in alone.reasons[0].reason
    with city.transaction() as session, pytest.raises(NotYet, match="已经停用"):
        keys.revoke_key(session, key_id=key.id, reason="又一次", by=city.people["孙悦"], at=city.now)
    with city.transaction() as session, pytest.raises(NotPermitted):
        keys.revoke_key(session, key_id=key.id, reason="不是办公室", by=city.people["周敏"], at=city.now)


def test_a_certificate_is_registered_once(city: City, own_token: Holder) -> None:
    with pytest.raises(NotYet, match="已经登记给陈静"):
        registers(city, of_certificate(own_token.pem), login="周敏")


def test_a_petition_is_signed_by_the_two_who_decided_and_then_by_their_county(city: City, house: House) -> None:
    case = city.petition()
    while case.waits_for() != "reopened":
        case.goes_on()
    with city.transaction() as session:
        occasion = Occasion(session=session, at=city.now, case=case.record(session), problem=case.problem(session))
        issue(occasion, "petition_form")
    (document,) = case.documents()
    render_document(house, {"document_id": str(document.id)})

    with city.transaction() as session:
        query = select(DocumentSignature).where(DocumentSignature.document_id == document.id)
        rows = session.scalars(query.order_by(DocumentSignature.position)).all()
    assert [(row.field, row.capacity) for row in rows] == [
        ("head_of_government", "依云溪县政府主要负责人陆海的签批意见代签"),
        ("party_secretary", "依云溪县党委主要负责人韩冰的签批意见代签"),
        ("county", "代云溪县出具"),
    ]
    with city.transaction() as session:
        assert session.get_one(Document, document.id).status == "ready"
