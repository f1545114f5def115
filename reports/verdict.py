"""What verification found, in words: a verdict is a value with reasons, never a bare True."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reports.plain import to_plain
from workflows.rules.canonical import canonical


class Overall(StrEnum):
    """The one word on top of a verdict. Only GENUINE means that the paper may be relied on."""

    GENUINE = "真实有效"
    CHANGED = "已被修改"
    REVOKED = "证书已吊销"
    INCOMPLETE = "版本不完整"
    UNTRUSTED = "签名者不可信"
    UNSIGNED = "没有签名"
    UNDECIDED = "无法判定"

    @property
    def english(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Yes or no, and why, in Chinese and English."""

    yes: bool
    reason: str
    english: str


def yes(reason: str, english: str) -> Answer:
    """Yes, and why."""
    return Answer(yes=True, reason=reason, english=english)


def no(reason: str, english: str) -> Answer:
    """No, and why not."""
    return Answer(yes=False, reason=reason, english=english)


@dataclass(frozen=True, kw_only=True)
class SignatureVerdict:
    """One signature.

    `who` is the subject of the certificate; `name`, `capacity` and `when` are what the signer stated while signing.
    """

    field: str
    who: str
    fingerprint: str  # SHA-256 of the certificate, hexadecimal
    name: str
    capacity: str
    when: datetime | None
    intact: Answer  # the signed bytes and the whole file are as they were
    valid: Answer  # the signature was made with the certificate's key
    trusted: Answer  # the certificate comes from a root this verifier trusts
    who_reason: Answer
    when_reason: Answer  # yes only when a trusted time stamp proves it
    revoked_at: datetime | None = (
        None  # since when its certificate is called back, where that is before the proved time
    )
    stamped: bool = False  # whether a time stamp hangs on this signature

    @property
    def good(self) -> bool:
        return self.intact.yes and self.valid.yes and self.trusted.yes


@dataclass(frozen=True, kw_only=True)
class StampVerdict:
    """A time stamp over the whole file, put behind the last signature for the archive."""

    who: str
    when: datetime | None
    intact: Answer
    valid: Answer
    trusted: Answer

    @property
    def good(self) -> bool:
        return self.intact.yes and self.valid.yes and self.trusted.yes


@dataclass(frozen=True, kw_only=True)
class EmbeddedFile:
    """A file inside the PDF; `sha256` of its content, None when it is too large to be unpacked here.

    `answer`: whether it is what was signed, and what verification says of it when it is a PDF itself.
    """

    name: str
    description: str
    size: int
    sha256: str | None
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What the register knows of a document, all optional. A file that differs is not the document that was issued."""

    fields: tuple[str, ...] = ()  # names of the signature fields that must be signed, no others
    signers: tuple[str, ...] = ()  # SHA-256 fingerprints of the certificates, one per signature, in any order
    digest: str | None = None  # SHA-256 of the signed file
    facts: str | None = None  # SHA-256 of the facts it was made from
    registered_at: datetime | None = None  # since when the register holds the file with that digest


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Everything a person needs to decide whether to rely on a file."""

    overall: Overall
    reasons: tuple[Answer, ...]  # why the overall word is what it is, the weightiest first
    digest: str  # SHA-256 of the file as it was handed in
    size: int
    checked_at: datetime
    signatures: tuple[SignatureVerdict, ...] = ()
    stamps: tuple[StampVerdict, ...] = ()
    code: str = ""  # 核验码, by the facts the file carries; says under which the register may know it
    attachments: tuple[EmbeddedFile, ...] = field(default=())

    @property
    def genuine(self) -> bool:
        return self.overall is Overall.GENUINE

    def to_json(self) -> str:
        """Canonical JSON with the overall word in both languages."""
        return canonical({"overall_english": self.overall.english, **_plain(self)})


def _plain(verdict: Verdict) -> dict[str, object]:
    plain = to_plain(verdict)
    if not isinstance(plain, dict):
        raise TypeError("a verdict is a dataclass")
    return plain
