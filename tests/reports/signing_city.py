"""Signed papers for tests of signing and verifying: an authority, two signers in order, a time-stamp server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reports.keys import SigningKey
from reports.levels import Assurance, Level
from reports.sign import sign
from reports.trust import Trust
from reports.verdict import Expected, Verdict
from reports.verify import verify
from tests.reports.papers import plain_pdf
from tests.reports.pki import Holder, Pki

FIELDS = ("lead_unit", "office")
NAMES = {"lead_unit": "市住房和城乡建设局", "office": "领导小组办公室"}


@dataclass(frozen=True, kw_only=True)
class SigningCity:
    """Everybody who signs in these tests. `at` is the machine's time, because a real time-stamp server stamps with it."""

    pki: Pki
    lead: Holder
    office: Holder
    server: str

    @property
    def at(self) -> datetime:
        return self.pki.at

    @property
    def trust(self) -> Trust:
        return Trust(roots=(self.pki.root_file,), crls=(self.pki.revocation_list(),))

    def assurance(self, level: Level = Level.BASIC, **changes: object) -> Assurance:
        usual = {"level": level, "time_server": self.server, "seconds": 20.0, "trust": self.trust}
        return Assurance(**{**usual, **changes})  # type: ignore[arg-type]  # spelt by name

    def signs(self, pdf: bytes, field: str, *, level: Level = Level.BASIC, key: SigningKey | None = None) -> bytes:
        """One signature."""
        holder = {"lead_unit": self.lead, "office": self.office}[field]
        used = key or holder.file_key
        return sign(
            pdf,
            key=used,
            field=field,
            name=NAMES[field],
            capacity="出具单位",
            at=self.at,
            assurance=self.assurance(level),
        )

    def paper(self, level: Level = Level.BASIC) -> bytes:
        """A paper with both signatures."""
        first = self.signs(plain_pdf(*FIELDS), "lead_unit", level=level)
        return self.signs(first, "office", level=level)

    def looks_at(self, pdf: bytes, *, at: datetime | None = None, **more: object) -> Verdict:
        """The verdict of somebody who trusts this authority."""
        return verify(pdf, roots=[self.pki.root_file], at=at or self.at, **more)  # type: ignore[arg-type]

    def register(self) -> Expected:
        """What the register would know of the paper."""
        return Expected(fields=FIELDS, signers=(self.lead.fingerprint, self.office.fingerprint))


def founded(room: Path, server: str, pki: Pki) -> SigningCity:
    """A city with its two signers."""
    room.mkdir(exist_ok=True)
    lead, office = pki.holder("市住房和城乡建设局"), pki.holder("领导小组办公室", kind="rsa")
    return SigningCity(pki=pki, lead=lead, office=office, server=server)


def now() -> datetime:
    """The machine's time: `openssl ts` knows no other."""
    return datetime.now(UTC).replace(microsecond=0)
