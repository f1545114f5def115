"""One signature of a PDF, judged: intact, valid, trusted, who and when, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from reports import cms_shape
from reports.proven_times import Ground, strangers
from reports.trust import label
from reports.verdict import Answer, SignatureVerdict, no, yes
from reports.wording import chinese_instant

_FAILURES = Exception  # whatever a parser raises on forged data means the same here: no answer
_STAMP = "signature_time_stamp_token"


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What is known of one signature before it is put into words.

    `existed_at`: when it existed at the latest. `stamp`: its trusted time stamp. `revoked_at`: only when that was no later.
    """

    status: Any
    certificate: x509.Certificate | None
    existed_at: datetime
    stamp: datetime | None
    revoked_at: datetime | None
    revoked_later: datetime | None


def judge(signature: Any, *, ground: Ground, moment: datetime, last: bool) -> SignatureVerdict:
    """The verdict on one embedded signature, which is proved to have existed at `moment`.

    `last` must cover the whole file, earlier ones may be followed by others.
    """
    found = _found(signature, ground, moment, last=last)
    when, when_reason = _when(signature, found, moment, ground)
    return SignatureVerdict(
        field=str(signature.field_name),
        who=label(found.certificate.subject) if found.certificate else "未知",
        fingerprint=found.certificate.sha256.hex() if found.certificate else "",
        name=_text(signature, "/Name"),
        capacity=_text(signature, "/Reason"),
        when=when,
        intact=_intact(signature, found.status, ground, last=last),
        valid=_valid(signature, found, ground),
        trusted=_stamp_trusted(signature, found) or _trusted(found, ground),
        who_reason=_who_reason(found.certificate),
        when_reason=when_reason,
        revoked_at=found.revoked_at,
        stamped=_claimed_stamp(signature) is not None,
    )


def _found(signature: Any, ground: Ground, moment: datetime, *, last: bool) -> _Found:
    certificate, claimed = _certificate(signature), _claimed_stamp(signature)
    status = _status(signature, ground, claimed if claimed and claimed <= moment else moment, moment, last=last)
    stamp = _proved_stamp(status)
    if stamp is None and claimed is not None:
        status = _status(signature, ground, moment, moment, last=last)
    existed_at = min(stamp, moment) if stamp else moment
    since = ground.trust.revocation(certificate, ground.certificates, ground.lists) if certificate else None
    early = since is not None and since <= existed_at
    return _Found(
        status=status,
        certificate=certificate,
        existed_at=existed_at,
        stamp=stamp,
        revoked_at=since if early else None,
        revoked_later=None if early else since,
    )


def _status(signature: Any, ground: Ground, signer_at: datetime, stamp_at: datetime, *, last: bool) -> Any:
    """pyHanko's status, None when it gave up. The last signature needs no comparison of revisions: nothing may follow."""
    try:
        return validate_pdf_signature(
            signature, ground.context(signer_at), ts_validation_context=ground.context(stamp_at), skip_diff=last
        )
    except _FAILURES:
        return None


def _proved_stamp(status: Any) -> datetime | None:
    stamp = getattr(status, "timestamp_validity", None)
    return stamp.timestamp if stamp is not None and stamp.valid and stamp.intact and stamp.trusted else None


def _claimed_stamp(signature: Any) -> datetime | None:
    """The time of the stamp that hangs on the signature, not checked yet."""
    try:
        for attribute in signature.signer_info["unsigned_attrs"]:
            if attribute["type"].native == _STAMP:
                info = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
                claimed: datetime = info["gen_time"].native
                return claimed
    except _FAILURES:
        pass
    return None


def _intact(signature: Any, status: Any, ground: Ground, *, last: bool) -> Answer:
    if status is None or not status.intact:
        return no("文件内容与签名时不一致，签名之后被改动过。", "The content no longer matches what was signed.")
    covered = int(signature.byte_range[2]) + int(signature.byte_range[3])
    if last and (status.coverage != SignatureCoverageLevel.ENTIRE_FILE or not ground.covers_everything(signature)):
        extra = len(ground.pdf) - covered
        return no(
            f"签名之后又追加了{extra}字节（例如覆盖内容、增加页面、更换附件），这些内容不在签名之内。",
            f"{extra} bytes were added after signing; they are not covered by the signature.",
        )
    if not last and (status.docmdp_ok is False or status.modification_level == ModificationLevel.OTHER):
        return no("签名之后做了不允许的改动。", "Changes were made that the signer did not permit.")
    return yes(f"签名覆盖的内容（{covered}字节）没有改动。", f"The {covered} signed bytes are unchanged.")


def _valid(signature: Any, found: _Found, ground: Ground) -> Answer:
    odd = cms_shape.oddity(ground.pdf, [int(part) for part in signature.byte_range])
    if odd is None and found.certificate and strangers(signature.signed_data, found.certificate, ground.roots):
        odd = "签名数据里夹带了不相干的证书"
    if odd:
        return no(f"{odd}。", "The signature's own data has an unexpected shape.")
    if found.status is None or not found.status.valid:
        return no("签名与证书不匹配，或签名数据被改动。", "The signature does not match its certificate.")
    if _claimed_stamp(signature) and not getattr(found.status.timestamp_validity, "valid", False):
        return no("签名所带的时间戳不是为这个签名盖的，或已损坏。", "The time stamp does not belong to the signature.")
    return yes("签名由证书对应的密钥作出。", "The signature was made with the certificate's key.")


def _stamp_trusted(signature: Any, found: _Found) -> Answer | None:
    """A time stamp nobody vouches for is worse than none: its paper claims a time that is not proved. None when there is no doubt."""
    if found.stamp is not None or found.revoked_at is not None or _claimed_stamp(signature) is None:
        return None
    return no(
        "签名所带的时间戳不能确认是由受信任的机构签发，或其证书已不在有效期内。",
        "The time stamp of the signature does not come from an authority that is trusted and in force.",
    )


def _trusted(found: _Found, ground: Ground) -> Answer:
    certificate, at = found.certificate, found.existed_at
    if certificate is None or found.status is None:
        return no("无法确认签名证书。", "The signer's certificate cannot be established.")
    if found.revoked_at is not None:
        return _revoked(found, ground)
    proved = at < ground.at
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        first, until = chinese_instant(certificate.not_valid_before), chinese_instant(certificate.not_valid_after)
        return no(
            f"{'签署' if proved else '核验'}时证书不在有效期内（{first}至{until}）"
            f"{'' if proved else '，又没有可信时间戳证明签名作出的时间'}。",
            "The certificate is outside its validity, or no time stamp proves when the signature was made.",
        )
    issuer = label(certificate.issuer)
    if not found.status.trusted:
        return no(
            f"签名证书不是由受信任的机构签发，或用途不符（签发者：{issuer}）。",
            f"The certificate does not come from a trusted authority (issuer: {issuer}).",
        )
    later = f"；该证书其后于{chinese_instant(found.revoked_later)}吊销，签名作出在前" if found.revoked_later else ""
    return yes(
        f"签名证书由受信任的机构签发（{issuer}），{'签署' if proved else '核验'}时有效{later}。",
        f"The certificate was issued by a trusted authority ({issuer}).",
    )


def _revoked(found: _Found, ground: Ground) -> Answer:
    since = chinese_instant(found.revoked_at) if found.revoked_at else ""
    doubt = "" if found.existed_at < ground.at else "，没有可信时间证明签名作出在吊销之前"
    return no(
        f"签名证书已于{since}吊销{doubt}。", "The certificate was revoked, and nothing proves an earlier signature."
    )


def _when(signature: Any, found: _Found, moment: datetime, ground: Ground) -> tuple[datetime | None, Answer]:
    if found.stamp is not None:
        return found.stamp, yes("时间由可信时间戳证明。", "Proved by a trusted time stamp.")
    try:
        claimed = signature.self_reported_timestamp
    except _FAILURES:
        claimed = None
    if claimed is None or claimed.tzinfo is None:
        return None, no("签名中没有可用的签署时间。", "The signature states no usable time.")
    if moment < ground.at:
        words = f"时间由签署方系统写入；登记或存档时间戳证明不晚于{chinese_instant(moment)}。"
        return claimed, yes(words, "Stated by the signer's system; proved to be no later than the register or stamp.")
    return claimed, no(
        "时间由签署方系统写入并受签名保护，没有第三方时间戳证明。",
        "Stated by the signer's system and protected by the signature; no third party vouches for it.",
    )


def _who_reason(certificate: x509.Certificate | None) -> Answer:
    if certificate is None:
        return no("签名中没有证书。", "The signature holds no certificate.")
    issuer = label(certificate.issuer)
    return yes(
        f"以签名证书的主体为准，签发者为{issuer}。", f"Taken from the certificate's subject, issued by {issuer}."
    )


def _certificate(signature: Any) -> x509.Certificate | None:
    try:
        return signature.signer_cert
    except _FAILURES:
        return None


def _text(signature: Any, key: str) -> str:
    return str(signature.sig_object.get(key, ""))
