"""A throw-away authority and papers signed by it; rendering needs the fonts that `./run` builds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.authority import Authority, make_development_authority
from reports.fonts import fonts_ready
from reports.render import Attachment, Rendered, render
from reports.sign import sign
from tests.reports.builders import AT, LEAD, OFFICE, acceptance, closure
from tests.reports.papers import plain_pdf
from tests.reports.pki import Pki
from tests.reports.signing_city import SigningCity, founded, now
from tests.reports.time_server import time_server


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_development_authority(tmp_path_factory.mktemp("keys") / "authority", at=AT, organisation=OFFICE)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority of somebody else that uses the office's name."""
    return make_development_authority(tmp_path_factory.mktemp("stranger") / "authority", at=AT, organisation=OFFICE)


@pytest.fixture(scope="session")
def signed(authority: Authority) -> bytes:
    return sign(plain_pdf("office"), key=authority.key, field="office", name=OFFICE, capacity="领导小组办公室", at=AT)


@pytest.fixture(scope="session")
def fonts() -> Path:
    directory = Path(os.environ.get("XIAOHAO_FONTS_DIR", "~/.cache/xiaohao/fonts")).expanduser()
    if not fonts_ready(directory):
        pytest.skip("the fonts of the documents are not built yet; ./run test builds them")
    return directory


@pytest.fixture(scope="session")
def accepted(authority: Authority, fonts: Path) -> bytes:
    """The signed acceptance report."""
    master = render(acceptance(), fonts=fonts)
    return sign(master.pdf, key=authority.key, field="lead_unit", name=LEAD, capacity="牵头单位", at=AT, fonts=fonts)


@pytest.fixture(scope="session")
def master(accepted: bytes, fonts: Path) -> Rendered:
    """The closure report with the acceptance report inside, not signed yet."""
    return render(closure(), fonts=fonts, attachments=[acceptance_attachment(accepted)])


@pytest.fixture(scope="session")
def closed(master: Rendered, authority: Authority, fonts: Path) -> bytes:
    """The signed closure report."""
    return sign(
        master.pdf, key=authority.key, field="office", name=OFFICE, capacity="领导小组办公室", at=AT, fonts=fonts
    )


def acceptance_attachment(pdf: bytes) -> Attachment:
    return Attachment(
        name="acceptance-report.pdf",
        data=pdf,
        media_type="application/pdf",
        description="整改销号验收报告",
        created=AT,
    )


@pytest.fixture(scope="session")
def signing_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SigningCity]:
    """An authority with two signers, and a real time-stamp server of its own."""
    room = tmp_path_factory.mktemp("signing")
    pki = Pki(room, now())
    with time_server(pki.holder("时间戳中心", stamps=True), room) as address:
        yield founded(room, address, pki)
