"""Verify a file: what is it, was it changed, who signed it, may the signer be trusted — each with its reason.

Stricter than PDF viewers, which call overlays, swapped attachments and trailing bytes "valid" as long as the signed
bytes are somewhere in the file. Here the last signature must cover the file to its last byte, and the signature's own
data must have the one shape our signer writes.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from reports import cms_shape
from reports.attached_files import attached_files
from reports.completeness import facts_of, missing
from reports.proven_times import Ground, judge_stamp, validation_data
from reports.revoked import Revoked
from reports.signature_checks import judge
from reports.trust import Trust
from reports.verdict import Answer, EmbeddedFile, Expected, Overall, SignatureVerdict, StampVerdict, Verdict, no, yes

SIZE_LIMIT = 64 * 1024 * 1024  # bytes
_SIGNATURES_LIMIT = 20
_BROKEN = Exception  # a parser handed a forged file raises what it likes, decimal.InvalidOperation among others
_TIME_STAMP = "/DocTimeStamp"

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # they print a trace for every forged file,
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)  # and a verdict says it in words


_UNREADABLE_SIGNATURE = no("文件里的签名数据已损坏或被改动。", "The signature's data was damaged or changed.")


def verify(
    pdf: bytes,
    *,
    roots: Sequence[Path | bytes],
    expected: Expected | None = None,
    at: datetime,
    crls: Sequence[Path | bytes] = (),
    revoked: Sequence[Revoked] = (),
) -> Verdict:
    """The verdict on the bytes of a file, at the instant `at`, trusting `roots` (certificates, PEM or DER, or their paths).

    `crls` are revocation lists beside those the file carries, `revoked` what the register calls back. Never raises for what
    the file holds; raises Unreadable when a root is no certificate or a list none. Parsing is not bounded in time: for
    files from strangers use `reports.verify_apart`.
    """
    trust = Trust(roots=tuple(roots), crls=tuple(crls), revoked=tuple(revoked))
    trust.lists()
    return _Verification(pdf, trust, expected or Expected(), at).verdict()


class _Verification:
    """One file being looked at."""

    def __init__(self, pdf: bytes, trust: Trust, expected: Expected, at: datetime, *, inner: bool = False) -> None:
        self.pdf = pdf
        self.expected = expected
        self.ground = Ground(pdf=pdf, trust=trust, roots=trust.certificates(), at=at)
        self.digest = hashlib.sha256(pdf).hexdigest()
        self.code = ""
        self.inner = inner  # a file within a file: its own attachments are not opened any more

    def verdict(self) -> Verdict:
        unfit = self._unfit()
        if unfit:
            return self._say(Overall.UNDECIDED, [unfit])
        try:
            return self._look_inside()
        except _BROKEN:
            return self._broken()

    def _unfit(self) -> Answer | None:
        if not self.pdf:
            return no("文件是空的。", "The file is empty.")
        if len(self.pdf) > SIZE_LIMIT:
            limit = SIZE_LIMIT // 1024 // 1024
            return no(f"文件超过{limit} MB，本系统出具的文书没有这么大。", f"The file is larger than {limit} MB.")
        if not self.pdf.startswith(b"%PDF-"):
            return no("这不是 PDF 文件。", "This is not a PDF file.")
        return None

    def _look_inside(self) -> Verdict:
        reader = PdfFileReader(io.BytesIO(self.pdf), strict=True)
        if reader.encrypted:
            return self._say(Overall.UNDECIDED, [no("文件已加密，看不到内容和签名。", "The file is encrypted.")])
        certificates, lists = validation_data(reader)
        self.ground = replace(self.ground, certificates=certificates, lists=lists)
        try:
            signatures, stamps, unread = self._signatures(reader)
        except _BROKEN:
            return self._say(Overall.CHANGED, [_UNREADABLE_SIGNATURE])
        overall, reasons = (
            self._weigh(reader, signatures, stamps) if not unread else (Overall.CHANGED, [_UNREADABLE_SIGNATURE])
        )
        facts = facts_of(reader)
        self.code = facts.verify_code if facts else ""
        attachments = attached_files(reader, lambda name, data: self._of_attachment(name, data, overall))
        return self._say(overall, reasons, signatures, stamps, attachments)

    def _signatures(self, reader: PdfFileReader) -> tuple[list[SignatureVerdict], list[StampVerdict], bool]:
        """The verdicts on signatures and time stamps in their order, and whether a field holds something that is neither.

        Read from the end, because a stamp proves when everything before it existed.
        """
        every = list(reader.embedded_signatures)
        filled = sum(value is not None for _, value, _ in enumerate_sig_fields(reader))
        if len(every) > _SIGNATURES_LIMIT:
            raise ValueError("too many signatures")
        signatures: list[SignatureVerdict] = []
        stamps: list[StampVerdict] = []
        moment = self._known_since()
        for signature in reversed(every):
            last = signature is every[-1]
            if signature.sig_object.get("/Type") != _TIME_STAMP:
                signatures.insert(0, judge(signature, ground=self.ground, moment=moment, last=last))
                continue
            stamps.insert(0, judge_stamp(signature, ground=self.ground, moment=moment, last=last))
            if stamps[0].good and stamps[0].when:
                moment = min(moment, stamps[0].when)
        return signatures, stamps, filled != len(every)

    def _known_since(self) -> datetime:
        """Since when this very file is known to have existed: now, or since it was registered."""
        since, at = self.expected.registered_at, self.ground.at
        return min(since, at) if since and self.expected.digest == self.digest else at

    def _weigh(
        self, reader: PdfFileReader, signatures: list[SignatureVerdict], stamps: list[StampVerdict]
    ) -> tuple[Overall, list[Answer]]:
        """The overall word: the worst that was found, with everything that speaks for it."""
        both: list[SignatureVerdict | StampVerdict] = [*signatures, *stamps]
        lacking = missing(reader, signatures, expected=self.expected, digest=self.digest, archived=bool(stamps))
        judged = (
            (Overall.CHANGED, [a for s in both for a in (s.intact, s.valid) if not a.yes]),
            (Overall.REVOKED, [s.trusted for s in signatures if s.revoked_at]),
            (Overall.UNTRUSTED, [s.trusted for s in both if not s.trusted.yes]),
            (Overall.INCOMPLETE, lacking),
            (Overall.UNSIGNED, [] if signatures else [no("文件里没有电子签名。", "The file holds no signature.")]),
        )
        for overall, reasons in judged:
            if reasons:
                return overall, reasons
        words = f"文件中的{len(signatures)}个签名完整、有效、可信，签名之后文件没有改动。"
        return Overall.GENUINE, [yes(words, "All signatures are intact, valid and trusted; nothing was changed since.")]

    def _of_attachment(self, name: str, data: bytes, overall: Overall) -> Answer:
        """Whether an attachment is what was signed; a PDF is verified by itself too."""
        if overall in (Overall.CHANGED, Overall.UNSIGNED, Overall.UNDECIDED):
            return no("不能确认是签名时的附件。", "It cannot be said that this was attached when the file was signed.")
        if name == "facts.json" and self.expected.facts not in (None, hashlib.sha256(data).hexdigest()):
            return no("与登记的案卷数据不是同一份。", "Not the facts on record.")
        if self.inner or not data.startswith(b"%PDF-"):
            return yes("在签名之内，没有改动。", "Covered by the signatures, unchanged.")
        found = _Verification(data, self.ground.trust, Expected(), self.ground.at, inner=True).verdict().overall
        words = f"在签名之内，没有改动；单独核验的结论：{found.value}。"
        good = found in (Overall.GENUINE, Overall.UNSIGNED)
        return Answer(yes=good, reason=words, english=f"Covered by the signatures; by itself: {found.english}.")

    def _broken(self) -> Verdict:
        """A file that cannot be parsed: changed when it was signed once and no longer agrees with that signature."""
        if cms_shape.looks_signed(self.pdf) and not cms_shape.matches_some_signature(self.pdf):
            reason = no(
                "文件带有签名，但内容已损坏或被改动，与签名不一致。",
                "The file was signed and has been damaged or changed.",
            )
            return self._say(Overall.CHANGED, [reason])
        return self._say(Overall.UNDECIDED, [no("文件结构已损坏，无法读取。", "The structure of the file is damaged.")])

    def _say(
        self,
        overall: Overall,
        reasons: list[Answer],
        signatures: Sequence[SignatureVerdict] = (),
        stamps: Sequence[StampVerdict] = (),
        attachments: tuple[EmbeddedFile, ...] = (),
    ) -> Verdict:
        return Verdict(
            overall=overall,
            reasons=tuple(reasons),
            digest=self.digest,
            size=len(self.pdf),
            checked_at=self.ground.at,
            signatures=tuple(signatures),
            stamps=tuple(stamps),
            code=self.code,
            attachments=attachments,
        )
