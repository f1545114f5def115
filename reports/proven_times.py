"""When a signature existed at the latest: the time stamps of a file, read from its end to its beginning.

A certificate is judged at the time its signature is proved to have existed, so that a paper outlives the certificates it was
signed with (ETSI EN 319 102-1, 5.6, simplified: no algorithm expiry). Each stamp over the whole file is checked at the time
the stamp after it proves, the last one at the time of verification.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.status import SignatureCoverageLevel

from reports import cms_shape
from reports.trust import Trust, belongs, label
from reports.verdict import Answer, StampVerdict, no, yes

_FAILURES = Exception  # whatever a parser raises on forged data means the same here: no answer


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What everything in a file is judged against: its bytes, whom to trust, when, and the validation data it carries itself."""

    pdf: bytes
    trust: Trust
    roots: Sequence[x509.Certificate]
    at: datetime
    certificates: Sequence[x509.Certificate] = ()
    lists: Sequence[bytes] = ()

    def context(self, moment: datetime) -> Any:
        """What pyHanko validates against, at a moment."""
        return self.trust.context(moment, self.certificates, self.lists)

    def covers_everything(self, signature: Any) -> bool:
        """Whether the signed bytes and the signature between them are the whole file."""
        start, before, after, rest = (int(part) for part in signature.byte_range)
        return start == 0 and before < after and after + rest == len(self.pdf)


def validation_data(reader: PdfFileReader) -> tuple[list[x509.Certificate], list[bytes]]:
    """The certificates and revocation lists a file carries; nothing when they are absent or damaged."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
        return list(store.load_certs()), [bytes(each.get_object().data) for each in store.crls]
    except _FAILURES:
        return [], []


def judge_stamp(stamp: Any, *, ground: Ground, moment: datetime, last: bool) -> StampVerdict:
    """The verdict on a time stamp over the whole file, its certificate judged at `moment`."""
    try:
        status = validate_pdf_timestamp(stamp, ground.context(moment), skip_diff=last)
        who, when = label(stamp.signer_cert.subject), status.timestamp
    except _FAILURES:
        status, who, when = None, "未知", None
    return StampVerdict(
        who=who,
        when=when,
        intact=_intact(stamp, status, ground, last=last),
        valid=_valid(stamp, status, ground),
        trusted=_trusted(status, who),
    )


def strangers(signed: cms.SignedData, signer: x509.Certificate, roots: Sequence[x509.Certificate]) -> bool:
    """Whether a certificate stands beside the signer's that is no link of its chain."""
    beside = [each.chosen for each in signed["certificates"]]
    return any(each.dump() != signer.dump() and not belongs(each, beside, roots) for each in beside)


def _intact(stamp: Any, status: Any, ground: Ground, *, last: bool) -> Answer:
    if status is None or not status.intact:
        return no("时间戳之后文件被改动过。", "The file was changed after the time stamp.")
    if last and not (status.coverage == SignatureCoverageLevel.ENTIRE_FILE and ground.covers_everything(stamp)):
        return no("时间戳之后又追加了内容。", "Something was added after the time stamp.")
    if not last and status.docmdp_ok is False:
        return no("时间戳之后做了不允许的改动。", "Changes were made after the time stamp that nobody permitted.")
    return yes("时间戳覆盖此前的全部内容，没有改动。", "The time stamp covers everything before it, unchanged.")


def _valid(stamp: Any, status: Any, ground: Ground) -> Answer:
    odd = cms_shape.oddity(ground.pdf, [int(part) for part in stamp.byte_range], stamp=True)
    if odd is None and status is not None and strangers(stamp.signed_data, stamp.signer_cert, ground.roots):
        odd = "时间戳里夹带了不相干的证书"
    if odd:
        return no(f"{odd}。", "The time stamp's own data has an unexpected shape.")
    if status is None or not status.valid:
        return no("时间戳与其证书不匹配。", "The time stamp does not match its certificate.")
    return yes("时间戳由其证书对应的密钥作出。", "The time stamp was made with its certificate's key.")


def _trusted(status: Any, who: str) -> Answer:
    if status is None or not status.trusted:
        return no(f"时间戳不是由受信任的机构签发（{who}）。", "The time stamp does not come from a trusted authority.")
    return yes(f"时间戳由受信任的机构签发（{who}）。", "The time stamp comes from a trusted authority.")
