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
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from reports import cms_shape
from reports.attached_files import attached_files
from reports.signature_checks import Ground, judge
from reports.verdict import Answer, EmbeddedFile, Expected, Overall, SignatureVerdict, Verdict
from workflows.rules.errors import Unreadable

SIZE_LIMIT = 64 * 1024 * 1024  # bytes
_SIGNATURES_LIMIT = 20
_BROKEN = Exception  # a parser handed a forged file raises what it likes, decimal.InvalidOperation among others
_TIME_STAMP = "/DocTimeStamp"

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # they print a trace for every forged file,
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)  # and a verdict says it in words


def _no(reason: str, english: str) -> Answer:
    return Answer(yes=False, reason=reason, english=english)


_UNREADABLE_SIGNATURE = _no("文件里的签名数据已损坏或被改动。", "The signature's data was damaged or changed.")


def verify(pdf: bytes, *, roots: Sequence[Path | bytes], expected: Expected | None = None, at: datetime) -> Verdict:
    """The verdict on the bytes of a file, at the instant `at`, trusting `roots` (certificates, PEM or DER, or their paths).

    Never raises for what the file holds; raises Unreadable when a root is no certificate. Parsing is not bounded in time:
    for files from strangers use `reports.verify_apart`.
    """
    return _Verification(pdf, [_root(root) for root in roots], expected or Expected(), at).verdict()


class _Verification:
    """One file being looked at."""

    def __init__(self, pdf: bytes, roots: list[x509.Certificate], expected: Expected, at: datetime) -> None:
        self.pdf = pdf
        self.expected = expected
        self.ground = Ground(pdf=pdf, roots=roots, at=at)
        self.digest = hashlib.sha256(pdf).hexdigest()

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
            return _no("文件是空的。", "The file is empty.")
        if len(self.pdf) > SIZE_LIMIT:
            limit = SIZE_LIMIT // 1024 // 1024
            return _no(f"文件超过{limit} MB，本系统出具的文书没有这么大。", f"The file is larger than {limit} MB.")
        if not self.pdf.startswith(b"%PDF-"):
            return _no("这不是 PDF 文件。", "This is not a PDF file.")
        return None

    def _look_inside(self) -> Verdict:
        reader = PdfFileReader(io.BytesIO(self.pdf), strict=True)
        if reader.encrypted:
            return self._say(Overall.UNDECIDED, [_no("文件已加密，看不到内容和签名。", "The file is encrypted.")])
        try:
            signatures, unread = self._signatures(reader)
        except _BROKEN:
            return self._say(Overall.CHANGED, [_UNREADABLE_SIGNATURE])
        empty = [str(name) for name, value, _ in enumerate_sig_fields(reader) if value is None]
        overall, reasons = self._weigh(signatures, empty) if not unread else (Overall.CHANGED, [_UNREADABLE_SIGNATURE])
        return self._say(overall, reasons, signatures, attached_files(reader))

    def _signatures(self, reader: PdfFileReader) -> tuple[list[SignatureVerdict], bool]:
        """The verdicts, time stamps left out, and whether a field holds something that is no signature."""
        every = reader.embedded_signatures
        filled = sum(value is not None for _, value, _ in enumerate_sig_fields(reader))
        if len(every) > _SIGNATURES_LIMIT:
            raise ValueError("too many signatures")
        judged = [
            judge(signature, ground=self.ground, last=signature is every[-1])
            for signature in every
            if signature.sig_object.get("/Type") != _TIME_STAMP
        ]
        return judged, filled != len(every)

    def _weigh(self, signatures: list[SignatureVerdict], empty: list[str]) -> tuple[Overall, list[Answer]]:
        """The overall word: the worst that was found, with everything that speaks for it."""
        judged = (
            (Overall.CHANGED, [a for s in signatures for a in (s.intact, s.valid) if not a.yes]),
            (Overall.UNTRUSTED, [s.trusted for s in signatures if not s.trusted.yes]),
            (Overall.INCOMPLETE, self._missing(signatures, empty)),
            (Overall.UNSIGNED, [] if signatures else [_no("文件里没有电子签名。", "The file holds no signature.")]),
        )
        for overall, reasons in judged:
            if reasons:
                return overall, reasons
        count = len(signatures)
        words = f"文件中的{count}个签名完整、有效、可信，签名之后文件没有改动。"
        return Overall.GENUINE, [
            _yes(words, "All signatures are intact, valid and trusted; nothing was changed since.")
        ]

    def _missing(self, signatures: list[SignatureVerdict], empty: list[str]) -> list[Answer]:
        """What the final version of this document would have and this file has not."""
        found = []
        for name in empty:
            found.append(_no(f"签名位置“{name}”还没有签名，这不是最终版本。", f"The field {name} is not signed."))
        fields, signers = {s.field for s in signatures}, sorted(s.fingerprint for s in signatures)
        if self.expected.fields and fields != set(self.expected.fields):
            found.append(_no("签名与登记的签名位置不符，签名可能被去掉或增加。", "Not the signature fields on record."))
        if self.expected.signers and signers != sorted(self.expected.signers):
            found.append(_no("签名人与登记的签名人不符。", "Not the signers on record."))
        if self.expected.digest and self.expected.digest != self.digest:
            found.append(_no("文件与登记的版本不是同一份。", "Not the file on record."))
        return found

    def _broken(self) -> Verdict:
        """A file that cannot be parsed: changed when it was signed once and no longer agrees with that signature."""
        if cms_shape.looks_signed(self.pdf) and not cms_shape.matches_some_signature(self.pdf):
            reason = _no(
                "文件带有签名，但内容已损坏或被改动，与签名不一致。",
                "The file was signed and has been damaged or changed.",
            )
            return self._say(Overall.CHANGED, [reason])
        return self._say(
            Overall.UNDECIDED, [_no("文件结构已损坏，无法读取。", "The structure of the file is damaged.")]
        )

    def _say(
        self,
        overall: Overall,
        reasons: list[Answer],
        signatures: Sequence[SignatureVerdict] = (),
        attachments: tuple[EmbeddedFile, ...] = (),
    ) -> Verdict:
        return Verdict(
            overall=overall,
            reasons=tuple(reasons),
            digest=self.digest,
            size=len(self.pdf),
            checked_at=self.ground.at,
            signatures=tuple(signatures),
            attachments=attachments,
        )


def _root(root: Path | bytes) -> x509.Certificate:
    try:
        data: Any = root.read_bytes() if isinstance(root, Path) else root
        if pem.detect(data):
            data = pem.unarmor(data)[2]
        certificate = x509.Certificate.load(data)
        certificate.subject.native  # noqa: B018  # asn1crypto parses lazily: make a wrong file fail here
    except (OSError, ValueError, TypeError) as problem:
        where = root.name if isinstance(root, Path) else "内存"
        raise Unreadable(what="受信任的根证书", where=where, why="不是 X.509 证书文件") from problem
    return certificate


def _yes(reason: str, english: str) -> Answer:
    return Answer(yes=True, reason=reason, english=english)
