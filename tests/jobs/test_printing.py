"""The job that makes a paper: waits for what is missing, keeps what went wrong, and makes each paper once."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from reports.fonts import fonts_ready
from reports.refusals import KeyUnusable
from tests.city import City
from webapp.clock import Clock
from webapp.house import House, open_house
from webapp.printing import render_document
from webapp.settings import Settings
from webapp.signing_keys import signing_key
from workflows.jobs import TryLater, waiting
from workflows.records import Document


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
def house(sqlite_engine: Engine, tmp_path: Path, city: City) -> House:
    """The installation the worker sees: the city's database, the city's clock, and no fonts yet."""
    settings = Settings(data_dir=tmp_path, fonts_dir=tmp_path / "fonts", demo=True)
    return open_house(settings, sqlite_engine, Clock(movable=False, system=lambda: city.now))


def with_settings(house: House, **changes: object) -> House:
    return replace(house, settings=house.settings.model_copy(update=changes))


def accepted(city: City) -> Document:
    """The acceptance report of a case whose self-check has passed: issued, not made."""
    (document,) = city.case().goes_to("reinspect").documents()
    return document


def seen(house: House, document: Document) -> Document:
    with house.sessions() as session:
        return session.get_one(Document, document.id)


def make(house: House, document: Document) -> None:
    render_document(house, {"document_id": str(document.id)})


def test_issuing_a_paper_queues_the_job_that_makes_it(city: City, house: House) -> None:
    assert accepted(city).status == "waiting"
    with house.sessions() as session:
        assert waiting(session).waiting == 1


def test_a_paper_waits_while_the_fonts_are_being_made(city: City, house: House) -> None:
    document = accepted(city)
    with pytest.raises(TryLater, match="文书字体还没有准备好"):
        make(house, document)
    assert seen(house, document).status == "waiting"


def test_a_paper_is_made_once(city: City, house: House, fonts: Path) -> None:
    document, ready = accepted(city), with_settings(house, fonts_dir=fonts)
    make(ready, document)
    first = seen(ready, document)
    assert first.status == "ready"
    assert first.file_digest is not None
    assert house.store.verify(first.file_digest)
    make(ready, document)
    assert seen(ready, document).file_digest == first.file_digest


def test_a_key_that_cannot_be_used_is_said_at_the_paper_which_is_made_once_it_can(
    city: City, house: House, fonts: Path
) -> None:
    document = accepted(city)
    broken = with_settings(house, fonts_dir=fonts, signing_pkcs12=Path("missing.p12"))
    with pytest.raises(KeyUnusable, match="签名密钥用不了"):
        make(broken, document)
    assert seen(house, document).status == "failed"
    assert "missing.p12" in str(seen(house, document).error)
    make(with_settings(house, fonts_dir=fonts), document)
    assert (seen(house, document).status, seen(house, document).error) == ("ready", None)


def test_half_a_token_in_the_settings_is_refused_with_the_setting_s_name(house: House) -> None:
    half = with_settings(house, signing_pkcs11_module=Path("softhsm.so"))
    with pytest.raises(KeyUnusable, match="XIAOHAO_SIGNING_PKCS11_PIN_FILE"):
        signing_key(half)
