"""One signature of a PDF, judged: intact, valid, trusted, who and when, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from reports import cms_shape, rare_names
from reports.verdict import Answer, SignatureVerdict
from reports.wording import chinese_instant

rare_names.install()
_FAILURES = Exception  # whatever a parser raises on forged data means the same here: no answer


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What every signature of a file is judged against."""

    pdf: bytes
    roots: Sequence[x509.Certificate]
    at: datetime


def judge(signature: Any, *, ground: Ground, last: bool) -> SignatureVerdict:
    """The verdict on one embedded signature; `last` must cover the whole file, earlier ones may be followed by others."""
    status = _status(signature, ground, last=last)
    certificate = _certificate(signature)
    when, when_reason = _when(signature, status)
    return SignatureVerdict(
        field=str(signature.field_name),
        who=_who(certificate),
        fingerprint=certificate.sha256.hex() if certificate else "",
        name=_text(signature, "/Name"),
        capacity=_text(signature, "/Reason"),
        when=when,
        intact=_intact(signature, status, ground, last=last),
        valid=_valid(signature, status, ground),
        trusted=_trusted(status, certificate, ground),
        who_reason=_who_reason(certificate),
        when_reason=when_reason,
    )


def _status(signature: Any, ground: Ground, *, last: bool) -> Any:
    """pyHanko's status, None when it gave up. The last signature needs no comparison of revisions: nothing may follow."""
    context = ValidationContext(
        trust_roots=list(ground.roots), moment=ground.at, allow_fetching=False, revocation_mode="soft-fail"
    )
    try:
        return validate_pdf_signature(signature, context, skip_diff=last)
    except _FAILURES:
        return None


def _intact(signature: Any, status: Any, ground: Ground, *, last: bool) -> Answer:
    if status is None or not status.intact:
        return _no("文件内容与签名时不一致，签名之后被改动过。", "The content no longer matches what was signed.")
    covered = int(signature.byte_range[2]) + int(signature.byte_range[3])
    if last and (status.coverage != SignatureCoverageLevel.ENTIRE_FILE or covered != len(ground.pdf)):
        extra = len(ground.pdf) - covered
        return _no(
            f"签名之后又追加了{extra}字节（例如覆盖内容、增加页面、更换附件），这些内容不在签名之内。",
            f"{extra} bytes were added after signing; they are not covered by the signature.",
        )
    if not last and (status.docmdp_ok is False or status.modification_level == ModificationLevel.OTHER):
        return _no("签名之后做了不允许的改动。", "Changes were made that the signer did not permit.")
    return _yes(f"签名覆盖的内容（{covered}字节）没有改动。", f"The {covered} signed bytes are unchanged.")


def _valid(signature: Any, status: Any, ground: Ground) -> Answer:
    odd = cms_shape.oddity(ground.pdf, [int(part) for part in signature.byte_range])
    if odd:
        return _no(f"{odd}。", "The signature's own data has an unexpected shape.")
    if status is None or not status.valid:
        return _no("签名与证书不匹配，或签名数据被改动。", "The signature does not match its certificate.")
    return _yes("签名由证书对应的密钥作出。", "The signature was made with the certificate's key.")


def _trusted(status: Any, certificate: x509.Certificate | None, ground: Ground) -> Answer:
    if certificate is None or status is None:
        return _no("无法确认签名证书。", "The signer's certificate cannot be established.")
    if not certificate.not_valid_before <= ground.at <= certificate.not_valid_after:
        first, until = chinese_instant(certificate.not_valid_before), chinese_instant(certificate.not_valid_after)
        return _no(
            f"核验时证书不在有效期内（{first}至{until}），又没有可信时间戳证明签名作出的时间。",
            "The certificate is outside its validity and no time stamp proves when the signature was made.",
        )
    issuer = _label(certificate.issuer)
    if not status.trusted:
        return _no(
            f"签名证书不是由受信任的机构签发，或用途不符（签发者：{issuer}）。",
            f"The certificate does not come from a trusted authority (issuer: {issuer}).",
        )
    return _yes(
        f"签名证书由受信任的机构签发（{issuer}），核验时有效。",
        f"The certificate was issued by a trusted authority ({issuer}).",
    )


def _when(signature: Any, status: Any) -> tuple[datetime | None, Answer]:
    stamp = getattr(status, "timestamp_validity", None)
    if stamp is not None and stamp.valid and stamp.trusted:
        return stamp.timestamp, _yes("时间由可信时间戳证明。", "Proved by a trusted time stamp.")
    try:
        claimed = signature.self_reported_timestamp
    except _FAILURES:
        claimed = None
    if claimed is None or claimed.tzinfo is None:
        return None, _no("签名中没有可用的签署时间。", "The signature states no usable time.")
    return claimed, _no(
        "时间由签署方系统写入并受签名保护，没有第三方时间戳证明。",
        "Stated by the signer's system and protected by the signature; no third party vouches for it.",
    )


def _who_reason(certificate: x509.Certificate | None) -> Answer:
    if certificate is None:
        return _no("签名中没有证书。", "The signature holds no certificate.")
    return _yes(
        f"以签名证书的主体为准，签发者为{_label(certificate.issuer)}。",
        f"Taken from the certificate's subject, issued by {_label(certificate.issuer)}.",
    )


def _certificate(signature: Any) -> x509.Certificate | None:
    try:
        return signature.signer_cert
    except _FAILURES:
        return None


def _who(certificate: x509.Certificate | None) -> str:
    return _label(certificate.subject) if certificate else "未知"


def _label(name: x509.Name) -> str:
    """The organisation, with the common name where that says more."""
    native = name.native
    organisation, common = str(native.get("organization_name", "")), str(native.get("common_name", ""))
    if not organisation or organisation == common:
        return common or "未知"
    return f"{organisation}（{common}）" if common else organisation


def _text(signature: Any, key: str) -> str:
    return str(signature.sig_object.get(key, ""))


def _yes(reason: str, english: str) -> Answer:
    return Answer(yes=True, reason=reason, english=english)


def _no(reason: str, english: str) -> Answer:
    return Answer(yes=False, reason=reason, english=english)
